"""Agencies at the archive desk."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.desk import DeskAdmin
from articles.models import Agency


@admin.register(Agency)
class AgencyAdmin(DeskAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Agency | None = None) -> list[str]:
        return ["slug"] if obj else []  # addresses are citations

    def get_prepopulated_fields(self, request: HttpRequest, obj: Agency | None = None) -> dict[str, list[str]]:
        return {} if obj else {"slug": ["name"]}
