"""People, organisations and places at the archive desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.deciding import may_decide, page
from articles.admin.desk import DeskAdmin
from articles.admin.entity_form import AliasInline, EntityForm, NewAliasInline
from articles.admin.entity_list import EntityList, ShownFilter, state
from articles.admin.merging import dismiss_page, merge_page
from articles.admin.place_choice import PlaceChoice, PlacesByName
from articles.admin.questions import question_pages
from articles.admin.suggestions import suggestions_page
from articles.decisions import in_words
from articles.models import Alias, Decision, Entity

DECIDED = ["key", "kind", "name", "names", "slug"]
"""What outlives renaming, and what decisions are for."""
DECISIONS_SHOWN = 50


@admin.register(Entity)
class EntityAdmin(PlaceChoice, DeskAdmin):
    form = EntityForm
    actions = ["merge_selected"]
    list_display = ["name", "kind", "place_type", "country_code", "parent", "articles_about", "articles_from", "became"]
    list_filter = [ShownFilter, "kind", "place_type"]
    list_select_related = ["parent", "merged_into"]
    list_per_page = 50
    sortable_by = ["name", "kind"]
    search_fields = ["name"]
    search_help_text = _("Part of a name or of an alias.")
    fieldsets = [
        (None, {"fields": ["kind", "name", "slug", "key", "names"]}),
        (_("Of a place"), {"fields": ["place_type", "country_code", "parent", ("latitude", "longitude")]}),
    ]
    change_form_template = "admin/articles/entity/change_form.html"
    change_list_template = "admin/articles/entity/change_list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Entity | None = None) -> list[str]:
        if obj is None:
            return []
        if obj.merged_into_id or obj.hidden_by_id:
            return [*DECIDED, "place_type", "country_code", "parent", "latitude", "longitude"]
        return DECIDED

    def get_fieldsets(self, request: HttpRequest, obj: Entity | None = None) -> list[Any]:
        of_any, of_place = self.fieldsets
        return [of_any] if obj and obj.kind != Entity.Kind.PLACE else [of_any, of_place]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Entity | None = None) -> dict[str, list[str]]:
        return {} if obj else {"slug": ["name"]}

    def get_inlines(self, request: HttpRequest, obj: Entity | None) -> list[type[admin.TabularInline]]:
        return [AliasInline] if obj else [NewAliasInline]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EntityList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        term = search_term.replace("\x00", "").strip()
        if not term:
            return queryset, False
        folded = Func(Value(term), function="newsroom_key")
        called = Alias.objects.filter(Q(name__icontains=term) | Q(folded=folded), entity=OuterRef("pk"))
        return queryset.filter(Q(name__icontains=term) | Exists(called)), False

    def get_urls(self) -> list[Any]:
        choices = PlacesByName.as_view(admin_site=self.admin_site)
        return [
            path("places/", self.admin_site.admin_view(choices), name="articles_entity_places"),
            page(self, "merge/", merge_page, "articles_entity_merge"),
            page(self, "suggestions/", suggestions_page, "articles_entity_suggestions"),
            page(self, "dismiss/", dismiss_page, "articles_entity_dismiss"),
            *question_pages(self),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        entity = options.get("obj")
        if entity:
            context |= {"became": capfirst(state(entity)), "may_decide": may_decide(request)}
            context["decided"] = [
                (decision, capfirst(in_words(decision)))
                for decision in Decision.objects.concerning(entity).select_related("made_by")[:DECISIONS_SHOWN]
            ]
        return super().render_change_form(request, context, **options)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "may_decide": may_decide(request)})

    def view_on_site(self, entity: Entity) -> str | None:
        return None if entity.hidden_by_id else entity.get_absolute_url()

    # --- Merging and deleting

    @admin.action(description=_("Merge selected entities…"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        ids = ",".join(str(pk) for pk in queryset.order_by("pk").values_list("pk", flat=True)[:101])
        return HttpResponseRedirect(f"{reverse('admin:articles_entity_merge')}?ids={ids}")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Refuse what a decision speaks of, too: undoing it needs the entity."""
        objs = list(objs)
        decided = [
            _("%(name)s: librarians’ decisions speak of it; hide it instead.") % {"name": entity.name}
            for entity in objs
            if Decision.objects.concerning(entity).exists()
        ]
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return listed, counts, lacking, [*protected, *decided]

    # --- Columns

    @admin.display(description=_("articles naming it"))
    def articles_about(self, entity: Entity) -> int:
        return entity.about

    @admin.display(description=_("articles filed from it"))
    def articles_from(self, entity: Entity) -> int:
        return entity.filed

    @admin.display(description=_("state"))
    def became(self, entity: Entity) -> str:
        return state(entity)
