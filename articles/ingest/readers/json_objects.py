"""Articles as JSON objects with members of any name: JSON Lines, a list, or one object."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.declared import Declared
from articles.ingest.grammar.written_dates import day_comes_first
from articles.ingest.readers.columns import Columns, no_copy, recognise
from articles.ingest.readers.rows import Row, declared_of
from articles.ingest.records.chunks import narrow
from articles.ingest.records.json_articles import read_objects
from articles.ingest.records.json_records import opens_json
from articles.ingest.records.json_values import Object
from articles.ingest.source import Reading, Source

NAME = "json"
DEEPEST = 3
TEXTS = ("name", "text", "value", "#text", "@value", "$date", "url", "href")


def recognises(head: bytes) -> bool:
    return opens_json(head)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the article of each object; its members are recognised as the columns of a table are."""
    day_first = day_comes_first(narrow(source.head).decode("utf-8", "replace"))
    return read_objects(source, reading, NAME, partial(_declared, reading=reading, day_first=day_first))


def _declared(item: Object, reading: Reading, day_first: bool | None) -> Declared:
    cells = dict(_cells(item))
    columns = _columns(tuple(cells), tuple(reading.columns.items()))
    if not columns.has_copy():
        raise no_copy(list(item))
    return declared_of(Row(cells, columns, frozenset(reading.columns), day_first))


@lru_cache(64)
def _columns(names: tuple[str, ...], named: tuple[tuple[str, str], ...]) -> Columns:
    return recognise(names, dict(named))


def _cells(item: Object, prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    """The texts of an object by the names of its members; those of an object within it as `outer.inner`, too."""
    for key, value in item.items():
        yield prefix + key, _text(value)
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _cells(value, f"{prefix}{key}.", depth + 1)


def _text(value: object) -> str:
    """A list of texts is a line each; of an object its name or its text counts."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, (each for each in value if not isinstance(each, list)))))
    if isinstance(value, dict):
        return next((value[name] for name in TEXTS if isinstance(value.get(name), str)), "")
    return ""
