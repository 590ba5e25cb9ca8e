"""How the values of each filter are counted over articles found: an SQL query of (text, name, names, articles)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from articles.querysets import COUNT_BY_ENTITY

NAMED_ENTITY = """
    SELECT slug::text, name::text, names::text, articles
    FROM ({counted}) AS counts (id, articles) JOIN articles_entity USING (id) WHERE kind = '{{kind}}'
""".format(counted=COUNT_BY_ENTITY.format(found="SELECT article, value FROM found"))


@dataclass(frozen=True)
class Source:
    """Where a filter's values stand: the column of an article, and the query that counts `found (article, value)`.

    Of a filter with `many` values a page holds only some; all values of the others are soon told.
    """

    column: str
    counted: str
    many: bool = False


def _own(column: str, shown: str) -> Source:
    """A value that an article holds itself, where the condition `shown` holds."""
    return Source(
        column,
        f"SELECT value::text, value::text, NULL::text, count(*) FROM found WHERE {shown} GROUP BY 1",
    )


def _entity(column: str, kind: str) -> Source:
    return Source(column, NAMED_ENTITY.format(kind=kind), many=True)


SOURCES: Mapping[str, Source] = {
    "filed_from": _entity("filed_from_ids", "place"),
    "about": _entity("entity_ids", "place"),
    "person": _entity("entity_ids", "person"),
    "organisation": _entity("entity_ids", "organisation"),
    "agency": Source(
        "agency_id",
        "SELECT slug::text, name::text, NULL::text, count(*) FROM found"
        " JOIN articles_agency AS agency ON agency.id = value GROUP BY 1, 2",
    ),
    "language": _own("language", "value <> ''"),
    "label": _own("version", "true"),
    "status": _own("status", "value <> 'usable'"),
    "subject": Source(
        "subjects",
        "SELECT code::text, COALESCE(NULLIF(name, ''), code)::text, NULL::text, count(*) FROM found"
        " CROSS JOIN LATERAL unnest(value) AS code LEFT JOIN articles_subject USING (code) GROUP BY 1, 2",
    ),
    "urgency": _own("urgency", "value IS NOT NULL"),
}
