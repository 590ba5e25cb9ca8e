"""What the archive answers: a page of the list and the numbers beside it, each within a time of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.excerpts import add_excerpts
from articles.facet_rows import Pick, picked_rows
from articles.facets import Counts, count_facets
from articles.filters import BEST, OLDEST, ArticleFilter
from articles.folding import add_versions
from articles.models import Article
from articles.pages import PAGE_SIZE, Cursor, Fetch, page_from
from articles.planning import LIST, NUMBERS, PASSAGES, TookTooLong, as_it_likes, by_index
from articles.ranking import best_matches

WALKED = 3000
"""Articles looked at on a walk through the days before the index is asked for all that have the words."""


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
            return _looked_up(self.asked, pick)
        self.counts = counts
        return _listed(counts.picked, pick)


def _walker(asked: ArticleFilter) -> Fetch:
    """Many articles: the rows of a page met on a walk through the days, which is given up where they are rare.

    What was in the news once may have been found a hundred thousand times, and not at all in the last ten years.
    """

    def fetch(start: Cursor | None, towards_newer: bool, number: int) -> list[Article]:
        rows = asked.rows().beyond(start, towards_newer)
        if not (asked.search and asked.search.looks_for_words):
            with as_it_likes(LIST):
                return list(rows.for_listing().with_places()[:number])
        pick = Pick(number, start, towards_newer, asked.folds_versions)
        ahead = Article.objects.beyond(start, towards_newer).values_list("filed_on", "pk")
        end = next((Cursor(*place) for place in ahead[WALKED : WALKED + 1]), None)
        if end:
            rows = rows.newer_than(end.filed_on, end.pk) if not towards_newer else rows.older_than(end.filed_on, end.pk)
        with as_it_likes(LIST):
            found = list(rows.for_listing().with_places()[:number])
        return found if len(found) == number or not end else _looked_up(asked, pick)

    return fetch


def _looked_up(asked: ArticleFilter, pick: Pick) -> list[Article]:
    """Return the rows of a page by a look into the search index for all articles found."""
    with by_index(LIST):
        return _listed(picked_rows(asked.apart_from_words(), asked.search, pick), pick)


def _listed(picked: Iterable[int], pick: Pick) -> list[Article]:
    found = Article.objects.filter(pk__in=picked).for_listing().with_places()
    return sorted(found, key=lambda row: (row.filed_on, row.pk), reverse=not pick.towards_newer)


def _in_order_of_days(asked: ArticleFilter, at_once: _AtOnce | None) -> tuple[list[Article], dict, dict]:
    wanted, oldest_first = asked.form.cleaned_data, asked.sorting == OLDEST
    place = {"before": wanted["before"], "after": wanted["after"], "wire_order": oldest_first}
    page = page_from(at_once or _walker(asked), **place)
    older = {"before": page.older} if page.older else {}
    newer = {"after": page.newer} if page.newer else {}
    return page.rows, older, newer


def _best(asked: ArticleFilter) -> tuple[list[Article], dict, dict]:
    number = asked.form.cleaned_data["page"] or 1
    with by_index(LIST) if asked.finds_few_by_words else as_it_likes(LIST):
        best = best_matches(asked)
    wanted = best[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = Article.objects.for_listing().with_places().in_bulk(wanted)
    older = {"page": number + 1} if len(best) > number * PAGE_SIZE else {}
    return [rows[pk] for pk in wanted], older, {"page": number - 1} if number > 1 else {}


def _counts(asked: ArticleFilter, pick: Pick | None = None) -> Counts | None:
    wanted = asked.form.cleaned_data
    planned = by_index if asked.search and asked.search.looks_for_words else as_it_likes
    try:
        with planned(LIST if wanted["exact"] else NUMBERS):
            expected = None if wanted["exact"] else asked.expected
            return count_facets(asked.apart_from_words(), asked.search, wanted["date"], expected, asked.tallied, pick)
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
