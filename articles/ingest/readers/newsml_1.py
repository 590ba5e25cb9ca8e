"""NewsML 1.0 to 1.2 (IPTC), in the dialects of AFP, ATS, ANP, Belga, EFE, Kyodo, TASS and ANA-MPE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Origin, article_of
from articles.ingest.markup.iptc import merged, settled
from articles.ingest.markup.parsing import root_of
from articles.ingest.markup.xml_items import Item, items_of
from articles.ingest.readers.newsml_1_content import Text, texts_of
from articles.ingest.readers.newsml_1_meta import declared_in
from articles.ingest.source import Reading, Source, Unreadable

NAME = "newsml-1"
ITEMS = frozenset(["NewsItem"])


def recognises(head: bytes) -> bool:
    return root_of(head).name in ("NewsML", "NewsItem")


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the texts of each news item: one, or one in each of its languages; pictures give their captions."""
    position = 0
    for item in items_of(source, ITEMS, reading.limits, reading.encoding):
        if item.fault:
            yield Problem(source.address, item.fault.reason, item.fault.line, item.fault.excerpt)
            position += 1
            continue
        texts = texts_of(item.element)
        for text in texts:
            yield _article(item, text, len(texts) > 1, source.address, position, reading)
            position += 1


def _article(
    item: Item, text: Text, among_others: bool, address: str, position: int, reading: Reading
) -> ParsedArticle | Problem:
    declared = merged(declared_in(item.element, text.components, item.envelope), text.declared)
    if among_others and text.mark:
        declared = replace(declared, guid=f"{declared.guid}#{text.mark}")
    origin = Origin(address, NAME, item.data, position, item.encoding, reading.received)
    try:
        return article_of(settled(declared), origin)
    except Unreadable as fault:
        return Problem(address, fault.reason, fault.line, fault.excerpt)
