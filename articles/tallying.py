"""Tallies kept: differences folded into them, compared with the articles, made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection, transaction

Done = Callable[[], object]


class WrongTally(NamedTuple):
    """A tally that is not what it ought to be: `kept` is what it says, `counted` what it should say.

    `period` is 202309 for a month, 202300 for a year, 0 for all time, -1 for the undated.
    """

    period: int
    what: str
    value: str
    kept: int
    counted: int


def fold(wait: bool = True) -> int:
    """Add the differences to the tallies and return how many there were; without `wait` none while others fold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT newsroom_fold_tallies(%s)", [wait])
        return cursor.fetchone()[0]


def periods() -> list[int]:
    """Return the periods that have articles or tallies: months, then years, then all time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT newsroom_tally_order()")
        return [row[0] for row in cursor.fetchall()]


def wrong_tallies(asked: list[int], done: Done = lambda: None) -> Iterator[WrongTally]:
    """Yield the tallies of the periods that articles, or the months within them, do not bear out.

    Each period is looked at as it stands at one moment: nobody has to stop writing. `done` hears of each.
    """
    for period in asked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT what::text, value, kept, counted FROM newsroom_wrong_tallies(%s) ORDER BY 1, 2", [period]
            )
            yield from (WrongTally(period, *row) for row in cursor.fetchall())
        done()


@transaction.atomic
def rebuild(asked: list[int], done: Done = lambda: None) -> int:
    """Make the tallies of all periods anew from the articles, and return how many were wrong.

    Readers see them when all are done; nobody has to stop writing. `done` hears of each period.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "LOCK TABLE articles_article IN ACCESS SHARE MODE"
        )  # before the tallies, as whoever empties both
        fold()
        wrong = 0
        for period in asked:
            cursor.execute("SELECT newsroom_mend_tallies(%s)", [period])
            wrong += cursor.fetchone()[0]
            done()
        if wrong:
            cursor.execute("SELECT newsroom_tallies_mended()")
    return wrong
