"""People, organisations and places at the archive desk."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.admin.copy_fields import NamesField
from articles.admin.desk import DeskAdmin
from articles.admin.place_choice import PlaceChoice, PlacesByName
from articles.models import Alias, DatelinePlace, Entity, Mention

OF_PLACES_ONLY = ["place_type", "parent", "latitude", "longitude"]


class EntityForm(forms.ModelForm):
    class Meta:
        field_classes = {"names": NamesField}
        widgets = {"names": AdminTextareaWidget(attrs={"rows": 4})}
        help_texts = {
            "key": _("Never changes, whatever the name: for example person:han-seo-rin."),
            "names": _('What readers of a language see: {"en": "Seoul", "fr": "Séoul"}.'),
        }

    def clean_country_code(self) -> str:
        code = self.cleaned_data["country_code"].upper()
        if code and not re.fullmatch("[A-Z]{2}", code):
            raise forms.ValidationError(_("A country code is two letters, such as KR."))
        return code

    def clean_parent(self) -> Entity | None:
        parent = above = self.cleaned_data["parent"]
        passed = set()
        while above and above.pk not in passed:
            if above.pk == self.instance.pk:
                raise forms.ValidationError(_("A place cannot lie in itself, nor in a place that lies in it."))
            passed.add(above.pk)
            above = above.parent
        return parent

    def clean(self) -> None:
        super().clean()
        self._check_position()
        if self.cleaned_data.get("kind", self.instance.kind) != Entity.Kind.PLACE:
            for name in OF_PLACES_ONLY:
                if self.cleaned_data.get(name) not in (None, ""):
                    self.add_error(name, _("Only a place has this."))

    def _check_position(self) -> None:
        latitude, longitude = self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude")
        if not self.errors and (latitude is None) != (longitude is None):
            self.add_error(None, _("A position needs both latitude and longitude."))
        if latitude is not None and abs(latitude) > 90:
            self.add_error("latitude", _("A latitude lies between -90 and 90."))
        if longitude is not None and abs(longitude) > 180:
            self.add_error("longitude", _("A longitude lies between -180 and 180."))


class AliasInline(admin.TabularInline):
    model = Alias
    fields = ["name"]
    extra = 0


class EntityList(ChangeList):
    """Entities with the numbers of articles that name them and that were filed from them."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        number = Count("article", distinct=True)
        about = Mention.objects.filter(entity=OuterRef("pk")).order_by().values("entity").annotate(number=number)
        filed = DatelinePlace.objects.filter(place=OuterRef("pk")).order_by().values("place").annotate(number=number)
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .annotate(
                about=Coalesce(Subquery(about.values("number")), 0),
                filed=Coalesce(Subquery(filed.values("number")), 0),
            )
        )


@admin.register(Entity)
class EntityAdmin(PlaceChoice, DeskAdmin):
    form = EntityForm
    inlines = [AliasInline]
    list_display = ["name", "kind", "place_type", "country_code", "parent", "articles_about", "articles_from"]
    list_filter = ["kind", "place_type"]
    list_select_related = ["parent"]
    list_per_page = 50
    sortable_by = ["name", "kind"]
    search_fields = ["name"]
    search_help_text = _("Part of a name or of an alias.")
    fieldsets = [
        (None, {"fields": ["kind", "name", "slug", "key", "names"]}),
        (_("Of a place"), {"fields": ["place_type", "country_code", "parent", ("latitude", "longitude")]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Entity | None = None) -> list[str]:
        return ["key", "kind", "slug"] if obj else []  # the key outlives renaming, the address is a citation

    def get_prepopulated_fields(self, request: HttpRequest, obj: Entity | None = None) -> dict[str, list[str]]:
        return {} if obj else {"slug": ["name"]}

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
            *super().get_urls(),
        ]

    def view_on_site(self, entity: Entity) -> str:
        return entity.get_absolute_url()

    @admin.display(description=_("articles naming it"))
    def articles_about(self, entity: Entity) -> int:
        return entity.about

    @admin.display(description=_("articles filed from it"))
    def articles_from(self, entity: Entity) -> int:
        return entity.filed
