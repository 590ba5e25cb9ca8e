"""Dates as the wire writes them, in the languages of the agencies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MONTH_NAMES = (
    "january jan janvier janv enero ene januar jänner gennaio gen janeiro يناير января",
    "february feb february febr février févr fév febrero februar febbraio fevereiro fev فبراير февраля",
    "march mar mart mars marzo märz marz mrz março марта مارس",
    "april apr avril avr abril abr aprile أبريل ابريل апреля",
    "may mai mayo maggio mag maio مايو мая",
    "june jun juin junio juni giugno giu junho يونيو يونيه июня",
    "july jul juillet juil julio juli luglio lug julho يوليو يوليه июля",
    "august aug août aout agosto ago أغسطس اغسطس августа",
    "september sept sep septembre septiembre setiembre set settembre setembro سبتمبر сентября",
    "october oct octobre octubre oktober okt ottobre ott outubro out أكتوبر اكتوبر октября",
    "november nov novembre noviembre novembro نوفمبر ноября",
    "december dec décembre déc diciembre dic dezember dez dicembre dezembro ديسمبر декабря",
)
WEEKDAY_NAMES = (
    "monday lundi lunes montag lunedì segunda-feira الاثنين понедельник",
    "tuesday mardi martes dienstag martedì terça-feira الثلاثاء вторник",
    "wednesday mercredi miércoles mittwoch mercoledì quarta-feira الأربعاء среда среду",
    "thursday jeudi jueves donnerstag giovedì quinta-feira الخميس четверг",
    "friday vendredi viernes freitag venerdì sexta-feira الجمعة пятница пятницу",
    "saturday samedi sábado samstag sonnabend sabato السبت суббота субботу",
    "sunday dimanche domingo sonntag domenica الأحد воскресенье",
)
FOUR_DIGITS = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
PIVOT = 70


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """Lower case without accents or a final stop: how month and weekday names are compared."""
    decomposed = unicodedata.normalize("NFD", word.lower().rstrip("."))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


MONTHS = {plain(name): number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
WEEKDAYS = {plain(name): number for number, names in enumerate(WEEKDAY_NAMES) for name in names.split()}
MONTH = r"(?P<month>[^\W\d_]{3,10}+)\.?"
DAY = r"(?P<day>\d{1,2})(?:er|º|ª|st|nd|rd|th|\.)?"
DAY_MONTH = re.compile(
    rf"{DAY}\s*(?:de\s+|d['’])?{MONTH}(?:,?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}}|['’]?\d{{2}}))?", re.IGNORECASE
)
MONTH_DAY = re.compile(rf"{MONTH}\s*{DAY}(?:,?\s+(?P<year>\d{{4}}))?", re.IGNORECASE)
EAST_ASIAN = re.compile(
    r"(?:(?P<year>\d{4})\s*[年년]\s*)?(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]|(?P<only_day>\d{1,2})\s*[日일]"
)
DAY_ONLY = re.compile(r"(?P<day>\d{1,2})\.?")
FULL_DATES = (
    re.compile(
        rf"(?<!\d){DAY}\s+(?:de\s+|d['’])?{MONTH},?\s+(?:de\s+|del\s+)?(?P<year>(?:1[89]|20)\d\d)(?!\d)", re.IGNORECASE
    ),
    re.compile(rf"(?<!\w){MONTH}\s+{DAY},?\s+(?P<year>(?:1[89]|20)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?P<year>(?:1[89]|20)\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]"),
    re.compile(r"(?<!\d)(?P<year>(?:1[89]|20)\d\d)[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"),
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as a dateline gives it; `month` is None where only the day is written (Havas, CNA)."""

    day: int
    month: int | None = None
    year: int | None = None

    def in_year(self, year: int) -> date | None:
        """The day in that year, or None where it does not exist (29 February)."""
        try:
            return date(year, self.month or 1, self.day)
        except ValueError:
            return None


def read_dateline_date(text: str) -> PartialDate | None:
    """Read the date of a dateline (`13 sept.`, `Nov. 24`, `9月2日`, `15 JAN 90`, `14.`), or return None."""
    text = text.strip().translate(EASTERN_DIGITS)
    for pattern in (DAY_MONTH, MONTH_DAY):
        if (found := pattern.fullmatch(text)) and (month := MONTHS.get(plain(found["month"]))):
            return _partial(int(found["day"]), month, _year(found["year"]))
    if found := EAST_ASIAN.fullmatch(text):
        if found["only_day"]:
            return _partial(int(found["only_day"]))
        return _partial(int(found["day"]), int(found["month"]), _year(found["year"]))
    if found := DAY_ONLY.fullmatch(text):
        return _partial(int(found["day"]))
    return None


def whole_year(written: str) -> int:
    """Return the year that one or two digits stand for: from 70 on of the last century, else of this."""
    year = int(written)
    if len(written) > 2:
        return year
    return year + (1900 if year >= PIVOT else 2000)


def full_dates(text: str) -> Iterator[date]:
    """Yield the dates written with day, month and year."""
    if not FOUR_DIGITS.search(text):
        return
    for pattern in FULL_DATES:
        for found in pattern.finditer(text):
            if day := _full_date(found):
                yield day


def years_named(text: str) -> list[int]:
    """Return the four-digit years of a text, in its order."""
    return [int(year) for year in FOUR_DIGITS.findall(text)]


def _full_date(found: re.Match[str]) -> date | None:
    month = found["month"]
    number = int(month) if month.isdigit() else MONTHS.get(plain(month), 0)
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None


def _partial(day: int, month: int | None = None, year: int | None = None) -> PartialDate | None:
    partial = PartialDate(day, month, year)
    return partial if partial.in_year(year or 2000) else None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return whole_year(written.strip("'’"))
