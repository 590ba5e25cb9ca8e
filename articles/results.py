"""From an article on to the next one of the list a reader came from, and back to its row in that list."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from django.http import QueryDict

from articles.clauses import Clause, archive_address
from articles.filters import ArticleFilter
from articles.models import Article
from articles.pages import PAGE_SIZE, Cursor
from articles.planning import found_then_sorted
from articles.querysets import ArticleQuerySet
from articles.search import Search


@dataclass(frozen=True)
class Results:
    """The list around an article: its conditions, its address at the article's row, and the articles beside it.

    `carried` is the query string with which addresses of articles remember the list.
    """

    clauses: list[Clause]
    search: Search | None
    carried: str
    address: str
    newer: Article | None
    older: Article | None


def carried(asked: ArticleFilter) -> str:
    """Return the query string by which an article's address remembers a valid list; nothing for the whole archive."""
    return _carried(asked.clauses, asked.place_in_list)


def _carried(clauses: Iterable[Clause], place: dict[str, Cursor]) -> str:
    clauses = list(clauses)
    return f"?{archive_address(clauses, **place).partition('?')[2]}" if clauses else ""


def results_around(article: Article, parameters: QueryDict) -> Results | None:
    """Return the list that the parameters of the article's address remember, if they do."""
    asked = ArticleFilter(parameters, queryset=Article.objects.public())
    if not asked.is_valid() or not asked.clauses:
        return None
    with found_then_sorted() if asked.finds_few_by_words else nullcontext():
        newer, older = asked.qs.just_newer(article), asked.qs.just_older(article)
        place = asked.place_in_list
        if not _is_on_page(asked.qs, article, **place):
            place = {"before": Cursor(newer.filed_on, newer.pk)} if newer else {}
    return Results(
        asked.clauses,
        asked.form.cleaned_data["q"],
        _carried(asked.clauses, place),
        f"{archive_address(asked.clauses, **place)}#article-{article.pk}",
        newer,
        older,
    )


def _is_on_page(
    articles: ArticleQuerySet, article: Article, before: Cursor | None = None, after: Cursor | None = None
) -> bool:
    """Whether the page of the list that begins at a place holds the article."""
    here, start = (article.filed_on, article.pk), before or after
    there = (start.filed_on, start.pk) if start else here
    if before and here >= there or after and here <= there:
        return False
    if after:
        between = articles.newer_than(*there).older_than(*here)
    else:
        between = articles.newer_than(*here)
        between = between.older_than(*there) if before else between
    return len(between.order_by().values_list("pk", flat=True)[:PAGE_SIZE]) < PAGE_SIZE
