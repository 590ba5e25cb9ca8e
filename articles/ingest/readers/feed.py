"""Feeds: RSS 0.9 to 2.0 and Atom; each entry an article, read by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Origin, article_of
from articles.ingest.encoding import Decoded, Undecodable
from articles.ingest.records.chunks import chunks, narrow, stated_encoding
from articles.ingest.records.patience import Patience
from articles.ingest.records.record import as_found, excerpt, text_of
from articles.ingest.source import Reading, Source, Unreadable
from articles.ingest.web.feed_entry import Feed, declared_entry, feed_of
from articles.ingest.web.feed_parts import Part, feed_parts
from articles.ingest.web.page import encoding_called

NAME = "feed"
ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<name>[\w.:-]+)")
# atomic groups: what was passed over is not tried again in another way
OPENS = re.compile(
    rb"(?>\s|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE(?>[^\[>]*(?:\[(?>.*?\])\s*)?>))*+"
    rb"<(?:[\w.-]+:)?(?P<name>rss|feed|RDF)\b(?P<attributes>[^>]{0,4000})",
    re.DOTALL | re.IGNORECASE,
)
NAMESPACES = {b"rss": b"", b"feed": b"atom", b"rdf": b"purl.org/rss"}
LONGEST_DECLARATION = 200


def recognises(head: bytes) -> bool:
    """True for what begins with the element of a feed."""
    found = OPENS.match(narrow(head))
    return bool(found) and NAMESPACES[found["name"].lower()] in found["attributes"].lower()


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield an article an entry, and a Problem for each that cannot be read; raises Unreadable for what is no feed."""
    encoding = stated_encoding(source.head, reading.encoding) or _declared(source.head)
    feed: Feed | None = None
    position, patience = 0, Patience()
    for part in feed_parts(chunks(source)):
        if not part.is_entry:
            if part.fault:
                raise Unreadable(f"what stands before the entries is {part.fault}", part.line)
            feed = feed_of(_decoded(part.data, encoding).text)
            continue
        try:
            origin = Origin(source.address, NAME, b"", position, encoding, reading.received)
            article = _article(feed, part, origin, reading)
        except Unreadable as fault:
            line = part.line + max(fault.line - 1, 0)
            yield Problem(source.address, str(fault), line, excerpt(part.data))
            patience.lost(part.line)
        else:
            yield article
            patience.found()
        position += 1
    if not position:
        raise Unreadable("a feed without entries")


def _article(feed: Feed | None, part: Part, origin: Origin, reading: Reading) -> ParsedArticle:
    if part.fault or feed is None:
        raise Unreadable(part.fault)
    decoded = _decoded(part.data, origin.encoding)
    declared = declared_entry(feed, decoded.text, reading.limits)
    return article_of(
        declared,
        Origin(origin.file, NAME, as_found(part.data, decoded), origin.position, decoded.encoding, origin.received),
    )


def _declared(head: bytes) -> str:
    found = ENCODING.search(narrow(head)[:LONGEST_DECLARATION])
    return (encoding_called(found["name"].decode("ascii")) if found else "") or "utf-8"


def _decoded(data: bytes, encoding: str) -> Decoded:
    """The text of a part as declared, else as recognised."""
    try:
        return text_of(data, encoding, "")
    except Undecodable as fault:
        raise Unreadable(str(fault), fault.line) from None
