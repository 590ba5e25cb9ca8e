"""Dates as structured formats write them: ISO 8601 in full or basic form, with or without hour and zone; e-mail dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})"
    r"(?:[T ]?(?P<hour>\d{2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s*"
    r"(?P<zone>Z|UTC|GMT|(?P<sign>[+-−])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)?)?",
    re.IGNORECASE | re.ASCII,
)
YEARS = range(1800, 2200)
"""From before the first wire to what no archive holds yet: other years are typing errors, or stand for never."""


def moment(text: str) -> datetime | None:
    """Return a date with its hour, in UTC where no time zone is given; None for a day alone or what is no date."""
    found = MOMENT.fullmatch(text.strip())
    if not found or not found["hour"] or (on := _day(found)) is None:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    try:
        start = datetime(on.year, on.month, on.day, tzinfo=_zone(found))
    except ValueError:
        return None
    # ISO 8601 ends a day at 24:00, and some minutes after 60 seconds
    if hour > 24 or (hour == 24 and (minute or second)) or minute > 59 or second > 60:
        return None
    return start + timedelta(hours=hour, minutes=minute, seconds=second)


def day(text: str) -> date | None:
    """Return the day of a date with or without its hour; None for what is no date."""
    found = MOMENT.fullmatch(text.strip())
    return _day(found) if found else None


def mail_moment(text: str) -> datetime | None:
    """Return the moment of an e-mail date (RFC 5322), in UTC where no time zone is given; None for what is none."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return believable(found if found.tzinfo else found.replace(tzinfo=UTC))


def believable(at: datetime) -> datetime | None:
    """Return a moment, None where copy cannot be of its year."""
    return at if at.year in YEARS else None


def _day(found: re.Match[str]) -> date | None:
    try:
        on = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return on if on.year in YEARS else None


def _zone(found: re.Match[str]) -> timezone:
    if not found["sign"]:
        return UTC
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(offset if found["sign"] == "+" else -offset)
