"""One article, to be read, and as it was received."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles import reading
from articles.marking import marks
from articles.models import Article
from articles.originals import headers


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.for_reading(), pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    marked = request.GET.get("names") == "1"
    context = {
        "article": found,
        "marked": marked,
        "blocks": reading.blocks(found.paragraphs, found.captions.all(), marks(found) if marked else None),
        "related": reading.related(found),
        "entities": reading.entities_found(found),
        "subjects": reading.subjects(found),
        "versions": Article.objects.other_versions(found).for_listing(),
        "older": Article.objects.just_older(found),
        "newer": Article.objects.just_newer(found),
        "original": found.originals.defer("content").first(),
    }
    return TemplateResponse(request, "articles/article.html", context)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Article.objects.only("id"), pk=pk)
    original = found.originals.first()
    if not original:
        raise Http404
    return HttpResponse(bytes(original.content), headers=headers(original))
