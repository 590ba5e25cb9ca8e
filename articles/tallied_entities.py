"""How many articles of whole months and years have each entity, told from tallies."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from articles.tallies import COLUMNS, Span, source

ALL_TIME = Span(periods=(0,))


def count_by_place(column: str, span: Span) -> dict[int, int]:
    """Return how many articles of the span have each place that readers see in the column."""
    counts, parameters = counted_entities(span, [column], PLACES)
    return _asked(f"WITH {counts} SELECT id, articles FROM counts WHERE id IN ({SHOWN_PLACES})", parameters)


def count_naming(ids: Collection[int]) -> dict[int, int]:
    """Return how many articles name each of the persons or organisations, or what was merged into it."""
    ids = list(ids)
    counts, parameters = counted_entities(ALL_TIME, ["entity_ids"], THESE_AND_MERGED, [ids, ids])
    return _asked(f"WITH {counts} SELECT id, articles FROM counts WHERE id = ANY(%s)", [*parameters, ids])


def counted_entities(
    span: Span, columns: Sequence[str] = COLUMNS, among: str = "", among_what: Sequence[object] = ()
) -> tuple[str, list[object]]:
    """Return, in SQL, a table `counts` of (what, id, articles) for entities in columns, and the parameters.

    An article that names a merged entity counts for those it counts as, unless it names them already.
    """
    rows, articles = source()
    periods, in_periods = span.in_sql(rows)
    found, parameters = (articles.within(span.period) if span.period else articles).ids_in(*columns)
    moved = [MOVED.format(column=column, columns=", ".join(columns), found=found) for column in columns]
    statement = COUNTED.format(
        rows=rows, periods=periods, among=f"AND value {among}" if among else "", moved=" UNION ALL ".join(moved)
    )
    return statement, [list(columns), *in_periods, *among_what, *(parameters * len(columns))]


def _asked(statement: str, parameters: Sequence[object]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return dict(cursor.fetchall())


PLACES = "IN (SELECT id::text FROM articles_entity WHERE kind = 'place')"
SHOWN_PLACES = "SELECT id FROM articles_entity WHERE kind = 'place' AND merged_into_id IS NULL AND hidden_by_id IS NULL"
THESE_AND_MERGED = "= ANY(ARRAY(SELECT id::text FROM articles_entity WHERE id = ANY(%s) OR merged_into_id = ANY(%s)))"

COUNTED = """
    named AS MATERIALIZED (
        SELECT what, value::bigint AS id, sum(articles) AS articles FROM {rows} AS every
        WHERE what = ANY(%s::newsroom_tallied[]) AND period = ANY({periods}) {among}
        GROUP BY what, value HAVING sum(articles) > 0
    ),
    merged AS MATERIALIZED (
        SELECT source, counted FROM newsroom_counted_as(ARRAY(
            SELECT id FROM articles_entity WHERE merged_into_id IS NOT NULL AND id IN (SELECT id FROM named)
        ))
    ),
    counts AS (
        SELECT what, id, articles FROM named WHERE NOT EXISTS (SELECT FROM merged)
        UNION ALL
        SELECT what, id, sum(articles)::bigint FROM (TABLE named UNION ALL {moved}) AS named_or_moved
        WHERE EXISTS (SELECT FROM merged) GROUP BY what, id
    )
"""
MOVED = """
    SELECT '{column}'::newsroom_tallied, counted, count(DISTINCT article)
    FROM ({found}) AS found (article, {columns})
    CROSS JOIN LATERAL unnest({column}) AS each (source) JOIN merged USING (source)
    WHERE EXISTS (SELECT FROM merged) AND {column} && ARRAY(SELECT source FROM merged)
      AND NOT {column} @> ARRAY[counted]
    GROUP BY counted
"""
