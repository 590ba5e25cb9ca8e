"""What the articles found are about, counted: by date, place, person, organisation, agency and language."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from django.db import connection
from django.utils import dateformat
from django.utils.translation import get_language, pgettext

from articles.calendars import share
from articles.dates import UNDATED, Period, day_in_words
from articles.languages import language_name
from articles.models import Article
from articles.planning import by_index
from articles.querysets import NO_DATE, ArticleQuerySet
from articles.samples import COUNTED_EXACTLY, LEAST, LOOKED_AT, SAMPLES, share_for
from articles.search import Search, as_search
from articles.tallied_facets import tallied_rows, total_and_dates
from articles.tallies import Asked

VALUES_SHOWN = 10
YEARS_SHOWN = 12
COUNTED_FIELDS = (
    "id",
    "filed_on",
    "language",
    "agency_id",
    "entity_ids",
    "filed_from_ids",
    "status",
    "urgency",
    "subjects",
)
KINDS = {
    "filed_from_ids place": "filed_from",
    "entity_ids place": "about",
    "entity_ids person": "person",
    "entity_ids organisation": "organisation",
}
OTHERS = ("agency", "language", "status", "subject", "urgency")


@dataclass(frozen=True)
class Value:
    """A value articles can be narrowed by; `text` is how an address writes it."""

    text: str
    label: str
    articles: int
    share: int = 0
    short: str = ""


@dataclass(frozen=True)
class Facet:
    """The most frequent values of one filter, `known` being how many there are in all.

    It may be `exact` where the others are told from a sample.
    """

    values: list[Value]
    known: int = 0
    unit: str = ""
    wider: Period | None = None
    exact: bool = False

    @property
    def shortened(self) -> bool:
        return self.known > len(self.values)


@dataclass(frozen=True)
class Counts:
    """How many articles were found, and the facets by the name of their filter; told from a sample unless `exact`.

    How many were found may be exact though the facets are not.
    """

    articles: int = 0
    facets: dict[str, Facet] = field(default_factory=dict)
    exact: bool = True
    exactly_found: bool = True


def count_facets(
    articles: ArticleQuerySet,
    words: str | Search | None = None,
    period: Period | None = None,
    expected: int | None = None,
    asked: Asked | None = None,
) -> Counts:
    """Count the articles that match the words, by every filter; dates by year, or within the period by month or day.

    Where more than 12,000 are expected a sample is counted; without an expectation every article is. If tallies can
    tell of the same articles, `asked` is how: what they know is not counted.
    """
    unit = "day" if period and period.within_one_month else "month" if period and period.within_one_year else "year"
    search = as_search(words) if words else None
    told = tallied_rows(asked, unit, VALUES_SHOWN)
    with by_index() if search and search.looks_for_words else nullcontext():
        share, rows = (1, told) if told else _all_or_sample(articles, search, unit, expected)
    counted: dict[str, list[tuple]] = {}
    for name, text, shown, names, number, known in rows:
        counted.setdefault(KINDS.get(name, name), []).append((text, shown, names, number, known))
    total = counted["all"][0][3] * share
    counted = {name: _of_all(found, share) for name, found in counted.items()}
    facets = {name: _facet(counted.get(name, [])) for name in (*KINDS.values(), *OTHERS)}
    facets["language"] = _languages(facets["language"])
    facets["status"] = _statuses(facets["status"])
    facets["date"] = _dates(counted.get("date", []), unit, period)
    counts = Counts(total, facets, share == 1, share == 1)
    return counts if counts.exact or not asked else _exactly_found(counts, asked, unit, period)


def _exactly_found(counts: Counts, asked: Asked, unit: str, period: Period | None) -> Counts:
    """Put what tallies tell exactly in the place of what a sample did."""
    (_all, *_row, articles, _known), *dates = total_and_dates(asked, unit)
    facets = counts.facets
    if dates:
        facets = facets | {"date": replace(_dates([row[1:] for row in dates], unit, period), exact=True)}
    return replace(counts, articles=articles, facets=facets, exactly_found=True)


def _all_or_sample(
    articles: ArticleQuerySet, search: Search | None, unit: str, expected: int | None
) -> tuple[int, list[tuple]]:
    """Return one in how many articles were counted, and the rows: facet, value, name, names, articles, values known."""
    if expected is None:
        return 1, _rows(articles, search, unit)
    share = share_for(expected)
    if share == 1:
        rows = _rows(articles, search, unit, most=LOOKED_AT + 1)
        if _total(rows) <= LOOKED_AT:
            return 1, rows
        share = SAMPLES[0]
    rows = _rows(articles.one_in(share), search, unit)
    if _total(rows) * share <= COUNTED_EXACTLY:
        return 1, _rows(articles, search, unit)
    return share, rows


def _total(rows: list[tuple]) -> int:
    return next(row[4] for row in rows if row[0] == "all")


def _of_all(rows: list[tuple], share: int) -> list[tuple]:
    """Return what a sample says of all articles, but nothing where it says too little."""
    if share == 1:
        return rows
    return [(*row[:3], row[3] * share, row[4]) for row in rows if row[3] >= LEAST]


def _rows(articles: ArticleQuerySet, search: Search | None, unit: str, most: int = 0) -> list[tuple]:
    """Count over one reading of the articles, or of the first `most` of them."""
    found, parameters = articles.each_matching(search, COUNTED_FIELDS).query.sql_with_params()
    if most:
        found, parameters = f"SELECT {', '.join(COUNTED_FIELDS)} FROM ({found}) AS every LIMIT %s", (*parameters, most)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(found=found, unit=unit, shown=VALUES_SHOWN), parameters)
        return cursor.fetchall()


COUNTED = """
    WITH found AS MATERIALIZED ({found}),
    ids AS (
        SELECT 'entity_ids' AS source, unnest(entity_ids) AS id, count(*) AS articles FROM found GROUP BY 2
        UNION ALL
        SELECT 'filed_from_ids', unnest(filed_from_ids) AS id, count(*) FROM found GROUP BY 2
    ),
    merged AS MATERIALIZED (SELECT source, counted FROM newsroom_counted_as(ARRAY(SELECT id FROM ids))),
    moved AS (
        SELECT 'entity_ids' AS source, counted AS id, count(DISTINCT found.id) AS articles
        FROM found CROSS JOIN LATERAL unnest(entity_ids) AS named (source) JOIN merged USING (source)
        WHERE EXISTS (SELECT FROM merged) AND NOT entity_ids @> ARRAY[counted] GROUP BY 2
        UNION ALL
        SELECT 'filed_from_ids', counted, count(DISTINCT found.id)
        FROM found CROSS JOIN LATERAL unnest(filed_from_ids) AS named (source) JOIN merged USING (source)
        WHERE EXISTS (SELECT FROM merged) AND NOT filed_from_ids @> ARRAY[counted] GROUP BY 2
    ),
    counts AS (
        SELECT source, id, sum(articles)::bigint AS articles
        FROM (TABLE ids UNION ALL TABLE moved) AS named_or_moved GROUP BY 1, 2
    ),
    ranked AS (
        SELECT source || ' ' || kind AS facet, slug, name, names, articles,
               count(*) OVER (PARTITION BY source, kind) AS known,
               row_number() OVER (PARTITION BY source, kind ORDER BY articles DESC, name, id) AS place
        FROM counts JOIN articles_entity USING (id) WHERE merged_into_id IS NULL AND hidden_by_id IS NULL
    )
    SELECT facet, slug, name, names::text, articles, known FROM ranked WHERE place <= {shown}
    UNION ALL
    SELECT 'date', extract({unit} FROM filed_on)::integer::text, '', NULL, count(*), 0 FROM found GROUP BY 2
    UNION ALL
    SELECT 'agency', slug, name, NULL, count(*), count(*) OVER ()
    FROM found JOIN articles_agency ON articles_agency.id = agency_id GROUP BY slug, name
    UNION ALL
    SELECT 'language', language, language, NULL, count(*), count(*) OVER () FROM found WHERE language <> '' GROUP BY 2
    UNION ALL
    SELECT 'status', status, status, NULL, count(*), count(*) OVER () FROM found WHERE status <> 'usable' GROUP BY 2
    UNION ALL
    SELECT 'urgency', urgency::text, urgency::text, NULL, count(*), count(*) OVER ()
    FROM found WHERE urgency IS NOT NULL GROUP BY 2
    UNION ALL
    (SELECT 'subject', code, COALESCE(NULLIF(name, ''), code), NULL, count(*), count(*) OVER ()
     FROM found CROSS JOIN LATERAL unnest(subjects) AS code LEFT JOIN articles_subject USING (code)
     GROUP BY 2, 3 ORDER BY 5 DESC, 3 LIMIT {shown})
    UNION ALL
    SELECT 'all', '', '', NULL, count(*), 0 FROM found
"""


def _facet(rows: list[tuple]) -> Facet:
    """Return the values most articles have, then by name."""
    reader = (get_language() or "en")[:2]
    rows = sorted(rows, key=lambda row: (-row[3], row[1]))
    values = [Value(text, _shown(name, names, reader), articles) for text, name, names, articles, _known in rows]
    return Facet(values[:VALUES_SHOWN], known=rows[0][4] if rows else 0)


def _languages(facet: Facet) -> Facet:
    return replace(facet, values=[replace(value, label=language_name(value.text)) for value in facet.values])


def _statuses(facet: Facet) -> Facet:
    return replace(facet, values=[replace(value, label=Article.Status(value.text).label) for value in facet.values])


def _shown(name: str, names: str | None, reader: str) -> str:
    return (json.loads(names).get(reader) if names else None) or name


def _dates(rows: list[tuple], unit: str, period: Period | None) -> Facet:
    counts = {int(number): articles for number, _name, _names, articles, _known in rows}
    most = max(counts.values(), default=0)
    numbers = sorted(counts, reverse=unit == "year")[: YEARS_SHOWN if unit == "year" else None]
    values = [_date(unit, number, counts[number], share(counts[number], most), period) for number in numbers]
    return Facet(values, known=len(counts), unit=unit, wider=period.wider if period else None)


def _date(unit: str, number: int, articles: int, percent: int, period: Period | None) -> Value:
    if unit == "year" and number == NO_DATE.year:
        return Value(UNDATED, pgettext("articles", "undated"), articles, percent)
    if unit == "year":
        return Value(f"{number:04}", f"{number:04}", articles, percent)
    if unit == "month":
        first = period.first.replace(month=number, day=1)
        return Value(first.isoformat()[:7], dateformat.format(first, "F"), articles, percent)
    day = period.first.replace(day=number)
    return Value(day.isoformat(), day_in_words(day), articles, percent, short=str(number))
