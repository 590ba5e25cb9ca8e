"""Rows for the entities that articles name: found by key, made where they are new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.text import slugify

from articles.ingest.article import Extraction
from articles.ingest.fold import fold
from articles.ingest.gazetteer import Place, by_key
from articles.models import Alias, Entity, OldAddress

MOST_ALIASES = 40
TRIES = 5


@dataclass(frozen=True, slots=True)
class NewEntity:
    """What is known of an entity before it has a row."""

    key: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(slots=True)
class EntityIds:
    """Row ids by entity key, and the places above each."""

    ids: dict[str, int] = field(default_factory=dict)

    def with_places_above(self, keys: Iterable[str]) -> list[int]:
        """Return the ids of the entities and of the places that enclose them, sorted."""
        found = set()
        for key in keys:
            while key and key in self.ids:
                found.add(self.ids[key])
                place = by_key(key)
                key = place.parent if place else None
        return sorted(found)


def rows_for(extractions: Iterable[Extraction]) -> EntityIds:
    """Return the ids of all entities the extractions name; makes the rows and aliases that are missing."""
    wanted: dict[str, NewEntity] = {}
    for extraction in extractions:
        for key in extraction.dateline_keys:
            _want_place(wanted, key)
        for mention in extraction.mentions:
            if mention.kind == "place":
                _want_place(wanted, mention.key)
            else:
                wanted.setdefault(mention.key, NewEntity(mention.key, mention.kind, mention.name, mention.aliases))
    ids = _known(wanted)
    missing = [wanted[key] for key in sorted(wanted.keys() - ids.keys())]
    for attempt in range(TRIES):
        if not missing:
            break
        _insert(missing, ids, attempt)
        ids = _known(wanted)
        missing = [wanted[key] for key in sorted(wanted.keys() - ids.keys())]
    return EntityIds(ids)


def _want_place(wanted: dict[str, NewEntity], key: str | None) -> None:
    while key and key not in wanted:
        place = by_key(key)
        if place is None:
            return
        wanted[key] = NewEntity(key, "place", place.names["en"], place.aliases[:MOST_ALIASES], place)
        key = place.parent


def _known(wanted: Iterable[str]) -> dict[str, int]:
    return dict(Entity.objects.filter(key__in=list(wanted)).values_list("key", "id"))


def _insert(missing: list[NewEntity], ids: dict[str, int], attempt: int) -> None:
    """Insert what other imports have not; places before the places they enclose."""
    by_depth: dict[int, list[NewEntity]] = {}
    for entity in missing:
        by_depth.setdefault(_depth(entity.place), []).append(entity)
    for depth in sorted(by_depth):
        entities = by_depth[depth]
        taken, decided = _taken_slugs(entities), _decided_by_alias(entities)
        rows = [_row(entity, ids, taken, attempt) for entity in entities]
        for row in rows:
            row.merged_into_id, row.merged_by_id = decided.get((row.kind, row.name), (None, None))
        Entity.objects.bulk_create(rows, ignore_conflicts=True)
        made = _known([entity.key for entity in entities])
        ids.update(made)
        Alias.objects.bulk_create(
            [
                Alias(entity_id=made[entity.key], name=name[:250])
                for entity in entities
                if entity.key in made
                for name in dict.fromkeys([entity.name, *_names(entity).values(), *entity.aliases])
            ],
            ignore_conflicts=True,
        )


def _depth(place: Place | None) -> int:
    depth = 0
    while place and place.parent:
        place, depth = by_key(place.parent), depth + 1
    return depth


def _row(entity: NewEntity, ids: dict[str, int], taken: set[tuple[str, str]], attempt: int) -> Entity:
    place = entity.place
    return Entity(
        key=entity.key,
        kind=entity.kind,
        name=entity.name[:250],
        names=_names(entity),
        slug=_free_slug(entity, taken, attempt),
        place_type=place.kind if place else "",
        country_code=(place.country or "") if place else "",
        parent_id=ids.get(place.parent) if place and place.parent else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def _decided_by_alias(entities: list[NewEntity]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the entity and the decision for each kind and name that a librarian made an alias of one entity."""
    with connection.cursor() as cursor:
        cursor.execute(DECIDED_BY_ALIAS, [[entity.name[:250] for entity in entities]])
        found: dict[tuple[str, str], set[tuple[int, int]]] = {}
        for kind, name, *decided in cursor.fetchall():
            found.setdefault((kind, name), set()).add(tuple(decided))
    return {named: decided.pop() for named, decided in found.items() if len(decided) == 1}


DECIDED_BY_ALIAS = """
    WITH new AS MATERIALIZED (SELECT name, newsroom_key(name) AS folded FROM unnest(%s::text[]) AS name)
    SELECT kind, new.name, COALESCE(merged_into_id, articles_entity.id), added_by_id
    FROM new JOIN articles_alias USING (folded) JOIN articles_entity ON articles_entity.id = entity_id
    WHERE added_by_id IS NOT NULL
    FOR SHARE OF articles_entity
"""
"""The lock waits for a librarian who is just merging that entity."""


def _names(entity: NewEntity) -> dict[str, str]:
    return entity.place.names if entity.place else {}


def _free_slug(entity: NewEntity, taken: set[tuple[str, str]], attempt: int) -> str:
    """The name; where another entity has it already, with the country or the end of the key."""
    base = _slug(entity.name)
    place = entity.place
    choices = [base]
    if place and place.country and place.kind != "country":
        choices.append(f"{base}-{place.country.lower()}")
    choices.append(f"{base}-{_slug(entity.key.partition(':')[2])[-30:]}")
    for choice in choices[attempt:] or choices[-1:]:
        if (entity.kind, choice) not in taken:
            taken.add((entity.kind, choice))
            return choice
    return f"{base[:80]}-{_slug(entity.key)[-30:]}"[:120]


def _slug(name: str) -> str:
    return slugify(fold(name), allow_unicode=True)[:100].strip("-") or "unnamed"


def _taken_slugs(entities: list[NewEntity]) -> set[tuple[str, str]]:
    slugs = [_slug(entity.name) for entity in entities]
    taken, left_behind = (
        model.objects.filter(slug__in=slugs).values_list("kind", "slug") for model in (Entity, OldAddress)
    )
    return {*taken, *left_behind}
