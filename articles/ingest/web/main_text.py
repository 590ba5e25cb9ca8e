"""The text of a page's article, without the page around it, and the figures in their places."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from articles.ingest.article import Caption
from articles.ingest.declared import one_line
from articles.ingest.grammar.captions import split_rights
from articles.ingest.grammar.layout import SENTENCE_END
from articles.ingest.markup.html_text import picture_address
from articles.ingest.markup.marked_text import BLOCKS, Body, body_of, text_of
from articles.ingest.markup.parsing import Element, attribute, descendants, local
from articles.ingest.web.page import Page

MOST_ELEMENTS = 20_000
"""Of a page whose main text is looked for; the search is quadratic in places."""

ZONES = (
    # Yonhap in English, French and other languages; in Korean
    ".//article[contains(concat(' ', normalize-space(@class), ' '), ' story-view-zone ')]",
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' story-view-zone ')]",
    ".//article[contains(concat(' ', normalize-space(@class), ' '), ' story-news ')]",
    ".//*[@itemprop='articleBody']",
    ".//*[@property='articleBody']",
)
RELATED = re.compile(r"\b(?:related|관련)[\w-]*\b", re.IGNORECASE)
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|banner|share|sns|social|comment\w*|related|recommend\w*|newsletter|breadcrumb\w*|"
    r"pagination|toolbar|promo|sponsor\w*|subscribe\w*|cookie\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
NEVER_TEXT = frozenset(
    "nav aside footer form button select input textarea iframe object embed svg canvas audio video dialog menu".split()
)
PAGE_STRUCTURE = frozenset("div nav aside section header footer main article form table iframe script ul".split())
SET_ASIDE = ("figure",)
LEAST_TEXT = 40
LONGEST_FURNITURE = 600
"""A larger part of an article is none, whatever its class is called."""

LONGEST_NAME = 500
SHARE_IN_ONE_PLACE = 0.85
"""Paragraphs apart from nearly all others are of the page around."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The paragraphs of an article, its captions, and the headlines it lists as related."""

    paragraphs: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[str, ...] = ()


def main_text(page: Page) -> MainText:
    """Return the text of the article: of the zone that is marked as such, of a bare page all, else what is found."""
    for zone in ZONES:
        found = page.tree.xpath(zone)
        best = max(found, key=lambda each: len(text_of(each)), default=None)
        if best is not None and len(text_of(best)) >= LEAST_TEXT:
            return _of_zone(best)
    body = next(iter(page.all("body")), None)
    if body is None:
        return MainText()
    if not any(True for _ in descendants(body, *PAGE_STRUCTURE)):
        return _with_captions(body_of(_without_headline(body), SET_ASIDE))
    return _looked_for(page, body)


def _of_zone(zone: Element) -> MainText:
    related = tuple(_related(zone))
    copy = _without_headline(zone)
    _drop_furniture(copy)
    text = _with_captions(body_of(copy, SET_ASIDE))
    return MainText(text.paragraphs, text.captions, related)


def _without_headline(tree: Element) -> Element:
    copy = deepcopy(tree)
    copy.tail = None
    for heading in list(descendants(copy, "h1")):
        _drop(heading)
    return copy


def _related(zone: Element) -> Iterator[str]:
    for each in zone.iter(etree.Element):
        if RELATED.search(attribute(each, "class")):
            for item in descendants(each, "li"):
                if headline := text_of(item):
                    yield headline
            return


def _drop_furniture(tree: Element) -> None:
    for each in list(tree.iter(etree.Element)):
        name = local(each)
        named = f"{attribute(each, 'class')[:LONGEST_NAME]} {attribute(each, 'id')[:LONGEST_NAME]}"
        if each is tree or name in ("p", "figure"):
            continue
        if name in NEVER_TEXT or (FURNITURE.search(named) and len(text_of(each)) < LONGEST_FURNITURE):
            _drop(each)


def _drop(element: Element) -> None:
    """Empty an element and leave the text after it."""
    element.clear(keep_tail=True)


def _with_captions(body: Body) -> MainText:
    captions = (_caption(paragraph, figure) for paragraph, figure in body.aside)
    return MainText(body.paragraphs, tuple(each for each in captions if each.text))


def _caption(paragraph: int, figure: Element) -> Caption:
    written = " ".join(text_of(each) for each in descendants(figure, "figcaption"))
    text, credit, restriction = split_rights(written) if written else ("", "", "")
    images = (attribute(each, name) for each in descendants(figure, "img") for name in ("src", "data-src"))
    picture = next((address for each in images if (address := picture_address(each))), "")
    return Caption(paragraph, text, credit, restriction, picture)


def _looked_for(page: Page, body: Element) -> MainText:
    copy = deepcopy(body)
    _drop_furniture(copy)
    is_small = sum(1 for _ in page.tree.iter()) <= MOST_ELEMENTS
    headings = {text_of(each) for each in page.all("h1")}
    paragraphs = tuple(line for line in _extracted(page) if line not in headings) if is_small else ()
    if not paragraphs:
        return _with_captions(body_of(_without_headline(copy), SET_ASIDE))
    kept = frozenset(map(_key, paragraphs))
    found = _only(body_of(copy, SET_ASIDE), kept)
    if sum(map(len, found.paragraphs)) < SHARE_IN_ONE_PLACE * sum(map(len, paragraphs)):
        return _with_captions(Body(paragraphs, found.aside))
    inside = body_of(_container(copy, kept)).paragraphs
    return _with_captions(_without_page_end(found, frozenset(inside)))


def _without_page_end(body: Body, inside: frozenset[str]) -> Body:
    """The body without words at its end that stand apart from it and are no sentence: links, the page's imprint."""
    end = len(body.paragraphs)
    while end and body.paragraphs[end - 1] not in inside and body.paragraphs[end - 1][-1] not in SENTENCE_END:
        end -= 1
    return Body(body.paragraphs[:end], tuple((min(at, end), figure) for at, figure in body.aside))


def _container(body: Element, kept: frozenset[str]) -> Element:
    """The innermost element that holds nearly all of the paragraphs found."""
    held: Counter[Element] = Counter()
    for each in body.iter(etree.Element):
        if local(each) in BLOCKS and not any(local(child) in BLOCKS for child in each):
            length = sum(len(line) for line in body_of(each, SET_ASIDE).paragraphs if _key(line) in kept)
            for around in (each, *each.iterancestors()) if length else ():
                held[around] += length
    inner, most = body, held[body]
    while most:
        largest = max(inner, key=lambda each: held[each], default=None)
        if largest is None or held[largest] < SHARE_IN_ONE_PLACE * most:
            return inner
        inner = largest
    return inner


def _only(body: Body, kept: frozenset[str]) -> Body:
    """The body with the paragraphs that are to be kept, and the figures between them in their places."""
    before = [0]
    for line in body.paragraphs:
        before.append(before[-1] + (_key(line) in kept))
    paragraphs = tuple(line for line in body.paragraphs if _key(line) in kept)
    return Body(paragraphs, tuple((before[at], figure) for at, figure in body.aside))


def _key(line: str) -> str:
    return "".join(character for character in line if character.isalnum())[:200]


def _extracted(page: Page) -> tuple[str, ...]:
    # imported when the first such page comes: it takes longer to load than all else
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            deepcopy(page.tree), with_metadata=False, include_comments=False, include_tables=True, fast=True
        )
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError):
        return ()
    if found is None or found.body is None:
        return ()
    return tuple(line for each in _blocks(found.body) if (line := one_line(each)))


def _blocks(body: Element) -> Iterator[str]:
    """The lines of trafilatura's tree, whose blocks are p, head, quote, list items and table rows."""
    for each in body:
        name = local(each)
        if name in ("list", "table"):
            for item in descendants(each, "item", "row"):
                yield " ".join("".join(item.itertext()).split())
        else:
            yield from etree.tostring(each, encoding="unicode", method="text", with_tail=False).split("\n")
