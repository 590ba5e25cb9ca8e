"""From an article on to the next one of the list a reader came from, and back to its row in that list."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from django.http import QueryDict

from articles.clauses import Clause, archive_address, in_words
from articles.filters import BEST, OLDEST, ArticleFilter
from articles.models import Article
from articles.pages import PAGE_SIZE, Cursor
from articles.planning import by_index
from articles.querysets import ArticleQuerySet
from articles.ranking import best_matches
from articles.search import Search


@dataclass(frozen=True)
class Results:
    """The list around an article: its conditions, its address at the article's row, and the articles beside it there.

    `carried` is the query string with which addresses of articles remember the list.
    """

    clauses: list[Clause]
    search: Search | None
    carried: str
    address: str
    previous: Article | None
    next: Article | None

    @property
    def asked(self) -> str:
        """The conditions in words."""
        return in_words(self.clauses)


def carried(asked: ArticleFilter) -> str:
    """Return the query string by which an article's address remembers a valid list; nothing for the whole archive."""
    return _carried(asked.clauses, asked.place_in_list)


def _carried(clauses: Iterable[Clause], place: dict[str, Cursor]) -> str:
    clauses = list(clauses)
    address = archive_address(clauses, **place)
    return f"?{address.partition('?')[2]}" if any(not clause.manner for clause in clauses) else ""


def results_around(article: Article, parameters: QueryDict) -> Results | None:
    """Return the list that the parameters of the article's address remember, if they do."""
    asked = ArticleFilter(parameters, queryset=Article.objects.public())
    if not asked.is_valid() or not asked.conditions:
        return None
    place = asked.place_in_list
    with by_index() if asked.finds_few_by_words else nullcontext():
        if asked.sorting == BEST:
            beside = _beside_in_ranks(asked, article)
        else:
            beside, place = _beside_in_days(asked, article, place)
    return Results(
        asked.conditions,
        asked.search,
        _carried(asked.clauses, place),
        f"{archive_address(asked.clauses, **place)}#article-{article.pk}",
        *beside,
    )


Beside = tuple[Article | None, Article | None]


def _beside_in_ranks(asked: ArticleFilter, article: Article) -> Beside:
    best = best_matches(asked)
    if article.pk not in best:
        return None, None
    place = best.index(article.pk)
    wanted = (best[place - 1] if place else None, best[place + 1] if place + 1 < len(best) else None)
    found = Article.objects.for_links().in_bulk([pk for pk in wanted if pk])
    return found.get(wanted[0]), found.get(wanted[1])


def _beside_in_days(
    asked: ArticleFilter, article: Article, place: dict[str, Cursor]
) -> tuple[Beside, dict[str, Cursor]]:
    """Return the articles beside it, and the place of the page that holds it."""
    rows, oldest_first = asked.rows(), asked.sorting == OLDEST
    newer, older = rows.just_newer(article), rows.just_older(article)
    before, after = (older, newer) if oldest_first else (newer, older)
    if not _is_on_page(rows, article, oldest_first, **place):
        place = {"after" if oldest_first else "before": Cursor(before.filed_on, before.pk)} if before else {}
    return (before, after), place


def _is_on_page(
    articles: ArticleQuerySet,
    article: Article,
    oldest_first: bool,
    before: Cursor | None = None,
    after: Cursor | None = None,
) -> bool:
    """Whether the page of the list that begins at a place holds the article."""
    here, start = (article.filed_on, article.pk), before or after
    there = (start.filed_on, start.pk) if start else here
    if before and here >= there or after and here <= there:
        return False
    if before:
        between = articles.newer_than(*here).older_than(*there)
    elif after:
        between = articles.newer_than(*there).older_than(*here)
    else:
        between = articles.older_than(*here) if oldest_first else articles.newer_than(*here)
    return len(between.order_by().values_list("pk", flat=True)[:PAGE_SIZE]) < PAGE_SIZE
