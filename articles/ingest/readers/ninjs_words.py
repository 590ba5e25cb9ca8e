"""The words of a ninjs item: headline, subheadline and body, each in the best of the forms that are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from articles.ingest.article import Caption
from articles.ingest.grammar.layout import WRAPPED_AT
from articles.ingest.markup.html_text import html_kicker, html_line, html_paragraphs, html_story, is_markup
from articles.ingest.markup.marked_text import paragraphs_of
from articles.ingest.markup.parsing import find, parse_xml
from articles.ingest.records.json_values import Object, objects_at, text_at
from articles.ingest.source import Limits, Unreadable

XML = ("<?xml", "<nitf", "<TTNITF", "<newsItem")
SIGNS = re.compile("[<&]")
SUBHEADLINES = ("sub", "deck", "extended", "secondary", "kicker")
NO_WORDS = ("credit", "writer", "caption", "byline", "slug", "alt")


class Written(NamedTuple):
    """A text with the role it is given; `is_marked_up` says that it is HTML or XML."""

    role: str
    text: str
    is_marked_up: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What an item says; `paragraphs` as `Declared` takes them, `captions` those of figures within the body."""

    headline: str = ""
    subheadline: str = ""
    paragraphs: tuple[str, ...] | str = ()
    captions: tuple[Caption, ...] = ()


def words_of(item: Object) -> Words:
    """Return the words of an item with lower-case member names; a description serves where there is no body."""
    headlines = dict(_headlines(item))
    headline = headlines.get("main") or next(iter(headlines.values()), "")
    paragraphs, captions = _body(item)
    paragraphs = _without_headline(paragraphs, headline)
    described = [each.text for each in values_of(item, "description") if not each.role.startswith(NO_WORDS)]
    if not paragraphs:
        description = next(iter(described), "")
        paragraphs = html_paragraphs(description) if is_markup(description) else description
        described = []
    kickers = (html_kicker(each.text) for each in values_of(item, "body") if each.is_marked_up)
    subheadlines = [next(filter(None, kickers), "")]
    subheadlines += [text for role, text in headlines.items() if role.startswith(SUBHEADLINES)]
    subheadlines += map(html_line, described[:1])
    return Words(headline, "\n".join(dict.fromkeys(filter(None, subheadlines))), paragraphs, captions)


def _headlines(item: Object) -> Iterator[tuple[str, str]]:
    if main := html_line(text_at(item, "headline")):
        yield "main", main
    for each in values_of(item, "headline"):
        if line := html_line(each.text):
            yield each.role, line


def values_of(item: Object, kind: str) -> Iterator[Written]:
    """Yield the texts of a kind (body, headline, description): of `bodies[]`, and of `body_html` as in ninjs 1."""
    for each in objects_at(item, "bodies" if kind == "body" else f"{kind}s"):
        yield from _written(text_at(each, "role").lower(), text_at(each, "contenttype"), text_at(each, "value"))
    for name in item:
        if name.startswith(f"{kind}_"):
            role = name.removeprefix(f"{kind}_")
            yield from _written(role, role, text_at(item, name))


def _written(role: str, kind: str, text: str) -> Iterator[Written]:
    if text:
        declared = "html" in f"{role} {kind.lower()}" and bool(SIGNS.search(text))
        yield Written(role, text, declared or text.startswith("<") or is_markup(text))


def _body(item: Object) -> tuple[tuple[str, ...] | str, tuple[Caption, ...]]:
    """Plain text that keeps its paragraphs is the cleanest; else HTML, else any XML, else plain text."""
    values = list(values_of(item, "body"))
    plain = [each.text for each in values if not each.is_marked_up]
    marked = [each.text for each in values if each.is_marked_up]
    for text in filter(_has_paragraphs, plain):
        return text, ()
    for markup in marked:
        if not markup.startswith(XML):
            paragraphs, captions = html_story(markup)
            if paragraphs:
                return paragraphs, captions
    return next(iter(plain), "") or _of_xml(marked), ()


def _has_paragraphs(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and max(map(len, lines)) > WRAPPED_AT


def _of_xml(values: list[str]) -> tuple[str, ...]:
    for value in values:
        try:
            root = parse_xml(value.encode("utf-8", "replace"), Limits(), "utf-8")
        except Unreadable:
            continue
        body = find(root, "body", "body.content")
        return paragraphs_of(root if body is None else body)
    return ()


def _without_headline(paragraphs: tuple[str, ...] | str, headline: str) -> tuple[str, ...] | str:
    """Feeds repeat the headline above the body."""
    if isinstance(paragraphs, str):
        first, _, rest = paragraphs.partition("\n")
        return rest.lstrip() if headline and rest and first.strip() == headline else paragraphs
    return paragraphs[1:] if headline and len(paragraphs) > 1 and paragraphs[0] == headline else paragraphs
