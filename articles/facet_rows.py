"""The one statement that counts the articles found by every filter and, if wanted, picks the rows of a page of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from articles.pages import Cursor
from articles.querysets import ArticleQuerySet
from articles.search import Search

COUNTED_FIELDS = (
    "id",
    "story_id",
    "filed_on",
    "language",
    "agency_id",
    "entity_ids",
    "filed_from_ids",
    "status",
    "urgency",
    "subjects",
    "version",
)


@dataclass(frozen=True)
class Pick:
    """Which rows of the list are wanted: at most `number`, beyond a place; one for each story if `folded`."""

    number: int
    start: Cursor | None = None
    towards_newer: bool = False
    folded: bool = False


def counted_rows(
    articles: ArticleQuerySet,
    search: Search | None,
    unit: str,
    shown: int,
    most: int = 0,
    pick: Pick | None = None,
) -> list[tuple]:
    """Return rows (facet, value, name, names, articles, values known), counted over one reading of the articles found.

    Of entities and subjects come the `shown` values most articles have, of other facets all, of dates those by `unit`,
    and by month or day as `span`; `all` is the number of articles. With `most` no more are read. Rows picked come as
    (`row`, id, …, articles found of its story), the number of stories as `stories`.
    """
    found, parameters = articles.each_matching(search, COUNTED_FIELDS).query.sql_with_params()
    if most:
        found, parameters = f"SELECT {', '.join(COUNTED_FIELDS)} FROM ({found}) AS every LIMIT %s", (*parameters, most)
    day = "-DD" if unit == "day" else ""
    statement = COUNTED.format(found=found, unit=unit, day=day, shown=shown)
    if pick:
        statement, parameters = statement + FOLDED[pick.folded] + _beyond(pick), (*parameters, *_place(pick))
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def picked_rows(articles: ArticleQuerySet, search: Search, pick: Pick) -> dict[int, int]:
    """Return by id how many articles of the row's story were found, for the rows of a page."""
    found, parameters = articles.each_matching(search, ("id", "story_id", "filed_on")).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED ({found}) {ROWS[pick.folded]} {_beyond(pick)}", (*parameters, *_place(pick))
        )
        return {int(row[1]): row[4] for row in cursor.fetchall()}


def _beyond(pick: Pick) -> str:
    order = "" if pick.towards_newer else "DESC"
    beyond = f"WHERE (filed_on, id) {'>' if pick.towards_newer else '<'} (%s, %s)" if pick.start else ""
    return PICKED.format(beyond=beyond, order=order)


def _place(pick: Pick) -> tuple[object, ...]:
    return (pick.start.filed_on, pick.start.pk, pick.number) if pick.start else (pick.number,)


COUNTED = """
    WITH found AS MATERIALIZED ({found}),
    named AS MATERIALIZED (SELECT unnest(entity_ids) AS id, count(*) AS articles FROM found GROUP BY 1),
    filed AS MATERIALIZED (SELECT unnest(filed_from_ids) AS id, count(*) AS articles FROM found GROUP BY 1),
    merged AS MATERIALIZED (
        SELECT source, counted FROM newsroom_counted_as(ARRAY(
            SELECT id FROM articles_entity
            WHERE merged_into_id IS NOT NULL AND id IN (SELECT id FROM named UNION ALL SELECT id FROM filed)
        ))
    ),
    about AS (
        SELECT id, articles FROM named WHERE NOT EXISTS (SELECT FROM merged)
        UNION ALL
        SELECT id, sum(articles)::bigint FROM (
            SELECT id, articles FROM named WHERE EXISTS (SELECT FROM merged)
            UNION ALL
            SELECT counted, count(DISTINCT found.id)
            FROM found CROSS JOIN LATERAL unnest(entity_ids) AS each (source) JOIN merged USING (source)
            WHERE EXISTS (SELECT FROM merged) AND NOT entity_ids @> ARRAY[counted] GROUP BY 1
        ) AS named_or_moved GROUP BY 1
    ),
    sent AS (
        SELECT id, sum(articles)::bigint AS articles FROM (
            SELECT id, articles FROM filed
            UNION ALL
            SELECT counted, count(DISTINCT found.id)
            FROM found CROSS JOIN LATERAL unnest(filed_from_ids) AS each (source) JOIN merged USING (source)
            WHERE EXISTS (SELECT FROM merged) AND NOT filed_from_ids @> ARRAY[counted] GROUP BY 1
        ) AS filed_or_moved GROUP BY 1
    ),
    counts AS MATERIALIZED (
        SELECT CASE kind WHEN 'place' THEN 'about' ELSE kind END AS facet, id, articles
        FROM about JOIN articles_entity USING (id) WHERE merged_into_id IS NULL AND hidden_by_id IS NULL
        UNION ALL
        SELECT 'filed_from', id, articles
        FROM sent JOIN articles_entity USING (id)
        WHERE merged_into_id IS NULL AND hidden_by_id IS NULL AND kind = 'place'
    ),
    known AS (SELECT facet, count(*) AS known FROM counts GROUP BY 1)
    SELECT facet, slug, name, names::text, articles, known
    FROM known CROSS JOIN LATERAL (
        SELECT slug, name, names, articles
        FROM (
            SELECT id, articles FROM counts WHERE counts.facet = known.facet
            ORDER BY articles DESC FETCH FIRST {shown} ROWS WITH TIES
        ) AS most JOIN articles_entity USING (id)
        ORDER BY articles DESC, name, id LIMIT {shown}
    ) AS ranked
    UNION ALL
    SELECT 'date', extract({unit} FROM filed_on)::integer::text, '', NULL, count(*), 0 FROM found GROUP BY 2
    UNION ALL
    SELECT 'agency', slug, name, NULL, articles, count(*) OVER ()
    FROM (SELECT agency_id AS id, count(*) AS articles FROM found GROUP BY 1) AS by_agency
    JOIN articles_agency USING (id)
    UNION ALL
    SELECT 'language', language, language, NULL, count(*), count(*) OVER () FROM found WHERE language <> '' GROUP BY 2
    UNION ALL
    SELECT 'status', status, status, NULL, count(*), count(*) OVER () FROM found WHERE status <> 'usable' GROUP BY 2
    UNION ALL
    SELECT 'label', version::text, version::text, NULL, count(*), count(*) OVER () FROM found GROUP BY 2
    UNION ALL
    SELECT 'span', to_char(filed_on, 'YYYY-MM{day}'), '', NULL, sum(articles)::bigint, 0
    FROM (SELECT filed_on, count(*) AS articles FROM found GROUP BY 1) AS days GROUP BY 2
    UNION ALL
    SELECT 'urgency', urgency::text, urgency::text, NULL, count(*), count(*) OVER ()
    FROM found WHERE urgency IS NOT NULL GROUP BY 2
    UNION ALL
    (SELECT 'subject', code, COALESCE(NULLIF(name, ''), code), NULL, articles, count(*) OVER ()
     FROM (
         SELECT unnest(subjects) AS code, count(*) AS articles FROM found WHERE subjects <> '{{}}' GROUP BY 1
     ) AS by_subject LEFT JOIN articles_subject USING (code)
     ORDER BY 5 DESC, 3 LIMIT {shown})
    UNION ALL
    SELECT 'all', '', '', NULL, count(*), 0 FROM found
"""
"""Entities are ranked by narrow rows; what is shown of them is read for the few that are."""

ROWS = {
    False: "(SELECT 'row', id::text, '', NULL, 1, 0 FROM found",
    True: """(
        SELECT 'row', id::text, '', NULL, matching, 0 FROM (
            SELECT DISTINCT ON (story_id) id, filed_on, count(*) OVER (PARTITION BY story_id) AS matching
            FROM found ORDER BY story_id, filed_on DESC, id DESC
        ) AS newest
    """,
}
FOLDED = {
    False: f"UNION ALL {ROWS[False]}",
    True: f"""
        UNION ALL SELECT 'stories', '', '', NULL, count(DISTINCT story_id), 0 FROM found
        UNION ALL {ROWS[True]}
    """,
}
PICKED = " {beyond} ORDER BY filed_on {order}, id {order} LIMIT %s)"
