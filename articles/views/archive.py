"""The archive: every article, newest first unless asked otherwise, narrowed by what the address asks for."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles.alternatives import with_alternatives
from articles.answers import answer
from articles.clauses import archive_address, in_words
from articles.facets import Counts
from articles.filters import ArticleFilter
from articles.histogram import histogram
from articles.manners import manners
from articles.models import Article
from articles.results import carried
from articles.selection import chips, filter_blocks, reliefs


@require_safe
def archive(request: HttpRequest) -> TemplateResponse:
    asked = ArticleFilter(request.GET, queryset=Article.objects.public())
    if not asked.is_valid():
        return TemplateResponse(request, "articles/archive.html", {"asked": asked, "blocks": filter_blocks(asked, {})})
    answered, clauses = answer(asked), asked.clauses
    counts = with_alternatives(asked, answered.counts) if answered.counts else Counts()
    found_nothing = answered.rows == []
    context = {
        "asked": asked,
        "answer": answered,
        "rows": answered.rows,
        "found": answered.counts and answered.counts.articles,
        "remarks": asked.search.remarks if asked.search else [],
        "meant": asked.meant() if found_nothing and asked.search else None,
        "marked": answered.has_passages,
        "exactly_found": counts.exactly_found,
        "estimated": not counts.exact,
        "exactly": archive_address(clauses, exact=1, **asked.place_in_list),
        "chips": chips(asked),
        "asked_in_words": in_words(asked.conditions),
        "reliefs": reliefs(asked) if found_nothing else [],
        "manners": manners(asked),
        "histogram": histogram(asked, counts) if answered.counts else None,
        "blocks": filter_blocks(asked, counts.facets),
        "older": answered.older and archive_address(clauses, **answered.older),
        "newer": answered.newer and archive_address(clauses, **answered.newer),
        "canonical": archive_address(clauses, **asked.place_in_list),
        "carried": carried(asked),
    }
    return TemplateResponse(request, "articles/archive.html", context)
