"""The questions asked about librarians' decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from articles.models import Entity


class StandingQuerySet(QuerySet):
    def standing(self) -> StandingQuerySet:
        """Those nobody has undone."""
        return self.filter(undone_at=None)


class DecisionQuerySet(StandingQuerySet):
    def concerning(self, entity: Entity) -> DecisionQuerySet:
        """Those taken about the entity or with it, such as merging it into another."""
        return self.filter(Q(entity=entity) | Q(details__contains={"with": [entity.pk]}))

    def pairs_told_apart(self) -> set[frozenset[int]]:
        """Return the pairs of entity ids that librarians said are not the same."""
        told_apart = self.standing().filter(kind="dismiss").values_list("entity", "details")
        return {frozenset([first, *details["with"]]) for first, details in told_apart}
