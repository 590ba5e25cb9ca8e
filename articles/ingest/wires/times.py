"""Moments as the wires stamp them: two-digit years, month names, a zone or none."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from articles.ingest.grammar.dates import MONTHS, plain, whole_year
from articles.ingest.moments import believable

HOURS_OF_ZONE = {"GMT": 0, "UTC": 0, "Z": 0, "JST": 9, "KST": 9, "CET": 1, "CEST": 2, "BST": 1, "EST": -5, "EDT": -4}
HOURS_OF_ZONE |= {"MEZ": 1, "MESZ": 2, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


def month_number(month: str) -> int:
    """Return the number of a month given by name or number, 0 for none."""
    return int(month) if month.isdecimal() else MONTHS.get(plain(month), 0)


def moment(year: str, month: str, day: str, clock: str, zone: str = "") -> datetime | None:
    """Return the moment, or None where there is none such; `clock` is HHMM, a zone not known is taken as GMT."""
    hours = HOURS_OF_ZONE.get(zone.upper(), 0)
    parts = (whole_year(year), month_number(month), int(day), int(clock[:2]), int(clock[-2:]))
    try:
        return believable(datetime(*parts, tzinfo=timezone(timedelta(hours=hours))))
    except ValueError:
        return None
