"""All of the archive chained: sketches for the articles that have none, then every article against its neighbours."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, F, Max, Min
from django.utils import timezone

from articles.importing import sketches
from articles.importing.chain_workers import workers
from articles.importing.chaining import settle
from articles.importing.filings import members, unsketched
from articles.models import Article, ChainRun, Sketch

IDS_A_PIECE = 1000
ARTICLES_A_PIECE = 1000
TOGETHER = 500
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the archive: articles by number, or by day; `articles` says how many."""

    first: int = 0
    last: int = 0
    days: tuple[date, date] | None = None
    again: bool = False
    articles: int = 0


@dataclass(slots=True)
class Done:
    articles: int = 0
    joined: int = 0
    suggested: int = 0
    stories: set[int] = field(default_factory=set)


def chain_all(
    jobs: int,
    again: bool = False,
    done: Callable[[int], object] = lambda articles: None,
    changed: Callable[[frozenset[int]], object] = lambda stories: None,
) -> ChainRun:
    """Chain every article of the archive, in `jobs` processes, and return the run with its counts.

    Goes on where the last run was cut short. With `again` all sketches are taken anew. `done` hears how many articles
    were dealt with, `changed` which stories others have joined. What librarians decided stays.
    """
    run = ChainRun.objects.filter(finished_at=None).first() or ChainRun.objects.create()
    with workers(jobs, deal_with) as ask:
        if run.stage == ChainRun.Stage.SKETCHING:
            for piece, found in _in_order(_by_number(run.last_article, again), ask):
                ChainRun.objects.filter(pk=run.pk).update(last_article=piece.last)
                done(found.articles)
            ChainRun.objects.filter(pk=run.pk).update(stage=ChainRun.Stage.LINKING)
            run.refresh_from_db()
        for piece, found in _in_order(_by_day(run.last_day), ask):
            ChainRun.objects.filter(pk=run.pk).update(
                last_day=piece.days[1],
                articles=F("articles") + found.articles,
                joined=F("joined") + found.joined,
                suggested=F("suggested") + found.suggested,
            )
            done(found.articles)
            changed(frozenset(found.stories))
    run.refresh_from_db()
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    return run


def _by_number(after: int, again: bool) -> Iterator[Piece]:
    there = Article.objects.filter(pk__gt=after).aggregate(first=Min("pk"), last=Max("pk"))
    for first in range(there["first"] or 1, (there["last"] or 0) + 1, IDS_A_PIECE):
        yield Piece(first, first + IDS_A_PIECE - 1, again=again)


def _by_day(after: date | None) -> Iterator[Piece]:
    """Yield the days after that one, so many together that a piece is worth its while."""
    days = Sketch.objects.filter(day__gt=after) if after else Sketch.objects
    first, articles = None, 0
    for day, number in days.values_list("day").annotate(Count("pk")).order_by("day"):
        first, articles = first or day, articles + number
        if articles >= ARTICLES_A_PIECE:
            yield Piece(days=(first, day), articles=articles)
            first, articles = None, 0
    if first:
        yield Piece(days=(first, day), articles=articles)


def deal_with(piece: Piece) -> Done:
    """Take the sketches of a piece, or chain it."""
    return _chain(piece) if piece.days else _sketch(piece)


def _sketch(piece: Piece) -> Done:
    new = unsketched(piece.first, piece.last, piece.again)
    with transaction.atomic():
        sketches.replace(new)
    return Done(len(new))


def _chain(piece: Piece) -> Done:
    ids = list(
        Sketch.objects.filter(day__range=piece.days).order_by("day", "article").values_list("article", flat=True)
    )
    done = Done()
    for start in range(0, len(ids), TOGETHER):
        few = ids[start : start + TOGETHER]
        known = members(few)
        settled = settle([member.filing for member in known], known=known)
        done.articles += len(few)
        done.joined += settled.joined
        done.suggested += settled.suggested
        done.stories |= settled.stories
    return done


def _in_order(pieces: Iterator[Piece], ask: Callable[[Piece], Callable[[], Done]]) -> Iterator[tuple[Piece, Done]]:
    """Yield the pieces as they were dealt with, in their order; some more are being dealt with meanwhile."""
    waiting: deque[tuple[Piece, Callable[[], Done]]] = deque()
    for piece in pieces:
        waiting.append((piece, ask(piece)))
        if len(waiting) > AHEAD:
            piece, answer = waiting.popleft()
            yield piece, answer()
    for piece, answer in waiting:
        yield piece, answer()
