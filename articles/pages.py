"""Pages of a list, found by the article they begin after: as quick at any depth, and stable while copy comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from articles.models import Article
    from articles.querysets import ArticleQuerySet

PAGE_SIZE = 30
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """An article's place in the order of filing."""

    filed_on: date
    pk: int

    def __str__(self) -> str:
        return f"{self.filed_on.isoformat()}_{self.pk}"


@dataclass(frozen=True)
class Page:
    """The rows of one page; `older` and `newer` point on, and are None at the end."""

    rows: list[Article]
    older: Cursor | None = None
    newer: Cursor | None = None


def read_cursor(written: str) -> Cursor:
    """Return the place that `2023-09-13_812` names; raise ValueError with a sentence for the reader."""
    day, _line, number = written.strip().partition("_")
    try:
        if not (number.isascii() and number.isdigit()) or int(number) > LARGEST_ID:
            raise ValueError
        return Cursor(date.fromisoformat(day), int(number))
    except ValueError:
        raise ValueError(_("This address points to no page of the list. Begin again with the first page.")) from None


Fetch = Callable[[Cursor | None, bool, int], "list[Article]"]
"""Gives the articles beyond a place, or from an end of the list on: place, whether towards the newer ones, how many."""


def turn_to(
    articles: ArticleQuerySet,
    before: Cursor | None = None,
    after: Cursor | None = None,
    *,
    wire_order: bool = False,
    size: int = PAGE_SIZE,
) -> Page:
    """Return the page of articles filed just before, or just after, a place; without one, the first page.

    The first page holds the newest articles, in wire order the oldest.
    """

    def fetch(start: Cursor | None, towards_newer: bool, number: int) -> list[Article]:
        return list(articles.beyond(start, towards_newer)[:number])

    return page_from(fetch, before, after, wire_order=wire_order, size=size)


def page_from(
    fetch: Fetch,
    before: Cursor | None = None,
    after: Cursor | None = None,
    *,
    wire_order: bool = False,
    size: int = PAGE_SIZE,
) -> Page:
    """Return the same of articles that are fetched in another way."""
    start = before or after
    towards_newer = wire_order if not start else start is after
    rows = fetch(start, towards_newer, size + 1)
    more, rows = len(rows) > size, rows[:size]
    turning_back = start and towards_newer is not wire_order
    if turning_back and not more:
        return page_from(fetch, wire_order=wire_order, size=size)
    if towards_newer is not wire_order:
        rows.reverse()
    return _page(rows, more if not towards_newer else bool(start), more if towards_newer else bool(start), wire_order)


def _page(rows: list[Article], older: bool, newer: bool, wire_order: bool) -> Page:
    if not rows:
        return Page(rows)
    oldest, newest = (rows[0], rows[-1]) if wire_order else (rows[-1], rows[0])
    return Page(
        rows,
        older=Cursor(oldest.filed_on, oldest.pk) if older else None,
        newer=Cursor(newest.filed_on, newest.pk) if newer else None,
    )
