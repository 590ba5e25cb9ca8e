"""Numbers of articles laid out as calendars and bars."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format

HEAT_LEVELS = 4


@dataclass(frozen=True)
class Cell:
    """A day or month and its articles: `share` in percent of the fullest, `heat` from 0 to 4."""

    first: date | None = None
    articles: int = 0
    share: int = 0
    heat: int = 0


@dataclass(frozen=True)
class Year:
    """A year, its articles, and its twelve months."""

    number: int
    articles: int
    share: int
    months: list[Cell]


def share(count: int, most: int) -> int:
    """Return the count in percent of the largest, rounded up so that something never looks like nothing."""
    return -(-100 * count // most) if most else 0


def heat(count: int, most: int) -> int:
    """Return 0 for nothing, else 1 to 4 for the quarter of the largest count it lies in."""
    return -(-HEAT_LEVELS * count // most) if most else 0


def years(counts: Mapping[tuple[int, int], int]) -> list[Year]:
    """Lay out numbers by year and month, newest year first."""
    totals: dict[int, int] = {}
    for (year, _month), articles in counts.items():
        totals[year] = totals.get(year, 0) + articles
    fullest = max(totals.values(), default=0)
    most = max(counts.values(), default=0)
    return [
        Year(number, totals[number], share(totals[number], fullest), _months(number, counts, most))
        for number in sorted(totals, reverse=True)
    ]


def months(year: int, counts: Mapping[int, int]) -> list[Cell]:
    """Lay out the numbers of one year's months."""
    return _months(
        year, {(year, month): articles for month, articles in counts.items()}, max(counts.values(), default=0)
    )


def _months(year: int, counts: Mapping[tuple[int, int], int], most: int) -> list[Cell]:
    return [_cell(date(year, month, 1), counts.get((year, month), 0), most) for month in range(1, 13)]


def weeks(year: int, month: int, counts: Mapping[int, int]) -> list[list[Cell]]:
    """Lay out the numbers of one month's days as a calendar's rows; fields outside the month are empty."""
    most = max(counts.values(), default=0)
    rows = calendar.Calendar(first_weekday()).monthdayscalendar(year, month)
    return [[_cell(date(year, month, day), counts.get(day, 0), most) if day else Cell() for day in row] for row in rows]


def _cell(first: date, articles: int, most: int) -> Cell:
    return Cell(first, articles, share(articles, most), heat(articles, most))


def first_weekday() -> int:
    """The day a week begins with for the reader: 0 is Monday."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def weekdays() -> list[tuple[str, str]]:
    """Return the names of the weekdays, whole and short, as the reader's week runs."""
    order = [(first_weekday() + offset) % 7 for offset in range(7)]
    return [(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in order]
