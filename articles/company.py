"""With whom, where and with which organisations an entity appears most, and the places inside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language

from articles.models import Entity
from articles.querysets import COUNT_BY_ENTITY, ArticleQuerySet
from articles.timelines import Tally, articles_of

ARTICLES_COUNTED = 12_000
"""Above it the newest are counted: exact counts of more would take longer than a page may."""
NAMES_SHOWN = 10
PLACES_INSIDE_SHOWN = 60
FILTERS = {"person": "person", "place": "about", "organisation": "organisation"}


@dataclass(frozen=True)
class Companion:
    """An entity and the number of articles that name it with another."""

    kind: str
    slug: str
    label: str
    articles: int
    together: str = ""
    """Where the archive lists the articles with both."""

    @property
    def address(self) -> str:
        return reverse(f"articles:{self.kind}", args=[self.slug])


@dataclass(frozen=True)
class Company:
    """Companions, most articles first; `counted` is the number of newest articles looked at, None for all of them."""

    persons: list[Companion] = field(default_factory=list)
    places: list[Companion] = field(default_factory=list)
    organisations: list[Companion] = field(default_factory=list)
    inside: list[Companion] = field(default_factory=list)
    places_inside: int = 0
    counted: int | None = None


def company(entity: Entity, tally: Tally, inside: list[int]) -> Company:
    """Count who is named beside the entity in the articles of a tally.

    The places `inside` it come apart; the places around it, always named with it, are left out.
    """
    many = tally.articles > ARTICLES_COUNTED
    articles = articles_of(tally, entity)
    counted = articles.newest_first()[:ARTICLES_COUNTED] if many else articles
    groups: dict[str, list[Companion]] = {}
    known: dict[str, int] = {}
    for group, slug, kind, name, shown, number, in_group in _rows(entity, counted, inside, tally.column):
        together = tally.address(also=tally.name if group == "inside" else FILTERS[group], slug=slug)
        groups.setdefault(group, []).append(Companion(kind, slug, shown or name, number, together))
        known[group] = in_group
    return Company(
        persons=groups.get("person", []),
        places=groups.get("place", []),
        organisations=groups.get("organisation", []),
        inside=groups.get("inside", []),
        places_inside=known.get("inside", 0),
        counted=ARTICLES_COUNTED if many else None,
    )


def _rows(entity: Entity, articles: ArticleQuerySet, inside: list[int], column: str) -> list[tuple]:
    counts, parameters = _counts(articles, "entity_ids")
    inside_counts, inside_parameters = ("TABLE counts", ()) if column == "entity_ids" else _counts(articles, column)
    statement = COMPANY.format(
        counts=counts, inside_counts=inside_counts, names_shown=NAMES_SHOWN, inside_shown=PLACES_INSIDE_SHOWN
    )
    language = (get_language() or "en")[:2]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *inside_parameters, entity.pk, inside, language])
        return cursor.fetchall()


def _counts(articles: ArticleQuerySet, column: str) -> tuple[str, tuple]:
    found, parameters = articles.ids_in(column)
    return COUNT_BY_ENTITY.format(found=found, column=column), parameters


COMPANY = """
    WITH RECURSIVE counts (id, articles) AS MATERIALIZED ({counts}),
    inside_counts (id, articles) AS MATERIALIZED ({inside_counts}),
    around (id) AS (
        SELECT %s::bigint
        UNION
        SELECT next.id FROM articles_entity AS place JOIN around USING (id)
        CROSS JOIN LATERAL (VALUES (place.parent_id), (place.merged_into_id)) AS next (id) WHERE next.id IS NOT NULL
    ),
    inside (id) AS (SELECT unnest(%s::bigint[])),
    grouped AS (
        SELECT kind AS "group", id, name, articles FROM counts JOIN articles_entity USING (id)
        WHERE id NOT IN (TABLE around) AND id NOT IN (TABLE inside)
        UNION ALL
        SELECT 'inside', id, name, articles FROM inside_counts JOIN articles_entity USING (id)
        WHERE id IN (TABLE inside) AND id NOT IN (TABLE around)
    ),
    ranked AS (
        SELECT "group", id, articles, count(*) OVER (PARTITION BY "group") AS known,
               row_number() OVER (PARTITION BY "group" ORDER BY articles DESC, name, id) AS place
        FROM grouped
    )
    SELECT "group", slug, kind, name, names->>%s, articles, known FROM ranked JOIN articles_entity USING (id)
    WHERE place <= CASE "group" WHEN 'inside' THEN {inside_shown} ELSE {names_shown} END
    ORDER BY "group", place
"""
