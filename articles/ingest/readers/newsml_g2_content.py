"""The content of a NewsML-G2 news item: NITF, XHTML, the Swedish TT's own markup, or plain text."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable

from lxml.etree import _Element as Element

from articles.ingest.article import Caption
from articles.ingest.declared import Declared
from articles.ingest.encoding import decode
from articles.ingest.markup.html_text import html_paragraphs
from articles.ingest.markup.iptc import caption_of, names_in
from articles.ingest.markup.marked_text import body_of, text_of
from articles.ingest.markup.parsing import attribute, children, descendants, find, local
from articles.ingest.markup.tt import kicker_in
from articles.ingest.readers import nitf

MARKUP = ("<p", "<div", "<html", "<body", "<h1", "<span", "<section", "<article", "<!DOCTYPE")
CHARSET = re.compile(r"charset\s*=\s*[\"']?(?P<name>[\w.:-]{1,40})")
TEXTS = frozenset(["p", "h1", "h2", "h3", "li", "pre", "td", "section", "div"])
TT_KICKERS = ("VIGNETT", "VINJETT")


def content_of(content: Element | None) -> Declared:
    """Return what the content says; of several renditions of it the best is read."""
    for matches, read in RENDITIONS:
        for element in descendants(content, "inlineXML", "inlineData"):
            if (inner := matches(element)) is not None:
                return read(inner)
    return Declared()


def has_readable_content(content: Element | None) -> bool:
    return any(
        matches(element) is not None
        for matches, _ in RENDITIONS
        for element in descendants(content, "inlineXML", "inlineData")
    )


def caption_in(item: Element) -> Caption | None:
    """Return the caption of a picture item; None where it has none."""
    meta, rights = find(item, "contentMeta"), find(item, "rightsInfo")
    described = children(meta, "description")
    captions = [each for each in described if attribute(each, "role").lower().endswith("caption")]
    text = next(filter(None, map(text_of, (*captions, *described))), "")
    renditions = [attribute(each, "href") for each in descendants(find(item, "contentSet"), "remoteContent")]
    terms = text_of(find(rights, "usageTerms"))
    return caption_of(0, text, text_of(find(meta, "creditline")), next(filter(None, renditions), ""), terms)


def _nitf(element: Element) -> Element | None:
    return next(descendants(element, "nitf"), None)


def _tt(element: Element) -> Element | None:
    return next(descendants(element, "BODY"), None)


def _xhtml(element: Element) -> Element | None:
    """The element whose text is copy: of a markup that is not known, only one that has paragraphs."""
    if local(element) != "inlineXML" or _nitf(element) is not None:
        return None
    body = next(descendants(element, "body"), None)
    if body is not None:
        return body
    return element if next(descendants(element, *TEXTS), None) is not None else None


def _data(element: Element) -> Element | None:
    return element if local(element) == "inlineData" and _text_in(element).strip() else None


def _text_in(element: Element) -> str:
    """The text of inline data, decoded where it is in Base64; of data that is none, empty."""
    kind, _, parameters = attribute(element, "contenttype").lower().partition(";")
    if kind.strip() and not kind.startswith("text/") and "html" not in kind:
        return ""
    written = "".join(element.itertext())
    # a code with its scheme, or the address of the IPTC's: encd:base64, …/encoding/base64
    encoding = re.split("[:/]", attribute(element, "encoding") or attribute(element, "encodinguri"))[-1].lower()
    if not encoding:
        return written
    try:
        data = b64decode("".join(written.split()), validate=True) if encoding == "base64" else b""
        charset = CHARSET.search(parameters)
        return decode(data, charset["name"] if charset else "").text
    except ValueError:  # no Base64, or no text in it: a picture, a PDF
        return ""


def _read_xhtml(body: Element) -> Declared:
    """Its header repeats headline, slugline and time; what else stands there opens the text."""
    found = body_of(body, ("figure", "header"))
    above: list[str] = []
    captions = []
    for paragraph, element in found.aside:
        if local(element) == "figure":
            text = text_of(find(element, "figcaption"))
            picture = next((attribute(image, "src") for image in descendants(element, "img")), "")
            captions.append(caption_of(paragraph, text, picture=picture))
        else:
            above += body_of(element, ("ul", "time", "h1")).paragraphs
    return Declared(
        subheadline=kicker_in(body),
        paragraphs=(*above, *found.paragraphs),
        captions=tuple(filter(None, captions)),
    )


def _read_tt(body: Element) -> Declared:
    """Headline, place and day, lead, text and pictures have names of their own; further texts follow as they stand."""
    found = body_of(body, ("dat", "byline", "bild"))
    first = {
        name: [element for _, element in found.aside if local(element).lower() == name]
        for name in ("dat", "byline", "bild")
    }
    headline = text_of(next(descendants(body, "RUBRIK"), None))
    paragraphs = found.paragraphs[1:] if headline and found.paragraphs[:1] == (headline,) else found.paragraphs
    dropped = len(found.paragraphs) - len(paragraphs)
    captions = [
        caption_of(
            max(0, paragraph - dropped),
            text_of(find(element, "BILDTEXT")),
            text_of(find(element, "BILDSKAPARE")),
            text_of(find(element, "BILDFIL")),
        )
        for paragraph, element in found.aside
        if local(element).lower() == "bild"
    ]
    bylines = [name for element in first["byline"] for name in names_in(text_of(element))]
    mails = [attribute(element, "EPOST") for element in first["byline"]]
    places = [text_of(place) for element in first["dat"][:1] for place in children(element, "ORT")]
    kickers = (text_of(each) for element in first["dat"] for each in children(element, *TT_KICKERS))
    return Declared(
        headline=headline,
        subheadline=next(filter(None, kickers), ""),
        paragraphs=paragraphs,
        places=tuple(filter(None, places)),
        bylines=tuple(bylines),
        contacts=tuple(filter(None, mails)),
        captions=tuple(filter(None, captions)),
    )


def _read_data(element: Element) -> Declared:
    text = _text_in(element)
    if text.lstrip().startswith(MARKUP):
        return Declared(paragraphs=html_paragraphs(text))
    return Declared(paragraphs=text)


RENDITIONS: tuple[tuple[Callable[[Element], Element | None], Callable[[Element], Declared]], ...] = (
    (_nitf, nitf.declared_in),
    (_xhtml, _read_xhtml),
    (_tt, _read_tt),
    (_data, _read_data),
)
"""How to find a rendition of the content, and how it is read, the richest first."""
