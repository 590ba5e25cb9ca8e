"""The desk's list of entities: those readers see, or those merged and hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import DatelinePlace, Entity


class ShownFilter(admin.SimpleListFilter):
    """Lists what readers see unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("merged", gettext_lazy("Merged")), ("hidden", gettext_lazy("Hidden")), ("all", gettext_lazy("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        everything, *states = super().choices(changelist)
        yield {**everything, "display": _("Shown to readers")}
        yield from states

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = {"merged": {"merged_into__isnull": False}, "hidden": {"hidden_by__isnull": False}, "all": {}}
        return queryset.filter(**wanted[self.value()]) if self.value() in wanted else queryset.shown()


class EntityList(ChangeList):
    """Entities with the numbers of articles that name them (`about`) and that were filed from them (`filed`)."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        entities = list(self.result_list)
        ids = [entity.pk for entity in entities]
        about = Entity.objects.count_articles(ids)
        filed = _count_filings(ids)
        for entity in entities:
            entity.about, entity.filed = about.get(entity.pk, 0), filed.get(entity.pk, 0)
        self.result_list = entities


def _count_filings(ids: list[int]) -> dict[int, int]:
    filed = DatelinePlace.objects.filter(Q(place__in=ids) | Q(place__merged_into__in=ids)).order_by()
    counted_as = filed.values_list(Coalesce("place__merged_into", "place"))
    return dict(counted_as.annotate(articles=Count("article", distinct=True)))


def state(entity: Entity) -> str:
    """Say what became of the entity; empty while readers see it."""
    if entity.merged_into:
        return _("merged into “%(name)s”") % {"name": entity.merged_into.display_name}
    return _("hidden") if entity.hidden_by_id else ""
