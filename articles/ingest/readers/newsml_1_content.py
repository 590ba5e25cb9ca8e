"""The news components of NewsML 1.2: which of them make a text, and which are its pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from articles.ingest.article import Caption
from articles.ingest.declared import Declared
from articles.ingest.markup.html_text import html_paragraphs
from articles.ingest.markup.iptc import caption_of, merged
from articles.ingest.markup.marked_text import paragraphs_of, text_of
from articles.ingest.markup.parsing import attribute, children, descendants, find
from articles.ingest.readers import nitf

NOT_TEXT = frozenset("photo picture graphic image video audio animation logo".split())
PICTURES = frozenset("photo picture graphic image".split())
CAPTIONS = frozenset(["caption", "legend"])
TITLES = frozenset(["title", "headline", "hedline"])
LEADS = frozenset(["lead", "abstract", "summary", "teaser"])
BLOCK_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li|table|html|body)\b[^>]*>", re.IGNORECASE)
INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|a|span|sub|sup|font)\b[^>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Text:
    """A text of a news item: what its content says, and the components it stands in, the innermost first."""

    components: tuple[Element, ...]
    declared: Declared = field(default_factory=Declared)
    captions: list[Caption] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """What tells it from the other texts of its item."""
        for component in self.components:
            if mark := attribute(component, "Duid") or attribute(component, "lang"):
                return mark
        return ""


def texts_of(item: Element) -> list[Text]:
    """Return the texts of a news item, each with the captions of the pictures beside it.

    An item without content is one text, too, when a headline stands in it; one of pictures or film only is none.
    """
    texts: list[Text] = []
    captions: list[Caption] = []
    for component in children(item, "NewsComponent"):
        _walk(component, (), texts, captions)
    if texts:
        first = texts[0]
        pictures = (*first.declared.captions, *captions)
        first.declared = replace(first.declared, captions=tuple(dict.fromkeys(pictures)))
        return texts
    outer = find(item, "NewsComponent")
    has_media = any(_kind(each) in NOT_TEXT for each in descendants(item, "ContentItem"))
    has_lines = any(map(text_of, descendants(item, "HeadLine")))
    if has_media or not (has_lines or _is_canceled(item)):
        return []
    return [Text(() if outer is None else (outer,))]


def role_of(component: Element) -> str:
    return attribute(find(component, "Role"), "FormalName").lower()


def _walk(component: Element, outer: tuple[Element, ...], texts: list[Text], captions: list[Caption]) -> None:
    components = (component, *outer)
    if _is_picture(component):
        if caption := _caption(component):
            captions.append(caption)
        return
    contents = [found for each in children(component, "ContentItem") if (found := _content(each))]
    if contents:
        _take(contents[0], components, texts)
    before = len(texts)
    for inner in children(component, "NewsComponent"):
        _walk(inner, components, texts, captions)
        if attribute(component, "EquivalentsList").lower() == "yes" and len(texts) > before:
            break


def _take(content: Declared, components: tuple[Element, ...], texts: list[Text]) -> None:
    """Add content to the text it is a part of (title, lead, body), or begin a new one."""
    role = role_of(components[0])
    owner = components[1:] if role in TITLES | LEADS | {"body"} and len(components) > 1 else components
    text = next((each for each in texts if each.components == owner), None)
    if text is None:
        text = Text(owner)
        texts.append(text)
    if role in TITLES:
        title = " ".join(_paragraphs(content))
        text.declared = merged(text.declared, Declared(headline=title))
    elif isinstance(content.paragraphs, str) and not text.declared.paragraphs:
        text.declared = merged(text.declared, content)
    else:
        joined = (*_paragraphs(text.declared), *_paragraphs(content))
        text.declared = merged(replace(text.declared, paragraphs=joined), content)


def _paragraphs(declared: Declared) -> tuple[str, ...]:
    paragraphs = declared.paragraphs
    return tuple(filter(None, paragraphs.splitlines())) if isinstance(paragraphs, str) else paragraphs


def _content(item: Element) -> Declared | None:
    """What a content item of text says; None for any other, and for one without text."""
    data = find(item, "DataContent")
    if data is None or _kind(item) in NOT_TEXT or attribute(find(item, "Encoding"), "Notation"):
        return None
    if (document := next(descendants(data, "nitf"), None)) is not None:
        return nitf.declared_in(document)
    if children(data):
        return Declared(paragraphs=paragraphs_of(data)) if text_of(data) else None
    text = "".join(data.itertext())
    return Declared(paragraphs=_read_data(text)) if text.strip() else None


def _read_data(text: str) -> tuple[str, ...] | str:
    """Plain text, or HTML written as text, whole or here and there."""
    if BLOCK_TAG.search(text):
        return html_paragraphs(text)
    return INLINE_TAG.sub("", text)


def _kind(item: Element) -> str:
    """The kind of a content item: its media type, or the first word of its mime type or format."""
    kind = attribute(find(item, "MediaType"), "FormalName").lower()
    mime = attribute(find(item, "MimeType"), "FormalName").lower()
    return kind if kind in NOT_TEXT or not mime.startswith(("image/", "video/", "audio/")) else mime.partition("/")[0]


def _is_picture(component: Element) -> bool:
    contents = children(component, "ContentItem")
    return role_of(component) in PICTURES or any(_kind(each) in PICTURES for each in contents)


def _caption(component: Element) -> Caption | None:
    """The text beside a picture: its caption component, its comment or its own lines."""
    inner = [each for each in descendants(component, "NewsComponent") if role_of(each) in CAPTIONS]
    texts = [text_of(data) for each in inner for data in descendants(each, "DataContent")]
    lines = find(component, "NewsLines")
    written = [text_of(each) for each in children(lines, "HeadLine", "SubHeadLine")]
    pictures = [attribute(each, "Href") for each in descendants(component, "ContentItem") if _kind(each) in PICTURES]
    credit = text_of(find(lines, "CreditLine"))
    terms = " ".join(filter(None, map(text_of, descendants(component, "UsageType", "Limitations"))))
    text = " ".join(filter(None, texts)) or next(filter(None, written), "")
    return caption_of(0, text, credit, next(filter(None, pictures), ""), terms)


def _is_canceled(item: Element) -> bool:
    return attribute(find(item, "NewsManagement", "Status"), "FormalName").lower() in ("canceled", "cancelled")
