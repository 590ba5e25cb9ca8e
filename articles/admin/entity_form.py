"""The form of an entity; what a decision is for cannot be changed in it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.copy_fields import NamesField
from articles.admin.deciding import may_decide, undo_address
from articles.models import Alias, Decision, Entity, OldAddress

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
        if parent and "parent" in self.changed_data and (parent.merged_into_id or parent.hidden_by_id):
            raise forms.ValidationError(_("Readers do not see that place: it was merged or hidden."))
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
        self._check_address()
        if self.cleaned_data.get("kind", self.instance.kind) != Entity.Kind.PLACE:
            for name in OF_PLACES_ONLY:
                if self.cleaned_data.get(name) not in (None, ""):
                    self.add_error(name, _("Only a place has this."))

    def _check_address(self) -> None:
        kind, slug = self.cleaned_data.get("kind"), self.cleaned_data.get("slug")
        if kind and slug and OldAddress.objects.filter(kind=kind, slug=slug).exists():
            self.add_error("slug", _("Another entity had this address, which leads there."))

    def _check_position(self) -> None:
        latitude, longitude = self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude")
        if not self.errors and (latitude is None) != (longitude is None):
            self.add_error(None, _("A position needs both latitude and longitude."))
        if latitude is not None and abs(latitude) > 90:
            self.add_error("latitude", _("A latitude lies between -90 and 90."))
        if longitude is not None and abs(longitude) > 180:
            self.add_error("longitude", _("A longitude lies between -180 and 180."))


class NewAliasInline(admin.TabularInline):
    """The aliases of an entity that is being added."""

    model = Alias
    fields = ["name"]
    extra = 0


class AliasInline(admin.TabularInline):
    """The aliases of an entity, each with where it is removed: the page that says what this will change."""

    model = Alias
    fields = readonly_fields = ["name", "removal"]
    can_delete = False
    max_num = extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        self.removable = may_decide(request)
        return super().get_queryset(request).select_related("added_by", "entity")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("decision"))
    def removal(self, alias: Alias) -> str:
        entity = alias.entity
        if not self.removable or entity.merged_into_id or entity.hidden_by_id:
            return "–"
        if alias.added_by and alias.added_by.kind == Decision.Kind.ADD_ALIAS:
            return format_html('<a href="{}">{}</a>', undo_address(alias.added_by), _("Undo adding it…"))
        if alias.name in (entity.name, *entity.names.values()):
            return _("shown as its name")
        address = reverse("admin:articles_entity_alias_remove", args=[entity.pk, alias.pk])
        return format_html('<a href="{}">{}</a>', address, _("Remove…"))
