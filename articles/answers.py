"""What the archive answers: a page of the list and the numbers beside it, each within a time of its own."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from articles.excerpts import add_excerpts
from articles.facet_rows import Pick
from articles.facets import Counts, count_facets
from articles.filters import BEST, OLDEST, ArticleFilter
from articles.folding import add_versions
from articles.models import Article
from articles.pages import PAGE_SIZE, Cursor, page_from, turn_to
from articles.planning import LIST, NUMBERS, PASSAGES, TookTooLong, as_it_likes, by_index
from articles.ranking import best_matches


@dataclass(frozen=True)
class Answer:
    """A page of the list, and how many articles there are by every filter; None where time ran out.

    `older` and `newer` are the parameters that address the pages beside this one, empty at the list's ends.
    """

    rows: list[Article] | None = None
    older: dict[str, object] = field(default_factory=dict)
    newer: dict[str, object] = field(default_factory=dict)
    counts: Counts | None = None
    has_passages: bool = False


def answer(asked: ArticleFilter) -> Answer:
    """Return what is found for a valid address."""
    at_once = _AtOnce(asked) if asked.finds_few_by_words and asked.sorting != BEST else None
    try:
        rows, older, newer = _best(asked) if asked.sorting == BEST else _in_order_of_days(asked, at_once)
    except TookTooLong:
        rows, older, newer = None, {}, {}
    counts = at_once.counts if at_once and at_once.counts else _counts(asked)
    add_versions(asked, rows or [])
    return Answer(rows, older, newer, counts, _add_passages(asked, rows or []))


class _AtOnce:
    """Few articles: the rows of a page and the numbers from one statement."""

    def __init__(self, asked: ArticleFilter) -> None:
        self.asked, self.counts = asked, None

    def __call__(self, start: Cursor | None, towards_newer: bool, number: int) -> list[Article]:
        pick = Pick(number, start, towards_newer, self.asked.folds_versions)
        counts = _counts(self.asked, pick)
        if not counts or counts.picked is None:
            with _planned(self.asked):
                return list(self.asked.rows().beyond(start, towards_newer).for_listing().with_places()[:number])
        self.counts = counts
        found = Article.objects.filter(pk__in=counts.picked).for_listing().with_places()
        return sorted(found, key=lambda row: (row.filed_on, row.pk), reverse=not towards_newer)


def _in_order_of_days(asked: ArticleFilter, at_once: _AtOnce | None) -> tuple[list[Article], dict, dict]:
    wanted, oldest_first = asked.form.cleaned_data, asked.sorting == OLDEST
    place = {"before": wanted["before"], "after": wanted["after"], "wire_order": oldest_first}
    if at_once:
        page = page_from(at_once, **place)
    else:
        with _planned(asked):
            page = turn_to(asked.rows().for_listing().with_places(), **place)
    older = {"before": page.older} if page.older else {}
    newer = {"after": page.newer} if page.newer else {}
    return page.rows, older, newer


def _best(asked: ArticleFilter) -> tuple[list[Article], dict, dict]:
    number = asked.form.cleaned_data["page"] or 1
    with _planned(asked):
        best = best_matches(asked)
    wanted = best[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = Article.objects.for_listing().with_places().in_bulk(wanted)
    older = {"page": number + 1} if len(best) > number * PAGE_SIZE else {}
    return [rows[pk] for pk in wanted], older, {"page": number - 1} if number > 1 else {}


def _planned(asked: ArticleFilter) -> AbstractContextManager[None]:
    return by_index(LIST) if asked.finds_few_by_words else as_it_likes(LIST)


def _counts(asked: ArticleFilter, pick: Pick | None = None) -> Counts | None:
    wanted = asked.form.cleaned_data
    planned = by_index if asked.search and asked.search.looks_for_words else as_it_likes
    try:
        with planned(LIST if wanted["exact"] else NUMBERS):
            expected = None if wanted["exact"] else asked.expected
            return count_facets(asked.apart_from_words(), asked.search, wanted["date"], expected, pick)
    except TookTooLong:
        return None


def _add_passages(asked: ArticleFilter, rows: list[Article]) -> bool:
    """Give the rows the passages that hold the words; tell whether that was possible in time."""
    if not asked.search:
        return False
    try:
        with as_it_likes(PASSAGES):
            add_excerpts(rows, asked.search)
    except TookTooLong:
        return False
    return True
