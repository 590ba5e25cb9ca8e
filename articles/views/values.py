"""All values of one filter among the articles found: the rest of what the archive's page shows ten of."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles.clauses import archive_address, in_words
from articles.filters import ArticleFilter
from articles.models import Article
from articles.selection import chips, choice, values_address, without
from articles.value_counts import SOURCES
from articles.value_lists import BY_NAME, BY_NUMBER, LAST_PAGE, VALUES_PER_PAGE, Wanted, list_values

LONGEST_BEGINNING = 100


@require_safe
def values(request: HttpRequest, facet: str) -> HttpResponse:
    if facet not in SOURCES:
        raise Http404
    asked = ArticleFilter(request.GET, queryset=Article.objects.public())
    context: dict[str, Any] = {"asked": asked, "facet": asked.form[facet].label, "name": facet}
    if asked.is_valid():
        context |= _listed(asked, facet, _wanted(request))
    else:
        context["back"] = f"{archive_address([])}?{request.GET.urlencode()}"
    page = TemplateResponse(request, "articles/values.html", context)
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _wanted(request: HttpRequest) -> Wanted:
    page = request.GET.get("page", "")
    return Wanted(
        BY_NAME if request.GET.get("by") == BY_NAME else BY_NUMBER,
        request.GET.get("begins", "").replace("\x00", "").strip()[:LONGEST_BEGINNING],
        min(max(int(page), 1), LAST_PAGE) if page.isdecimal() and len(page) < 9 else 1,
    )


def _listed(asked: ArticleFilter, name: str, wanted: Wanted) -> dict[str, Any]:
    found = list_values(asked, name, wanted)
    chosen = {chip.clause.value: chip for chip in chips(asked) if chip.clause.name == name}
    others = without(asked.clauses, [chip.clause for chip in chosen.values() if name in asked.alternatives])
    exact = {"exact": 1} if asked.form.cleaned_data["exact"] else {}
    begun = {"begins": wanted.begins} if wanted.begins else {}
    ordered = {"by": BY_NAME} if wanted.by == BY_NAME else {}

    def address(**more: object) -> str:
        return values_address(name, asked.clauses, **{**exact, **begun, **ordered, **more})

    return {
        "list": found,
        "wanted": wanted,
        "estimated": not found.exact,
        "choices": [(choice(asked.clauses, name, value), chosen.get(value.text)) for value in found.values],
        "among": in_words(others),
        "back": archive_address(asked.clauses, **exact),
        "kept": [(clause.name, clause.value) for clause in asked.clauses] + [*exact.items(), *ordered.items()],
        "by_number": values_address(name, asked.clauses, **exact, **begun),
        "by_name": address(by=BY_NAME),
        "every": values_address(name, asked.clauses, **exact, **ordered),
        "exactly": address(exact=1),
        "canonical": address(**({"page": wanted.page} if wanted.page > 1 else {})),
        "earlier": address(page=wanted.page - 1) if wanted.page > 1 else "",
        "later": address(page=wanted.page + 1) if found.known > wanted.page * VALUES_PER_PAGE else "",
    }
