"""The questions asked about persons, organisations and places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connections
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Left, Lower, NullIf, Upper
from django.utils import timezone

from articles.openness import is_open

if TYPE_CHECKING:
    from articles.models import Article, Entity

IN_CLOSED_ONES = """
    WITH RECURSIVE closed AS MATERIALIZED (
        SELECT id FROM articles_article WHERE withdrawn OR embargoed_until > %(moment)s
    ),
    named (id) AS (
        SELECT entity_id FROM closed JOIN articles_mention ON article_id = closed.id
        UNION
        SELECT place_id FROM closed JOIN articles_datelineplace ON article_id = closed.id WHERE place_id IS NOT NULL
        UNION
        SELECT next.id FROM articles_entity JOIN named USING (id)
        CROSS JOIN LATERAL (VALUES (parent_id), (merged_into_id)) AS next (id) WHERE next.id IS NOT NULL
    )
    SELECT id FROM named WHERE newsroom_only_in_closed(id, %(moment)s)
"""

INSIDE = """
    WITH RECURSIVE inside (id) AS (
        SELECT %s::bigint
        UNION
        SELECT place.id FROM articles_entity AS place
        JOIN inside ON place.parent_id = inside.id OR place.merged_into_id = inside.id
    )
    SELECT id FROM inside
"""


def only_in_closed(column: str = "pk", moment: datetime | None = None) -> Func:
    """Return whether the entity in a column is known only from articles closed to the public, for annotating rows."""
    return Func(
        F(column), Value(moment or timezone.now()), function="newsroom_only_in_closed", output_field=BooleanField()
    )


class EntityQuerySet(QuerySet):
    def of_kind(self, kind: str) -> EntityQuerySet:
        return self.filter(kind=kind)

    def persons(self) -> EntityQuerySet:
        return self.filter(kind="person")

    def organisations(self) -> EntityQuerySet:
        return self.filter(kind="organisation")

    def places(self) -> EntityQuerySet:
        return self.filter(kind="place")

    def countries(self) -> EntityQuerySet:
        return self.filter(kind="place", place_type="country")

    def shown(self) -> EntityQuerySet:
        """What readers see: no entity that was merged into another, none that a librarian has hidden."""
        return self.filter(merged_into=None, hidden_by=None)

    def offered(self, moment: datetime | None = None) -> EntityQuerySet:
        """What lists and suggestions may name: without those known only from articles closed to the public."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(IN_CLOSED_ONES, {"moment": moment or timezone.now()})
            unknown = [row[0] for row in cursor.fetchall()]
        return self.exclude(pk__in=unknown) if unknown else self

    def openly_known(self, moment: datetime | None = None) -> EntityQuerySet:
        """The same, asked of each entity by itself: for a few of them."""
        return self.exclude(only_in_closed("pk", moment))

    def called(self, names: Iterable[str]) -> EntityQuerySet:
        """Entities with one of the names as their address or as an alias, whatever its accents and case.

        Each comes once for every name that fits, with the address and folded alias that did.
        """
        names = list(names)
        keys = [Func(Value(name), function="newsroom_key") for name in names]
        return self.filter(Q(slug__in=names) | Q(aliases__folded__in=keys)).distinct()

    def at_address(self, kind: str, slug: str) -> Entity | None:
        """Return the entity readers are to see at an address, which may be one it once had or that of a merged one."""
        above = ("parent__merged_into", "parent__parent__merged_into")
        entities = self.select_related(*above, *(f"merged_into__{each}" for each in above))
        found = entities.filter(kind=kind, slug=slug).first()
        found = found or entities.filter(old_addresses__kind=kind, old_addresses__slug=slug).first()
        return found and found.canonical

    def shown_in(self, language: str) -> EntityQuerySet:
        """Add the name in a language (`shown`), how it is sorted (`sorted_by`) and its first letter (`initial`)."""
        shown = Coalesce(NullIf(KeyTextTransform(language, "names"), Value("")), "name", output_field=TextField())
        folded = Lower(Func(shown, function="newsroom_fold"), output_field=TextField())
        return self.annotate(shown=shown, sorted_by=folded, initial=Upper(Left(folded, 1))).order_by("sorted_by", "id")

    def beginning_with(self, letters: str) -> EntityQuerySet:
        """Entities whose shown name begins with the letters; needs `shown_in`."""
        folded = Lower(Func(Value(letters), function="newsroom_fold"), output_field=TextField())
        return self.annotate(wanted=folded).filter(sorted_by__startswith=F("wanted"))

    def count_articles(self, ids: Iterable[int]) -> dict[int, int]:
        """Return how many articles name each of the entities, not counting those that name a part of it."""
        ids = list(ids)
        named = self.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).order_by()
        counted_as = named.values_list(Coalesce("merged_into_id", "id"))
        return dict(
            counted_as.annotate(
                articles=Count("mentions__article", filter=is_open(through="mentions__article__"), distinct=True)
            )
        )

    def initials(self) -> list[str]:
        """The first letters of the shown names, in order; needs `shown_in`."""
        return list(self.order_by("initial").values_list("initial", flat=True).distinct())

    def named_in(self, article: Article) -> list[Entity]:
        """Return the entities the article names, each with `times`, the most often named first."""
        counted_as = self.filter(mentions__article=article).order_by().values_list(Coalesce("merged_into_id", "id"))
        times = dict(counted_as.annotate(times=Count("mentions")))
        named = list(self.shown().filter(pk__in=times))
        for entity in named:
            entity.times = times[entity.pk]
        return sorted(named, key=lambda entity: (-entity.times, entity.name))

    def ids_inside(self, entity: Entity) -> list[int]:
        """Return the ids of all whose mention is one of the entity: its own, those merged into it, places inside."""
        if entity.kind != "place":
            return entity.family_ids
        with connections[self.db].cursor() as cursor:
            cursor.execute(INSIDE, [entity.pk])
            return [row[0] for row in cursor.fetchall()]

    def ids_counted_as(self, entity: Entity) -> list[int]:
        """Return the entity's id, and those of the merged entities that count as it or as a place inside it."""
        merged = self.model._default_manager.filter(merged_into__isnull=False).order_by().values_list("pk", flat=True)
        if entity.kind != "place":
            return [entity.pk, *merged.filter(merged_into=entity)]
        places, parameters = merged.filter(merged_into__kind="place").query.sql_with_params()
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT source FROM newsroom_counted_as(ARRAY({places})) WHERE counted = %s", [*parameters, entity.pk]
            )
            return [entity.pk, *(row[0] for row in cursor.fetchall())]
