"""Days, months, years and spans of them, as readers write them and read them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import dateformat
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

UNDATED = "undated"
SHOWN_OF_A_BAD_VALUE = 60
WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True)
class Period:
    """A span of days, open at an end that is None; `text` is how an address writes it."""

    text: str
    first: date | None = None
    last: date | None = None
    undated: bool = False

    @property
    def unit(self) -> str:
        """year, month, day, span or undated."""
        if self.undated:
            return UNDATED
        if ".." in self.text:
            return "span"
        return ("year", "month", "day")[self.text.count("-")]

    @property
    def within_one_year(self) -> bool:
        return bool(self.first and self.last and self.first.year == self.last.year)

    @property
    def within_one_month(self) -> bool:
        return self.within_one_year and self.first.month == self.last.month

    @property
    def wider(self) -> Period | None:
        """The year of a month, the month of a day; None above a year."""
        if self.unit not in ("month", "day"):
            return None
        return read_period(self.text.rpartition("-")[0])

    def __str__(self) -> str:
        return period_in_words(self)


def read_period(written: str) -> Period:
    """Return the period that `2023`, `2023-09`, `2023-09-13`, `2023-09..2023-11`, `2023-09..` or `undated` names.

    Raises ValueError with a sentence for the reader.
    """
    text = written.strip()
    if text.lower() == UNDATED:
        return Period(UNDATED, undated=True)
    if ".." not in text:
        return _whole(text)
    opening, _dots, closing = text.partition("..")
    if not opening.strip() and not closing.strip():
        raise ValueError(_not_a_date(text))
    start = _whole(opening.strip()) if opening.strip() else Period("")
    end = _whole(closing.strip()) if closing.strip() else Period("")
    if start.first and end.last and start.first > end.last:
        raise ValueError(_("The span %(span)s ends before it begins.") % {"span": text})
    return Period(f"{start.text}..{end.text}", start.first, end.last)


def _whole(text: str) -> Period:
    """Return the year, month or day that `text` names."""
    found = WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(_not_a_date(text))
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(_not_a_date(text)) from None
    if month is None:
        return Period(found[1], first, first.replace(month=12, day=31))
    if day is None:
        return Period(f"{found[1]}-{month:02}", first, first.replace(day=days_in_month(year, month)))
    return Period(first.isoformat(), first, first)


def _not_a_date(text: str) -> str:
    shown = text if len(text) <= SHOWN_OF_A_BAD_VALUE else text[:SHOWN_OF_A_BAD_VALUE] + "…"
    return _(
        "“%(written)s” is not a date. Write a year (2023), a month (2023-09), a day (2023-09-13), "
        "a span (2023-09-01..2023-09-13, 2023-09.., ..2023-09) or “undated”."
    ) % {"written": shown}


def days_in_month(year: int, month: int) -> int:
    """Return how many days the month has."""
    return calendar.monthrange(year, month)[1]


def day_in_words(day: date) -> str:
    """13 September 2023, 1er septembre 2023."""
    # Translators: a date format, see https://docs.djangoproject.com/en/5.2/ref/templates/builtins/#date
    first = pgettext("format of the first day of a month", "j F Y")
    other = pgettext("format of a day", "j F Y")
    return dateformat.format(day, first if day.day == 1 else other)


def weekday_in_words(day: date) -> str:
    """Wednesday 13 September 2023."""
    return f"{weekday_name(day)} {day_in_words(day)}"


def weekday_name(day: date) -> str:
    """Wednesday."""
    return dateformat.format(day, "l")


def month_in_words(day: date) -> str:
    """September 2023."""
    return _month_in_words(day.replace(day=1), get_language())


@lru_cache(maxsize=5000)
def _month_in_words(month: date, _language: str | None) -> str:
    return dateformat.format(month, pgettext("format of a month", "F Y"))


def period_in_words(period: Period) -> str:
    """The period as the end of a sentence: “in September 2023”, “from 1 May 2023 to 3 June 2023”."""
    if period.unit == UNDATED:
        return _("without a date")
    if period.unit == "year":
        return _("in %(period)s") % {"period": f"{period.first.year:04}"}
    if period.unit == "month":
        return _("in %(period)s") % {"period": month_in_words(period.first)}
    if period.unit == "day":
        return _("on %(day)s") % {"day": day_in_words(period.first)}
    if not period.last:
        return _("from %(first)s on") % {"first": day_in_words(period.first)}
    if not period.first:
        return _("up to %(last)s") % {"last": day_in_words(period.last)}
    return _("from %(first)s to %(last)s") % {
        "first": day_in_words(period.first),
        "last": day_in_words(period.last),
    }
