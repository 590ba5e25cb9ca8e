"""What an entry of a feed declares: RSS in all its versions, Atom, Dublin Core and Media RSS in either."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from lxml import etree

from articles.ingest.article import Caption, Relation, Subject
from articles.ingest.declared import Declared, one_line
from articles.ingest.grammar.agencies import YONHAP_ID, known_agency
from articles.ingest.grammar.captions import RIGHTS, split_rights
from articles.ingest.grammar.lines import byline_names, contacts_in
from articles.ingest.markup.html_text import html_line, html_story, is_markup, picture_address
from articles.ingest.markup.html_tree import only_characters
from articles.ingest.markup.iptc import LONGEST_CODE, LONGEST_SCHEME, agency_named, subject_of
from articles.ingest.markup.marked_text import text_of
from articles.ingest.markup.parsing import Element, attribute, children, descendants, local, parse_xml
from articles.ingest.markup.wide_tags import refuse_wide_tags
from articles.ingest.moments import believable, day
from articles.ingest.source import Limits, Unreadable
from articles.ingest.web.news_page import LONGEST_AGENCY, LONGEST_NAME, moment_of, paragraphs_of_text

Parsed = Mapping[str, Any]

ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?:rss|RDF|feed))\b[^<>]{0,20000}>", re.IGNORECASE)
PROLOGUE = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
CHANNEL = re.compile(r"<(?P<name>(?:[\w.-]+:)?channel)\b", re.IGNORECASE)
CHANNEL_ENDS = re.compile(r"</(?:[\w.-]+:)?channel\s*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|\w+);", re.IGNORECASE)
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?)(?:\?|$)", re.IGNORECASE)
MEDIA = "search.yahoo.com/mrss"


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands around the entries of a feed: its outermost tag, and what it says for all of them."""

    root: str
    root_name: str
    agency: str = ""
    language: str = ""
    copyright: str = ""

    def around(self, entry: str) -> str:
        """Return a feed of this one entry."""
        inside = f"<channel>{entry}</channel>" if self.root_name.lower().endswith("rss") else entry
        return f"{self.root}{inside}</{self.root_name}>"


def feed_of(head: str) -> Feed:
    """Return what a feed says before its first entry; raises Unreadable where no feed begins."""
    head = PROLOGUE.sub("", head)
    found = ROOT.search(head)
    if not found:
        raise Unreadable("no feed: neither rss, RDF nor feed element")
    open_channel = CHANNEL.search(head)
    ends = f"</{open_channel['name']}>" if open_channel and not CHANNEL_ENDS.search(head) else ""
    told = _told(f"{head[found.start() :]}{ends}</{found['name']}>").feed
    agency = agency_named(_said(told, name) for name in ("publisher", "title", "author"))
    return Feed(
        found.group(),
        found["name"],
        agency,
        _said(told, "language"),
        _said(told, "rights"),
    )


def declared_entry(feed: Feed, entry: str, limits: Limits) -> Declared:
    """Return what an entry declares; raises Unreadable for what cannot be read as one."""
    tree = _tree(feed.around(entry), limits)
    pictures = tuple(_pictures(tree))
    is_draft = any(text_of(each).lower() == "yes" for each in descendants(tree, "draft"))
    for each in [each for each in tree.iter(etree.Element) if MEDIA in each.tag]:
        if (parent := each.getparent()) is not None and MEDIA not in parent.tag:
            parent.remove(each)
    entries = _told(etree.tostring(tree, encoding="unicode")).entries
    if not entries:
        raise Unreadable("no entry of a feed")
    # as a plain dictionary: that of feedparser answers for one key with another
    return _declared(feed, dict(entries[0]), pictures, is_draft)


def _declared(feed: Feed, told: Parsed, pictures: tuple[Caption, ...], is_draft: bool) -> Declared:
    paragraphs, figures = _body(told)
    guid = _guid(told)
    agency = agency_named(("Yonhap" if YONHAP_ID.fullmatch(guid) else "", *_sources(told), feed.agency))
    published, updated = _moment(told, "published"), _moment(told, "updated")
    return Declared(
        headline=_plain(_said(told, "title")),
        paragraphs=paragraphs,
        agency=agency[:LONGEST_AGENCY],
        language=_said(told, "language") or _language(told) or feed.language,
        guid=guid,
        revision=_said(told, "updated") if updated and updated != published else "",
        published=_day(told, "published") or _day(told, "updated"),
        sent_at=updated or published,
        bylines=tuple(_bylines(told, agency)),
        contacts=tuple(mail for each in told.get("authors", ()) for mail in contacts_in(_said(each, "email"))),
        captions=(*figures, *pictures),
        keywords=tuple(_said(tag, "term") for tag in told.get("tags", ()) if not _said(tag, "scheme")),
        subjects=tuple(
            _subject(_said(tag, "scheme"), term, _said(tag, "label"))
            for tag in told.get("tags", ())
            if _said(tag, "scheme") and (term := _said(tag, "term"))
        ),
        relations=tuple(_relations(told)),
        status="withheld" if is_draft else "",
        copyright=_plain(_said(told, "rights")) or _plain(feed.copyright),
        usage_terms=_said(told, "license"),
    )


def _told(text: str) -> Any:
    # imported when the first feed comes; as a stream, so that nothing is ever fetched
    import feedparser

    try:
        return feedparser.parse(
            io.BytesIO(only_characters(text).encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as fault:  # it trips over elements out of place, in ways of its own
        raise Unreadable(f"elements where no feed has them ({type(fault).__name__}: {fault})"[:200]) from None


def _tree(text: str, limits: Limits) -> Element:
    """The entry as a tree; of markup that is not well-formed, what a lenient parser makes of it."""
    data = text.encode("utf-8", "replace")
    try:
        return parse_xml(data, limits, "utf-8")
    except Unreadable as fault:
        parser = etree.XMLParser(
            encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        mended = re.sub(r"&(?!(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos);)", "&amp;", text)
        tree = etree.fromstring(only_characters(mended).encode("utf-8", "replace"), parser)
        if tree is None or any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):
            raise fault
        return tree


def _said(told: Parsed, key: str) -> str:
    value = told.get(key)
    return value.strip() if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """A line of text or HTML without its markup."""
    return one_line(unescape(html_line(text)) if ENTITY.search(text) else html_line(text))


def _body(told: Parsed) -> tuple[tuple[str, ...] | str, tuple[Caption, ...]]:
    """The content, else the summary."""
    written = next((value for each in told.get("content", ()) if (value := _said(each, "value"))), "")
    written = written or _said(told, "summary")
    refuse_wide_tags(written)
    if is_markup(written):
        return html_story(written)
    return paragraphs_of_text(unescape(written)), ()


def _sources(told: Parsed) -> Iterator[str]:
    yield from filter(None, (_said(told, "publisher"), _said(told.get("source") or {}, "title")))


def _guid(told: Parsed) -> str:
    for each in (_said(told, "id"), _said(told, "link")):
        if found := YONHAP_ID.search(each):
            return found.group()
    return _said(told, "id") or _said(told, "link")


def _bylines(told: Parsed, agency: str) -> Iterator[str]:
    for author in told.get("authors", ()):
        name = _plain(_said(author, "name"))
        if name and "@" not in name and name != agency and not known_agency(name):
            yield from byline_names(name) or (name,)


def _subject(scheme: str, term: str, label: str) -> Subject:
    """A category of the IPTC's, or of a scheme named by the last part of its address."""
    known = subject_of(uri=f"{scheme.rstrip('/')}/{term}", name=label)
    if known and known.scheme:
        return known
    name = next((part for part in reversed(scheme.split("/")) if part), "")
    return Subject(one_line(term)[:LONGEST_CODE], name[:LONGEST_SCHEME], one_line(label or term)[:LONGEST_NAME])


def _language(told: Parsed) -> str:
    details = [*told.get("content", ()), told.get("summary_detail") or {}, told.get("title_detail") or {}]
    return next((language for each in details if (language := _said(each, "language"))), "")


def _moment(told: Parsed, name: str) -> datetime | None:
    written = _said(told, name)
    if found := moment_of(written):
        return found
    parsed = told.get(f"{name}_parsed") if ":" in written else None
    try:
        return believable(datetime(*parsed[:6], tzinfo=UTC)) if parsed else None
    except (ValueError, TypeError, OverflowError):
        return None


def _day(told: Parsed, name: str) -> date | None:
    found = _moment(told, name)
    return found.date() if found else day(_said(told, name))


def _relations(told: Parsed) -> Iterator[Relation]:
    kinds = {"related": "see-also", "via": "derived-from"}
    for link in told.get("links", ()):
        if (kind := kinds.get(_said(link, "rel"))) and (target := _said(link, "href")):
            found = YONHAP_ID.search(target)
            yield Relation(kind, found.group() if found else target)


def _pictures(tree: Element) -> Iterator[Caption]:
    """The pictures of Media RSS that have a description; of a group, which holds one picture in many sizes, the first."""
    for content in descendants(tree, "content"):
        if MEDIA not in content.tag:
            continue
        group = content.getparent()
        in_group = group is not None and local(group) == "group"
        if in_group and children(group, "content")[0] is not content:
            continue
        if _is_picture(content) and (caption := _caption(content, group if in_group else None)).text:
            yield caption


def _is_picture(content: Element) -> bool:
    kind = attribute(content, "medium") or attribute(content, "type").partition("/")[0]
    return kind == "image" or (not kind and bool(PICTURE.search(attribute(content, "url"))))


def _caption(content: Element, group: Element | None) -> Caption:
    def said(name: str) -> str:
        within = (each for parent in (content, group) for each in children(parent, name))
        return next((text for each in within if (text := _plain(text_of(each)))), "")

    text, credit, restriction = split_rights(said("description") or said("title"))
    caption = Caption(0, text, said("credit") or credit, restriction, picture_address(attribute(content, "url")))
    for rights in (said("license"), said("copyright")):
        if RIGHTS.search(rights) and not caption.restriction:
            caption = replace(caption, restriction=rights)
        elif rights and not caption.credit and not rights.startswith("http"):
            caption = replace(caption, credit=rights)
    return caption
