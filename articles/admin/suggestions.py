"""The list of likely duplicates."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.admin.deciding import shown
from articles.models import Entity
from articles.suggestions import MOST_COUNTED, MOST_SUGGESTED, likely_duplicates


def suggestions_page(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Show the likely duplicates of one kind, each to be merged or told apart."""
    asked = request.GET.get("kind")
    kind = Entity.Kind(asked if asked in Entity.Kind.values else Entity.Kind.PERSON)
    return shown(
        desk,
        request,
        "entity/suggestions.html",
        _("Likely duplicates"),
        kind=kind,
        kinds=Entity.Kind,
        suggestions=likely_duplicates(kind),
        most=MOST_SUGGESTED,
        most_counted=MOST_COUNTED,
    )
