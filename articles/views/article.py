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
from articles.notices import notices_of
from articles.openness import may_read_closed, readable_by
from articles.originals import headers
from articles.querysets import ArticleQuerySet
from articles.results import results_around
from articles.same_copy import same_copy
from articles.stories import in_order, newer_version, others_in_order, story_address


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = _found(request, Article.objects.for_reading(), pk)
    if found.withdrawn and not may_read_closed(request):
        return _withdrawn(request, found)
    if slug != found.slug:
        return _moved(found, request)
    marked = request.GET.get("names") == "1"
    blocks = reading.blocks(found.paragraphs, found.captions.all(), marks(found) if marked else None)
    results = results_around(found, request.GET)
    hits = find_hits(found, blocks, results.search) if results and results.search else None
    versions = list(readable_by(request).other_versions(found).for_versions())
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
        "versions": others_in_order(found, versions),
        "newer_version": newer_version(found, versions),
        "story": story_address(in_order([found, *versions])[-1]) if versions else "",
        "older": None if results else Article.objects.public().just_older(found),
        "newer": None if results else Article.objects.public().just_newer(found),
        "original": found.originals.defer("content").first(),
        "notices": notices_of(found, everything=may_read_closed(request)),
    }
    page = TemplateResponse(request, "articles/article.html", context)
    return _for_staff_alone(page) if found.withdrawn or found.is_embargoed else page


def _found(request: HttpRequest, articles: ArticleQuerySet, pk: int) -> Article:
    """Return the article; before its embargo ends there is none for the public."""
    found = get_object_or_404(articles, pk=pk)
    if found.is_embargoed and not may_read_closed(request):
        raise Http404
    return found


def _withdrawn(request: HttpRequest, article: Article) -> TemplateResponse:
    """Say what was withdrawn, when and by which notice, and nothing of what it said.

    410 (RFC 9110, 15.5.11) tells those who keep copies, such as search engines, to drop theirs; readers see a page.
    """
    context = {"article": article, "notices": notices_of(article)}
    page = TemplateResponse(request, "articles/withdrawn.html", context, status=410)
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-cache"  # a librarian may find that it was not meant
    return page


def _for_staff_alone(page: HttpResponse) -> HttpResponse:
    page.headers["Cache-Control"] = "private, no-store"
    return page


def _moved(article: Article, request: HttpRequest) -> HttpResponse:
    query = request.META["QUERY_STRING"]
    # For good, but asked for again each time: what is withdrawn is shown at any address of the article.
    moved = redirect(article.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    moved.headers["Cache-Control"] = "no-cache"
    return moved


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, Article.objects.only("id", "withdrawn", "embargoed_until"), pk)
    if found.withdrawn and not may_read_closed(request):
        return redirect(found.bare_address)
    original = found.originals.first()
    if not original:
        raise Http404
    answer = HttpResponse(bytes(original.content), headers=headers(original))
    return _for_staff_alone(answer) if found.withdrawn or found.is_embargoed else answer
