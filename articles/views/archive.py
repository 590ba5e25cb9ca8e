"""The archive: every article, newest first, narrowed by what the address asks for."""

from __future__ import annotations

from contextlib import nullcontext

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles.clauses import archive_address
from articles.excerpts import add_excerpts
from articles.facets import count_facets
from articles.filters import ArticleFilter
from articles.models import Article
from articles.pages import turn_to
from articles.planning import found_then_sorted
from articles.results import carried
from articles.selection import chips, filter_blocks


@require_safe
def archive(request: HttpRequest) -> TemplateResponse:
    asked = ArticleFilter(request.GET, queryset=Article.objects.public())
    if not asked.is_valid():
        return TemplateResponse(request, "articles/archive.html", {"asked": asked, "blocks": filter_blocks(asked, {})})
    wanted, clauses = asked.form.cleaned_data, asked.clauses
    with found_then_sorted() if asked.finds_few_by_words else nullcontext():
        page = turn_to(asked.qs.for_listing().with_places(), wanted["before"], wanted["after"])
    if wanted["q"]:
        add_excerpts(page.rows, wanted["q"])
    counted = count_facets(
        asked.apart_from_words(), wanted["q"], wanted["date"], None if wanted["exact"] else asked.expected
    )
    context = {
        "asked": asked,
        "page": page,
        "remarks": wanted["q"].remarks if wanted["q"] else [],
        "meant": None if page.rows or not wanted["q"] else asked.meant(),
        "marked": bool(wanted["q"]),
        "found": counted.articles,
        "estimated": not counted.exact,
        "exactly": archive_address(clauses, exact=1, **asked.place_in_list),
        "chips": chips(asked, counting=not page.rows),
        "blocks": filter_blocks(asked, counted.facets),
        "older": page.older and archive_address(clauses, before=page.older),
        "newer": page.newer and archive_address(clauses, after=page.newer),
        "canonical": archive_address(clauses, **asked.place_in_list),
        "carried": carried(asked),
    }
    return TemplateResponse(request, "articles/archive.html", context)
