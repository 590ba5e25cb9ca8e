"""A running story and its versions, and any two articles compared."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import compare_pages
from articles.asof import AsOf
from articles.comparing.comparison import compare as compare_copies
from articles.copies import copy_of, names_in
from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.reading import blocks
from articles.stories import Versions, compare_address, readable, story_address, story_now, versions_of
from articles.story_pages import story_page
from articles.views.cursors import asof

MOST_PRINTED = 2_000_000
"""Letters of copy on the page that prints all versions."""


@require_safe
def story(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    moment = asof(request)
    versions = _versions_or_404(pk, moment)
    if (pk, slug) != (versions.newest.story_id, versions.newest.slug):
        return _moved(story_address(versions.newest), request)
    page = story_page(versions)
    history, ghosts = request.GET.get("history") == "1", request.GET.get("dropped") == "1"
    newest = versions.newest
    context = {
        "page": page,
        "article": newest,
        "versions": versions,
        "asof": moment,
        "lines": page.lines[::-1],
        "history": history or ghosts,
        "ghosts": ghosts,
        "told": page.told(newest.captions.all(), ghosts) if history or ghosts else None,
        "blocks": blocks(newest.paragraphs, newest.captions.all()),
        "print": story_address(newest, "story_print"),
    }
    return TemplateResponse(request, "articles/story.html", context)


@require_safe
def story_print(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    moment = asof(request)
    versions = _versions_or_404(pk, moment)
    if (pk, slug) != (versions.newest.story_id, versions.newest.slug):
        return _moved(story_address(versions.newest, "story_print"), request)
    page = story_page(versions)
    printed, letters = [], 0
    for line in page.lines[::-1]:
        letters += len(line.article.body)
        if letters > MOST_PRINTED:
            break
        printed.append((line, blocks(line.article.paragraphs, line.article.captions.all())))
    context = {
        "page": page,
        "article": versions.newest,
        "versions": versions,
        "asof": moment,
        "printed": printed[::-1],
        "unprinted": len(page.lines) - len(printed),
        "story": story_address(versions.newest),
    }
    return TemplateResponse(request, "articles/story_print.html", context)


def _versions_or_404(pk: int, moment: AsOf | None) -> Versions:
    """Return the versions of a story, or of the one it has become part of."""
    versions = versions_of(story_now(pk), ArticleQuerySet.for_story, moment)
    if versions is None:
        raise Http404
    return versions


def _moved(address: str, request: HttpRequest) -> HttpResponseRedirect:
    query = request.META["QUERY_STRING"]
    # The newest version's headline is part of the address, and there will be newer ones.
    return redirect(address + (f"?{query}" if query else ""))


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead from two chosen versions to the page that compares them."""
    chosen = [request.GET.get(side, "") for side in ("from", "to")]
    if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in chosen):
        raise Http404
    return redirect(reverse("articles:compare", args=[int(each) for each in chosen]))


@require_safe
def compare(request: HttpRequest, before: int, after: int) -> HttpResponse:
    found = readable().filter(pk__in={before, after}).for_comparing().in_bulk()
    if before not in found or after not in found:
        raise Http404
    one, other = found[before], found[after]
    if one.pk == other.pk:
        return redirect(one)
    only_matters, side = request.GET.get("only") == "matters", request.GET.get("view") == "side"
    fold = request.GET.get("all") != "1"
    comparison = compare_copies(
        copy_of(one, names_in([one, other]), _related(one)), copy_of(other, related=_related(other))
    )
    versions = versions_of(one.story_id, ArticleQuerySet.for_versions) if one.story_id == other.story_id else None
    context = {
        "before": one,
        "after": other,
        "comparison": comparison,
        "changes": compare_pages.changes(comparison),
        "body": compare_pages.stretches(comparison.body, only_matters=only_matters, fold=fold),
        "captions": compare_pages.paragraphs(comparison.captions),
        "related": compare_pages.paragraphs(comparison.related),
        "only": only_matters,
        "side": side,
        "fold": fold,
        "beside": compare_pages.beside(versions, one, other),
        "swapped": compare_address(other, one),
        "story": story_address(versions.newest) if versions else "",
    }
    return TemplateResponse(request, "articles/compare.html", context)


def _related(article: Article) -> list[str]:
    return [
        f"({line.version_label}) {line.headline}" if line.version_label else line.headline
        for line in article.related_headlines.all()
    ]
