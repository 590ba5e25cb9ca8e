"""All values that the articles found have of one filter, with their numbers: by number or by name, page by page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import get_language

from articles.facets import Value, shown
from articles.filters import ArticleFilter
from articles.planning import by_index
from articles.querysets import ArticleQuerySet
from articles.samples import COUNTED_EXACTLY, LEAST, LOOKED_AT, SAMPLES, share_for
from articles.search import Search
from articles.value_counts import SOURCES

VALUES_PER_PAGE = 200
LAST_PAGE = 10_000
BY_NUMBER, BY_NAME = "number", "name"


@dataclass(frozen=True)
class Wanted:
    """Which of the values: in which order, beginning with which letters, on which page."""

    by: str = BY_NUMBER
    begins: str = ""
    page: int = 1


@dataclass(frozen=True)
class ValueList:
    """A page of values, how many there are in all and among how many articles; counted of one article in `one_in`."""

    values: list[Value] = field(default_factory=list)
    known: int = 0
    articles: int = 0
    one_in: int = 1

    @property
    def exact(self) -> bool:
        return self.one_in == 1

    @property
    def least(self) -> int:
        """Values that fewer articles have are left out of a sample."""
        return LEAST * self.one_in


def list_values(asked: ArticleFilter, name: str, wanted: Wanted) -> ValueList:
    """Return the values that the articles of a valid address have of a filter.

    Of a filter that takes any of several values they are counted as if it had not been used.
    """
    search = asked.form.cleaned_data["q"]
    articles = asked.apart_from(name) if name in asked.alternatives else asked.apart_from_words()
    expected = None if asked.form.cleaned_data["exact"] else articles.expected(search)
    with by_index() if search and search.looks_for_words else nullcontext():
        share, rows = _all_or_sample(articles, search, name, wanted, expected)
    total = rows[0][0] * share
    found = [
        Value(text, shown(name, text, known_as, names), number * share)
        for _total, text, known_as, names, number, _known in rows
        if text is not None
    ]
    if SOURCES[name].many:
        return ValueList(found, rows[0][5] or 0, total, share)
    return _chosen(found, wanted, total, share)


def _chosen(found: list[Value], wanted: Wanted, articles: int, share: int) -> ValueList:
    """Put values in order whose names only the pages know."""
    letters = _folded([wanted.begins, *(value.label for value in found)])
    begun = [(label, value) for label, value in zip(letters[1:], found, strict=True) if label.startswith(letters[0])]
    order: Callable = (lambda pair: pair[0]) if wanted.by == BY_NAME else (lambda pair: (-pair[1].articles, pair[0]))
    ordered = [value for _label, value in sorted(begun, key=order)]
    start = (wanted.page - 1) * VALUES_PER_PAGE
    return ValueList(ordered[start : start + VALUES_PER_PAGE], len(ordered), articles, share)


def _folded(names: list[str]) -> list[str]:
    """Return the names as they are compared, capitals and accents alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(newsroom_fold(name)) FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, place)"
            " ORDER BY place",
            [names],
        )
        return [row[0] for row in cursor.fetchall()]


def _all_or_sample(
    articles: ArticleQuerySet, search: Search | None, name: str, wanted: Wanted, expected: int | None
) -> tuple[int, list[tuple]]:
    """Return one in how many articles were counted, as the archive's page does it, and the rows."""
    if expected is None:
        return 1, _rows(articles, search, name, wanted)
    share = share_for(expected)
    if share == 1:
        rows = _rows(articles, search, name, wanted, most=LOOKED_AT + 1)
        if rows[0][0] <= LOOKED_AT:
            return 1, rows
        share = SAMPLES[0]
    rows = _rows(articles.one_in(share), search, name, wanted, least=LEAST)
    if rows[0][0] * share <= COUNTED_EXACTLY:
        return 1, _rows(articles, search, name, wanted)
    return share, rows


def _rows(
    articles: ArticleQuerySet, search: Search | None, name: str, wanted: Wanted, *, least: int = 1, most: int = 0
) -> list[tuple]:
    """Return (articles, value, name, names, articles that have it, values known), at least one row."""
    source = SOURCES[name]
    found, parameters = articles.each_matching(search, ("pk", source.column)).query.sql_with_params()
    values = [*parameters, (get_language() or "en")[:2], least]
    paged = beginning = ""
    if source.many and wanted.begins:
        beginning = "WHERE starts_with(folded, lower(newsroom_fold(%s)))"
        values.append(wanted.begins)
    if source.many:
        paged = "LIMIT %s OFFSET %s"
        values += [VALUES_PER_PAGE, (wanted.page - 1) * VALUES_PER_PAGE]
    statement = LISTED.format(
        found=found,
        most=f"LIMIT {most}" if most else "",
        counted=source.counted,
        beginning=beginning,
        order="folded, text" if wanted.by == BY_NAME else "articles DESC, name, text",
        paged=paged,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


LISTED = """
    WITH found AS MATERIALIZED (SELECT article, value FROM ({found}) AS every (article, value) {most}),
    counted (text, name, names, articles) AS ({counted}),
    named AS (
        SELECT text, name, names, articles,
               lower(newsroom_fold(COALESCE(NULLIF(names::json ->> %s, ''), name))) AS folded
        FROM counted WHERE articles >= %s
    ),
    listed AS (
        SELECT *, count(*) OVER () AS known, row_number() OVER (ORDER BY {order}) AS place
        FROM named {beginning} ORDER BY place {paged}
    )
    SELECT total, text, name, names, articles, known
    FROM (SELECT count(*) FROM found) AS every (total) LEFT JOIN listed ON true ORDER BY place
"""
