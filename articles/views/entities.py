"""The archive by place, person and organisation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.clauses import Clause, archive_address
from articles.contexts import add_contexts
from articles.entity_pages import counted, portrait
from articles.feeds import FEED_LANGUAGE, atom, feed_address
from articles.maps import PlacesForm, counted_places, mapped
from articles.models import Entity
from articles.pages import turn_to
from articles.timelines import articles_of, tallies
from articles.views.cursors import NoSuchPage, asof, cursors

NAMES_PER_PAGE = 200
ENTITY_PAGE_SIZE = 20
LONGEST_NAME = 250


@require_safe
def places(request: HttpRequest) -> TemplateResponse:
    asked, letters = PlacesForm(request.GET), _letters(request)
    context = {"asked": asked, "letters": letters}
    if asked.is_valid():
        period = asked.cleaned_data["date"]
        context |= {
            "period": period,
            "counted": counted_places(period, letters),
            "archive": archive_address([Clause("date", period.text)] if period else []) + ("&" if period else "?"),
        }
    return TemplateResponse(request, "articles/places.html", context)


@require_safe
def names(request: HttpRequest, kind: str) -> TemplateResponse:
    written = _letters(request)
    shown = Entity.objects.of_kind(kind).shown().offered().shown_in(get_language()[:2])
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
    found = _found(kind, slug)
    if (found.kind, found.slug) != (kind, slug):
        return _moved(found.get_absolute_url())
    moment = asof(request)
    counts = tallies(found, moment)
    usual = next((name for name, tally in counts.items() if tally.articles), next(iter(counts)))
    tally = counts.get(request.GET.get("show") or usual)
    if not tally:
        raise NoSuchPage(_("This address asks for a list that this page does not have."))
    inside = Entity.objects.ids_inside(found)
    page = turn_to(articles_of(tally, found).for_listing().with_places(), **cursors(request), size=ENTITY_PAGE_SIZE)
    if tally.name != "filed_from":
        add_contexts(page.rows, found, inside)
    context = {
        "entity": found,
        "page": page,
        "tallies": counts,
        "tally": tally,
        "usual": usual,
        "asof": moment,
        "feed": feed_address(found),
        **portrait(found, tally, inside),
    }
    if found.kind == Entity.Kind.PLACE:
        context["mapped"] = mapped(found, counts["filed_from"].articles, counts["about"].articles)
    return TemplateResponse(request, "articles/entity.html", context)


@require_safe
def feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    found = _found(kind, slug)
    if (found.kind, found.slug) != (kind, slug):
        return _moved(feed_address(found))
    site = f"{request.scheme}://{request.get_host()}"
    headers = {"Content-Type": "application/atom+xml; charset=utf-8", "Content-Language": FEED_LANGUAGE}
    return HttpResponse(atom(found, site), headers=headers)


def _found(kind: str, slug: str) -> Entity:
    found = Entity.objects.openly_known().at_address(kind, slug)
    if not found or found.hidden_by_id:
        raise Http404
    return found


def _moved(address: str) -> HttpResponse:
    """For good, but asked for again each time: a librarian may undo what moved it."""
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-cache"})


def _letters(request: HttpRequest) -> str:
    return request.GET.get("name", "").replace("\x00", "").strip()[:LONGEST_NAME]
