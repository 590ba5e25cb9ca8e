"""One article, to be read, and as it was received."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles import reading
from articles.hits import find_hits
from articles.marking import marks
from articles.models import Article
from articles.originals import headers
from articles.results import results_around
from articles.same_copy import same_copy


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.for_reading(), pk=pk)
    if slug != found.slug:
        return _moved(found, request)
    marked = request.GET.get("names") == "1"
    blocks = reading.blocks(found.paragraphs, found.captions.all(), marks(found) if marked else None)
    results = results_around(found, request.GET)
    hits = find_hits(found, blocks, results.search) if results and results.search else None
    context = {
        "article": found,
        "marked": marked,
        "blocks": hits.blocks if hits else blocks,
        "hits": hits,
        "results": results,
        "related": reading.related(found),
        "listed_in": reading.listed_in(found),
        "same_copy": same_copy(found),
        "entities": reading.entities_found(found),
        "subjects": reading.subjects(found),
        "versions": Article.objects.other_versions(found).for_listing(),
        "older": results.older if results else Article.objects.just_older(found),
        "newer": results.newer if results else Article.objects.just_newer(found),
        "original": found.originals.defer("content").first(),
    }
    return TemplateResponse(request, "articles/article.html", context)


def _moved(article: Article, request: HttpRequest) -> HttpResponse:
    query = request.META["QUERY_STRING"]
    return redirect(article.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Article.objects.only("id"), pk=pk)
    original = found.originals.first()
    if not original:
        raise Http404
    return HttpResponse(bytes(original.content), headers=headers(original))
