"""The numbers beside the archive, told from tallies: all of them for all articles, else how many there are and when."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from articles.querysets import NO_DATE
from articles.tallied_entities import counted_entities
from articles.tallies import Asked, source

Row = tuple[str, str, str, str | None, int, int]
"""Facet, value, name, names by language, articles, values known."""


def tallied_rows(asked: Asked | None, unit: str, shown: int) -> list[Row]:
    """Return the rows of every facet, dates by `unit`, if all articles of a span are asked for; else nothing.

    The `shown` values most articles have come for entities and subjects, all for others; `all` is the articles' number.
    """
    if not asked or asked.what != "all":
        return []
    rows, articles = source()
    periods, in_periods = asked.span.in_sql(rows)
    counts, in_counts = counted_entities(asked.span)
    statement = FACETS.format(rows=rows, periods=periods, counts=counts, shown=shown)
    parameters = [list(OTHERS), *in_periods, *in_counts]
    if unit == "day":  # days are not tallied: those of one month are counted
        found, in_days = articles.within(asked.span.period).order_by().values("filed_on").query.sql_with_params()
        statement, parameters = statement + DAYS.format(found=found), [*parameters, *in_days, *in_days]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [*cursor.fetchall(), *total_and_dates(asked, unit)]


def total_and_dates(asked: Asked, unit: str) -> list[Row]:
    """Return the row of `all` articles asked for, those of dates by year or month, and by month as `span`."""
    told = asked.by_month
    dates: Counter[int] = Counter()
    for (year, month), articles in told.counts.items() if unit != "day" else ():
        dates[month if unit == "month" else year] += articles
    if told.undated:
        dates[NO_DATE.year] += told.undated
    spans = {f"{year:04}-{month:02}": articles for (year, month), articles in told.counts.items() if unit != "day"}
    if told.undated:
        spans[NO_DATE.isoformat()[:7]] = told.undated
    return [
        ("all", "", "", None, told.articles, 0),
        *(("date", str(number), "", None, articles, 0) for number, articles in dates.items()),
        *(("span", text, "", None, articles, 0) for text, articles in spans.items()),
    ]


OTHERS = ("agency", "language", "version", "status", "urgency", "subject")

FACETS = """
    WITH tallied AS MATERIALIZED (
        SELECT what, value, sum(articles) AS articles FROM {rows} AS every
        WHERE what = ANY(%s::newsroom_tallied[]) AND period = ANY({periods})
        GROUP BY what, value HAVING sum(articles) > 0
    ),
    {counts},
    shown AS MATERIALIZED (
        SELECT CASE WHEN what = 'filed_from_ids' THEN 'filed_from' WHEN kind = 'place' THEN 'about' ELSE kind END
               AS facet, id, articles
        FROM counts JOIN articles_entity USING (id)
        WHERE merged_into_id IS NULL AND hidden_by_id IS NULL AND (what = 'entity_ids' OR kind = 'place')
    ),
    known AS (SELECT facet, count(*) AS known FROM shown GROUP BY facet)
    SELECT facet, slug, name, names::text, articles, known
    FROM known CROSS JOIN LATERAL (
        SELECT slug, name, names, articles
        FROM (
            SELECT id, articles FROM shown WHERE shown.facet = known.facet
            ORDER BY articles DESC FETCH FIRST {shown} ROWS WITH TIES
        ) AS most JOIN articles_entity USING (id)
        ORDER BY articles DESC, name, id LIMIT {shown}
    ) AS ranked
    UNION ALL
    SELECT 'agency', slug, name, NULL, articles, count(*) OVER ()
    FROM tallied JOIN articles_agency ON articles_agency.id::text = value WHERE what = 'agency'
    UNION ALL
    SELECT CASE what WHEN 'version' THEN 'label' ELSE what::text END, value, value, NULL, articles,
           count(*) OVER (PARTITION BY what)
    FROM tallied WHERE what IN ('language', 'urgency', 'version') OR what = 'status' AND value <> 'usable'
    UNION ALL
    (SELECT 'subject', value, COALESCE(NULLIF(name, ''), value), NULL, articles, count(*) OVER ()
     FROM tallied LEFT JOIN articles_subject ON code = value WHERE what = 'subject'
     ORDER BY 5 DESC, 3 LIMIT {shown})
"""
DAYS = """
    UNION ALL
    SELECT 'date', extract(day FROM filed_on)::integer::text, '', NULL, count(*), 0 FROM ({found}) AS days GROUP BY 2
    UNION ALL
    SELECT 'span', to_char(filed_on, 'YYYY-MM-DD'), '', NULL, count(*), 0 FROM ({found}) AS days GROUP BY 2
"""
