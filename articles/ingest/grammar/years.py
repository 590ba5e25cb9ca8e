"""The year a dateline lacks, from the evidence the copy gives; never from today's clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from articles.ingest.grammar.dates import WEEKDAYS, PartialDate, full_dates, plain, years_named
from articles.ingest.moments import YEARS

NEAR = timedelta(days=7)
ONE_DAY = timedelta(days=1)
"""Midnight comes earlier in Seoul than where the copy is received."""

WEEKDAY_REACH = 5
"""Years after the latest year named: a day of the year falls on a weekday at most once in five years."""

EARLIEST_FOR_TEXT = 1980
FUTURE = re.compile(
    r"\b(?:(?:will|shall|is to|are to|due to|plans? to|doit|doivent|devrait|devraient|sera|seront|wird|soll|será)\b[^.]{0,30}|d['’]ici(?: à| la fin de)?|à l['’]horizon|jusqu['’]en|by(?: the end of)?|until|before|for|avant|pour|bis(?: zum Jahr)?|hasta|para|entro(?: il)?|in time for"
    r"|hasta el|para el|prévue?s? (?:en|pour)|scheduled for|expected in|fin|end of)\s+(?:(?:l['’]année|the year|en)\s+)?$",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|from|to|until|through|during|late|early|mid|year|and|end|en|depuis|de|d['’]|l['’]année|année|fin|début|dès|à|et|jusqu['’]en|durant|"
    r"im Jahr|Jahr|seit|von|bis|desde|año|del|hasta|y|nel|dal|del|"
    r"[^\W\d_]{3,10}\.?\s+\d{1,2},?|[^\W\d_]{3,10}\.?)\s+|[(（—–\-/]|[가-힣一-鿿ぁ-ヿ，、。]\s?|^|\b(?:d|l)['’])$",
    re.IGNORECASE,
)
NO_YEAR_AFTER = re.compile(
    r"\s*(?:年まで|년까지|年前|까지|[%€$£₩]|[\"”'’»]|"
    r"(?:people|persons|men|women|dollars|won|euros|yen|miles|km|meters|metres|tons|tonnes|homes|jobs|visitors|members|workers|shares|"
    r"personnes|habitants|dollars|wons|euros|kilomètres|mètres|tonnes|emplois|visiteurs|membres|exemplaires|livres|personas|Menschen)\b)"
)
OTHER_WEEK_BEFORE = re.compile(
    r"\b(?:hier|yesterday|gestern|ayer|demain|tomorrow|morgen|mañana|next|last|every|each|chaque|nächsten|letzten|jeden|próximo|pasado|cada)\s+$",
    re.IGNORECASE,
)
OTHER_WEEK_AFTER = re.compile(
    r"\s+(?:prochaine?|dernière?|suivante?|précédente?|next|last|próximo|pasado|\d)", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+(?:-feira)?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may tell the year: dates from metadata, id and time line, the captions, the text, the day of reception."""

    metadata_date: date | None = None
    guid_date: date | None = None
    timestamp_date: date | None = None
    captions: Sequence[str] = field(default_factory=tuple)
    paragraphs: Sequence[str] = field(default_factory=tuple)
    received: date | None = None
    copyright_year: int | None = None

    def days(self) -> tuple[tuple[str, date | None], ...]:
        """The whole dates that stand outside the text, by the name of the evidence, strongest first."""
        return (
            ("metadata", self.metadata_date),
            ("guid", self.guid_date),
            ("timestamp", self.timestamp_date),
        )


def complete(partial: PartialDate | None, evidence: Evidence) -> tuple[date | None, str]:
    """Return the date and the name of the evidence for its year, strongest first; (None, "") without any.

    A dateline without a date takes the day of the id or of the time line.
    """
    if partial is None:
        return _whole_date(evidence)
    if partial.year:
        return _with_name(partial.in_year(partial.year), "dateline")
    for name, reference in evidence.days():
        if reference and (found := _nearest(partial, reference)):
            return found, name
    if evidence.copyright_year and (found := partial.in_year(evidence.copyright_year)):
        return found, "timestamp"
    for name, texts in (("captions", evidence.captions), ("text", evidence.paragraphs)):
        if found := _near_full_date(partial, texts):
            return found, name
    if partial.month is None:
        return _with_name(_latest_until(partial, evidence.received), "received")
    return _from_years(partial, evidence)


def _whole_date(evidence: Evidence) -> tuple[date | None, str]:
    for name, reference in evidence.days():
        if reference:
            return reference, name
    return None, ""


def _from_years(partial: PartialDate, evidence: Evidence) -> tuple[date | None, str]:
    weekdays = weekdays_named(evidence.paragraphs)
    latest = latest_past_year(evidence.paragraphs, evidence.received)
    if weekdays:
        if latest and (found := _on_weekday(partial, weekdays, range(latest, latest + WEEKDAY_REACH))):
            return found, "weekday"
        if evidence.received:
            found = _on_weekday(partial, weekdays[:1], _years_back(evidence.received))
            if found and found <= evidence.received + ONE_DAY:
                return found, "weekday"
    elif latest and (found := partial.in_year(latest)) and _agrees(found, evidence.received):
        return found, "text"
    return _with_name(_latest_until(partial, evidence.received), "received")


def _agrees(day: date, received: date | None) -> bool:
    """A year in the text is the least the year can be: copy received more than a year later is of a later one."""
    return received is None or timedelta(0) <= received + ONE_DAY - day < timedelta(days=366)


def weekdays_named(paragraphs: Sequence[str]) -> list[int]:
    """Return the weekdays (Monday 0) of the first two paragraphs that may be the day of filing."""
    named = []
    for paragraph in paragraphs[:2]:
        for found in WORD.finditer(paragraph):
            number = WEEKDAYS.get(plain(found.group()))
            if number is not None and not _of_another_week(paragraph, found):
                named.append(number)
    return named


def _of_another_week(paragraph: str, found: re.Match[str]) -> bool:
    before = OTHER_WEEK_BEFORE.search(paragraph, max(0, found.start() - 20), found.start())
    return bool(before or OTHER_WEEK_AFTER.match(paragraph, found.end()))


def latest_past_year(paragraphs: Iterable[str], received: date | None = None) -> int | None:
    """Return the latest year the text names as past, or None."""
    limit = received.year if received else 9999
    years = [year for paragraph in paragraphs for year in _past_years(paragraph) if EARLIEST_FOR_TEXT <= year <= limit]
    return max(years, default=None)


def _past_years(paragraph: str) -> Iterable[int]:
    if not (years := years_named(paragraph)):
        return
    start = 0
    for year in years:
        at = paragraph.index(str(year), start)
        start = at + 4
        before = paragraph[max(0, at - 40) : at]
        if YEAR_BEFORE.search(before) and not FUTURE.search(before) and not NO_YEAR_AFTER.match(paragraph, start):
            yield year


def _near_full_date(partial: PartialDate, texts: Sequence[str]) -> date | None:
    near = [
        found
        for text in texts
        for written in full_dates(text)
        if (found := _nearest(partial, written)) and abs(found - written) <= NEAR
    ]
    return max(near, default=None)


def _nearest(partial: PartialDate, reference: date) -> date | None:
    """The partial date as near to `reference` as it can be; a day without month lies at most a day after it."""
    if partial.month is None:
        return _latest_until(partial, reference)
    years = (reference.year - 1, reference.year, reference.year + 1)
    candidates = [day for year in years if (day := partial.in_year(year))]
    return min(candidates, key=lambda day: abs(day - reference), default=None)


def _latest_until(partial: PartialDate, received: date | None) -> date | None:
    if received is None or received.year not in YEARS:
        return None
    limit = received + ONE_DAY
    if partial.month is None:
        for days in range(62):
            day = limit - timedelta(days=days)
            if day.day == partial.day:
                return day
        return None
    candidates = [day for year in _years_back(limit) if (day := partial.in_year(year)) and day <= limit]
    return max(candidates, default=None)


def _years_back(received: date) -> range:
    return range(received.year, max(received.year - 9, 1), -1)


def _on_weekday(partial: PartialDate, weekdays: Sequence[int], years: Sequence[int]) -> date | None:
    """The first year that fits: any weekday named may confirm it, only the first named may move it."""
    for index, year in enumerate(years):
        day = partial.in_year(year)
        if day and day.weekday() in (weekdays if index == 0 else weekdays[:1]):
            return day
    return None


def _with_name(day: date | None, name: str) -> tuple[date | None, str]:
    return (day, name) if day else (None, "")
