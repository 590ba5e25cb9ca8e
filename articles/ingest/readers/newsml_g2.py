"""NewsML-G2 (IPTC): news items and news messages, in the dialects of Reuters, dpa, AFP, AP, ANSA, STT and TT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from lxml.etree import _Element as Element

from articles.ingest.article import Caption, ParsedArticle, Problem
from articles.ingest.declared import Declared, Origin, article_of
from articles.ingest.markup.iptc import merged, settled
from articles.ingest.markup.parsing import attribute, descendants, find, local, root_of
from articles.ingest.markup.xml_items import Item, items_of
from articles.ingest.readers.newsml_g2_content import caption_in, content_of, has_readable_content
from articles.ingest.readers.newsml_g2_meta import code_of, declared_in
from articles.ingest.source import MEGABYTE, Reading, Source, Unreadable

NAME = "newsml-g2"
ITEMS = frozenset(["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
FRAGMENTS = frozenset(["contentSet", "contentMeta", "itemMeta", "groupSet"])
"""Parts of an item, as the guide of the IPTC shows them."""

TEXTS = frozenset(["", "text", "composite"])
PICTURES = frozenset(["picture", "graphic", "photo"])
LOOK_AHEAD, LOOK_AHEAD_BYTES = 50, 2 * MEGABYTE
"""The most of a message that is held, so that its pictures find their text."""


def recognises(head: bytes) -> bool:
    return root_of(head).name in ITEMS | FRAGMENTS | {"newsMessage"}


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the text items of a file; packages, concepts and plans are none, pictures give their captions to a text."""
    items = items_of(source, ITEMS | FRAGMENTS, reading.limits, reading.encoding)
    held, fault = _held(items)
    pictures = _pictures(held)
    only = sum(_is_text(item.element) for item in held) == 1
    position = 0
    for item in chain(held, () if fault else items):
        try:
            if item.fault:
                raise item.fault
            if not _is_text(item.element):
                continue
            declared = _with_pictures(_declared(item), item.element, pictures, only)
            origin = Origin(source.address, NAME, item.data, position, item.encoding, reading.received)
            yield article_of(settled(declared), origin)
        except Unreadable as own:
            yield Problem(source.address, own.reason, own.line, own.excerpt)
        position += 1
    if fault:
        raise fault


def _held(items: Iterator[Item]) -> tuple[list[Item], Exception | None]:
    """The first items of a message, and what went wrong behind them."""
    held: list[Item] = []
    size = 0
    try:
        for item in items:
            held.append(item)
            size += len(item.data)
            if len(held) == LOOK_AHEAD or size > LOOK_AHEAD_BYTES:
                break
    except (Unreadable, OSError) as fault:
        return held, fault
    return held, None


def _is_text(element: Element | None) -> bool:
    """True for a news item of text that says something, if only that it is void."""
    if element is None:
        return False
    if local(element) == "contentSet":
        return has_readable_content(element)
    kind = code_of(find(element, "itemMeta", "itemClass"))
    if local(element) != "newsItem" or kind not in TEXTS:
        return False
    content = find(element, "contentSet")
    if kind != "text" and not has_readable_content(content):
        return False
    canceled = code_of(find(element, "itemMeta", "pubStatus")) == "canceled"
    return canceled or content is not None or find(element, "contentMeta", "headline") is not None


def _declared(item: Item) -> Declared:
    element = item.element
    content = element if local(element) == "contentSet" else find(element, "contentSet")
    said, meta = content_of(content), declared_in(element, item.envelope)
    below = dict.fromkeys(filter(None, (meta.subheadline, said.subheadline)))
    return replace(merged(meta, said), subheadline="\n".join(below))


def _pictures(items: Iterable[Item]) -> dict[str, Caption]:
    """The captions of the picture items, by the agency's id."""
    elements = [item.element for item in items if item.element is not None]
    pictures = [each for each in elements if code_of(find(each, "itemMeta", "itemClass")) in PICTURES]
    return {attribute(each, "guid"): caption for each in pictures if (caption := caption_in(each))}


def _with_pictures(declared: Declared, element: Element, pictures: dict[str, Caption], only: bool) -> Declared:
    """Add the pictures an item links to, or all of its message's where it is the only text there."""
    if not pictures:
        return declared
    linked = {attribute(link, "residref") for link in descendants(find(element, "itemMeta"), "link")}
    chosen = [caption for guid, caption in pictures.items() if only or guid in linked]
    return replace(declared, captions=(*declared.captions, *chosen))
