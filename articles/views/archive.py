"""The archive: every article, newest first unless asked otherwise, narrowed by what the address asks for."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles.answers import answer
from articles.clauses import archive_address
from articles.filters import ArticleFilter
from articles.models import Article
from articles.results import carried
from articles.selection import chips, filter_blocks, manners


@require_safe
def archive(request: HttpRequest) -> TemplateResponse:
    asked = ArticleFilter(request.GET, queryset=Article.objects.all())
    if not asked.is_valid():
        return TemplateResponse(request, "articles/archive.html", {"asked": asked, "blocks": filter_blocks(asked, {})})
    answered, clauses = answer(asked), asked.clauses
    found_nothing = answered.rows == []
    context = {
        "asked": asked,
        "answer": answered,
        "rows": answered.rows,
        "found": answered.counts and answered.counts.articles,
        "remarks": asked.search.remarks if asked.search else [],
        "meant": asked.meant() if found_nothing and asked.search else None,
        "marked": answered.has_passages,
        "estimated": answered.counts and not answered.counts.exact,
        "exactly": archive_address(clauses, exact=1, **asked.place_in_list),
        "chips": chips(asked, counting=found_nothing),
        "manners": manners(asked),
        "blocks": filter_blocks(asked, answered.counts.facets if answered.counts else {}),
        "older": answered.older and archive_address(clauses, **answered.older),
        "newer": answered.newer and archive_address(clauses, **answered.newer),
        "canonical": archive_address(clauses, **asked.place_in_list),
        "carried": carried(asked),
    }
    return TemplateResponse(request, "articles/archive.html", context)
