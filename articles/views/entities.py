"""The archive by place, person and organisation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles.entity_pages import counted, places_by_country, portrait
from articles.models import Article, Entity
from articles.pages import turn_to
from articles.views.cursors import cursors

NAMES_PER_PAGE = 200
LONGEST_NAME = 250


@require_safe
def places(request: HttpRequest) -> TemplateResponse:
    written = _letters(request)
    shown = Entity.objects.places().shown().shown_in(get_language()[:2]).beginning_with(written)
    context = {"groups": places_by_country(shown), "letters": written}
    return TemplateResponse(request, "articles/places.html", context)


@require_safe
def names(request: HttpRequest, kind: str) -> TemplateResponse:
    written = _letters(request)
    shown = Entity.objects.of_kind(kind).shown().shown_in(get_language()[:2])
    page = Paginator(shown.beginning_with(written), NAMES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": Entity.Kind(kind),
        "page": page,
        "entities": counted(list(page)),
        "letters": written,
        "initials": shown.initials(),
    }
    return TemplateResponse(request, "articles/names.html", context)


@require_safe
def entity(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    found = Entity.objects.at_address(kind, slug)
    if not found or found.hidden_by_id:
        raise Http404
    if (found.kind, found.slug) != (kind, slug):
        return redirect(found, permanent=True)
    page = turn_to(Article.objects.concerning(found).for_listing().with_places(), **cursors(request))
    return TemplateResponse(request, "articles/entity.html", {"entity": found, "page": page, **portrait(found)})


def _letters(request: HttpRequest) -> str:
    return request.GET.get("name", "").replace("\x00", "").strip()[:LONGEST_NAME]
