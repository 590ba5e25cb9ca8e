"""Choosing a place by name, told apart from its namesakes: “Paris (France)”, “Paris (Texas, US)”."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Case, QuerySet, When
from django.db.models.fields.related import ForeignKey
from django.http import HttpRequest

from articles.models import Entity


def place_label(place: Entity) -> str:
    """Return the place's name with what it lies in."""
    around = [place.parent.display_name if place.parent else "", place.country_code]
    where = ", ".join(part for part in around if part)
    return f"{place.display_name} ({where})" if where else place.display_name


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Entity) -> str:
        return place_label(obj)


class PlaceSelect(AutocompleteSelect):
    url_name = "%s:articles_entity_places"


class PlaceChoice:
    """Mixin for an admin or inline: keys to entities are chosen among places."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is not Entity:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        places = Entity.objects.places().select_related("parent")
        widget = PlaceSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, "queryset": places, "widget": widget, "form_class": PlaceField}
        )


class PlacesByName(AutocompleteJsonView):
    """Places for a few letters, as JSON: those of exactly this name first."""

    def get_queryset(self) -> QuerySet:
        exact = Case(When(name__iexact=self.term, then=0), default=1)
        return super().get_queryset().places().shown().select_related("parent").order_by(exact, "name", "pk")

    def process_request(self, request: HttpRequest) -> tuple:
        term, *rest = super().process_request(request)
        return term.replace("\x00", ""), *rest

    def serialize_result(self, obj: Entity, to_field_name: str) -> dict[str, str]:
        return {"id": str(obj.pk), "text": place_label(obj)}
