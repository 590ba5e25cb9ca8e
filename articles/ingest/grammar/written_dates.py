"""Dates as tables write them: ISO 8601, seconds since 1970, e-mail dates, numbers in either order, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from articles.ingest.grammar import lines
from articles.ingest.grammar.dates import full_dates
from articles.ingest.moments import believable, day, mail_moment, moment

LONGEST = 80
NUMBERS = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})(?:[ T,]+(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::\d{2})?)?"
)
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=\D|$)")
SECONDS = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{12,13}")
IN_TEXT = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:19|20)\d\d(?!\d)")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as far as it is written: the day, and the moment where the hour is given, in UTC without a time zone."""

    day: date | None = None
    moment: datetime | None = None


def day_comes_first(text: str) -> bool | None:
    """Return how a text writes dates in numbers, day or month first, from those that allow only one; None without."""
    orders = set()
    for first, sign, second in IN_TEXT.findall(text):
        if sign == "." or int(first) > 12:
            orders.add(True)
        elif int(second) > 12:
            orders.add(False)
    return orders.pop() if len(orders) == 1 else None


def read_date(text: str, day_first: bool | None = None) -> Written:
    """Return the date that a text is; nothing for what is none, or may be two (03/04/2020 in an order not known)."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return Written()
    iso = YEAR_FIRST.sub(lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", text)
    at = moment(iso) or _since_1970(text) or _of_mail(text)
    on = at.date() if at else day(iso)
    if on is None and (found := NUMBERS.fullmatch(text)):
        return _of_numbers(found, day_first)
    return Written(on or lines.time_of(text) or next(full_dates(text), None), at)


def _since_1970(text: str) -> datetime | None:
    if not SECONDS.fullmatch(text):
        return None
    seconds = float(text)
    return believable(EPOCH + timedelta(seconds=seconds / 1000 if len(text) > 11 and "." not in text else seconds))


def _of_mail(text: str) -> datetime | None:
    if ":" not in text or not text[-1:].isalnum() or not any(letter.isalpha() for letter in text):
        return None
    return mail_moment(text)


def _of_numbers(found: re.Match[str], day_first: bool | None) -> Written:
    first, second = int(found["first"]), int(found["second"])
    if found["sign"] == "." or first > 12 or first == second:
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None:
        return Written()
    month, number = (second, first) if day_first else (first, second)
    try:
        hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
        at = believable(datetime(int(found["year"]), month, number, hour, minute, tzinfo=UTC))
    except ValueError:
        return Written()
    return Written(at and at.date(), at if found["hour"] else None)
