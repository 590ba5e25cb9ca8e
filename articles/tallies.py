"""How many articles there are, told from tallies that the database keeps: of all time, of whole years and months.

Tallies count an article under every id in its arrays. Questions about entities count it for what a merged entity counts
as, too: by looking at the articles that name one, which are few, beside the tallies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.dates import Period, days_in_month
from articles.models import Article, Entity
from articles.querysets import ArticleQuerySet

UNDATED = -1
LAST_YEAR = 9999

COLUMNS = ("entity_ids", "filed_from_ids")
"""The columns of articles whose entities are tallied, under their names."""


class Source(NamedTuple):
    """What is counted: rows of tallies to be summed, in SQL, and the articles counted one by one beside them."""

    rows: str
    articles: ArticleQuerySet


def source() -> Source:
    """Return what every question here is put to.

    Articles that are closed to the public are taken off here and nowhere else.
    """
    now = timezone.now()
    closed = f"SELECT * FROM newsroom_closed_tallies('{now.isoformat()}')"
    return Source(f"(TABLE newsroom_tallies UNION ALL {closed})", Article.objects.public(now))


@dataclass(frozen=True)
class Span:
    """Whole months and years, all time, or the undated: periods as the tallies number them, and a range of years."""

    period: Period | None = None
    periods: tuple[int, ...] = ()
    years: tuple[int, int] | None = None

    def holds(self, month: int) -> bool:
        """Whether a month, or the undated, lies within."""
        if not self.period:
            return True
        return month in self.periods or month // 100 * 100 in self.periods or self._is_in_years(month)

    def _is_in_years(self, month: int) -> bool:
        return bool(self.years) and self.years[0] <= month // 100 <= self.years[1]

    def in_sql(self, rows: str) -> tuple[str, list[object]]:
        """Return the array of its periods, of long spans only the years that have articles, and its parameters."""
        if not self.years:
            return "%s::integer[]", [list(self.periods)]
        known = (
            f"SELECT period FROM {rows} AS every"
            " WHERE what = 'all' AND period BETWEEN %s AND %s AND mod(period, 100) = 0 GROUP BY period"
        )
        return f"(%s::integer[] || ARRAY({known}))", [list(self.periods), *(100 * year for year in self.years)]


def span_of(period: Period | None) -> Span | None:
    """Return the span that is the period; None if it begins or ends within a month."""
    if not period:
        return Span(periods=(0,))
    if period.undated:
        return Span(period, (UNDATED,))
    first, last = period.first or date.min, period.last or date(LAST_YEAR, 12, 31)
    if first.day != 1 or last.day != days_in_month(last.year, last.month):
        return None
    begins, ends = (first.year, first.month), (last.year, last.month)
    if first.year == last.year and (begins[1], ends[1]) != (1, 12):
        return Span(period, tuple(100 * first.year + month for month in range(begins[1], ends[1] + 1)))
    ahead = [100 * first.year + month for month in range(begins[1], 13)] if begins[1] > 1 else []
    after = [100 * last.year + month for month in range(1, ends[1] + 1)] if ends[1] < 12 else []
    years = first.year + bool(ahead), last.year - bool(after)
    if years[0] == years[1]:
        return Span(period, (*ahead, 100 * years[0], *after))
    return Span(period, (*ahead, *after), years if years[0] < years[1] else None)


@dataclass(frozen=True)
class ByMonth:
    """Numbers of articles by year and month, the undated apart."""

    counts: dict[tuple[int, int], int] = field(default_factory=dict)
    undated: int = 0

    @property
    def articles(self) -> int:
        return sum(self.counts.values()) + self.undated

    def of_year(self, year: int) -> dict[int, int]:
        """Return the numbers of a year's months."""
        return {month: number for (of, month), number in self.counts.items() if of == year}

    def within(self, span: Span) -> ByMonth:
        """Return those of a span."""
        counts = {month: number for month, number in self.counts.items() if span.holds(100 * month[0] + month[1])}
        return ByMonth(counts, self.undated if span.holds(UNDATED) else 0)


@dataclass(frozen=True)
class Asked:
    """Articles of a span: all of them, or those with one value, or with an entity in a column."""

    span: Span
    what: str = "all"
    value: str = ""
    entity: Entity | None = None

    @cached_property
    def by_month(self) -> ByMonth:
        """Their numbers."""
        told = by_month_of(self.entity, [self.what])[self.what] if self.entity else by_month(self.what, self.value)
        return told.within(self.span)


def size() -> int:
    """Return how many articles the archive holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(articles) FROM {source().rows} AS every WHERE what = 'all' AND period = 0")
        return cursor.fetchone()[0] or 0


def by_month(what: str = "all", value: str = "") -> ByMonth:
    """Return the numbers of all articles, or of those that have a value."""
    return _by_month([what], value, [])[what]


def by_month_of(entity: Entity, columns: Collection[str]) -> dict[str, ByMonth]:
    """Return by column the numbers of the articles that have the entity there, or what counts as it."""
    merged = [pk for pk in entity.family_ids if pk != entity.pk]
    moved = [_moved_to(entity, column, merged) for column in columns] if merged else []
    return _by_month(columns, str(entity.pk), moved)


def _moved_to(entity: Entity, column: str, merged: list[int]) -> tuple[str, tuple]:
    """Return the query of (column, month, articles) for those that name what was merged, not the entity itself."""
    naming = source().articles.filter(**{f"{column}__overlap": merged})
    articles = naming.exclude(**{f"{column}__contains": [entity.pk]})
    found, parameters = articles.order_by().values("filed_on").query.sql_with_params()
    month = "newsroom_tally_month(filed_on)"
    return f"SELECT '{column}'::newsroom_tallied, {month}, 1 FROM ({found}) AS moved", parameters


def _by_month(whats: Collection[str], value: str, moved: list[tuple[str, tuple]]) -> dict[str, ByMonth]:
    rows = source().rows
    statement = BY_MONTH.format(rows=rows, moved="".join(f" UNION ALL {query}" for query, _ in moved))
    parameters = [parameter for _, several in moved for parameter in several]
    counts: dict[str, dict[tuple[int, int], int]] = {what: {} for what in whats}
    undated = dict.fromkeys(whats, 0)
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(whats), value, *parameters])
        for what, period, articles in cursor.fetchall():
            if period == UNDATED:
                undated[what] = articles
            else:
                counts[what][divmod(period, 100)] = articles
    return {what: ByMonth(counts[what], undated[what]) for what in whats}


BY_MONTH = """
    SELECT what::text, period, sum(articles) FROM (
        SELECT what, period, articles FROM {rows} AS every
        WHERE what = ANY(%s::newsroom_tallied[]) AND value = %s AND period = ANY(ARRAY(
            SELECT period FROM {rows} AS every WHERE what = 'all' AND mod(period, 100) <> 0 GROUP BY period
        ))
        {moved}
    ) AS tallied_or_moved
    GROUP BY what, period HAVING sum(articles) <> 0
    ORDER BY what, period
"""
"""The tallies lie by period: to look a value up in each is quicker than an index more would be to keep."""
