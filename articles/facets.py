"""What the articles found are about, counted: by date, place, person, organisation, agency and language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils import dateformat
from django.utils.translation import get_language, pgettext

from articles.calendars import share
from articles.dates import UNDATED, Period, day_in_words
from articles.facet_rows import Pick, counted_rows
from articles.labels import label_name
from articles.languages import language_name
from articles.models import Article
from articles.querysets import NO_DATE, ArticleQuerySet
from articles.samples import COUNTED_EXACTLY, LEAST, LOOKED_AT, SAMPLES, share_for
from articles.search import Search, as_search
from articles.tallied_facets import tallied_rows, total_and_dates
from articles.tallies import Asked

VALUES_SHOWN = 10
YEARS_SHOWN = 12
FACETS = (
    "filed_from",
    "about",
    "person",
    "organisation",
    "agency",
    "language",
    "label",
    "status",
    "subject",
    "urgency",
)


@dataclass(frozen=True)
class Value:
    """A value articles can be narrowed by; `text` is how an address writes it."""

    text: str
    label: str
    articles: int
    share: int = 0
    short: str = ""


@dataclass(frozen=True)
class Facet:
    """The most frequent values of one filter, `known` being how many there are in all.

    `estimated` tells that its numbers are told from a sample.
    """

    values: list[Value]
    known: int = 0
    unit: str = ""
    wider: Period | None = None
    estimated: bool = False

    @property
    def shortened(self) -> bool:
        return self.known > len(self.values)


@dataclass(frozen=True)
class Counts:
    """How many articles were found, and the facets by the name of their filter; told from a sample unless `exact`.

    How many were found may be exact though the facets are not. `spans` holds the numbers of all months, within one
    month of its days, as addresses write them, however small: `one_in` tells of how many articles one was counted for
    them. Where rows of the list were to be picked and could be, `picked` tells by id how many articles of the row's
    story were found, and `stories` how many stories.
    """

    articles: int = 0
    facets: dict[str, Facet] = field(default_factory=dict)
    exact: bool = True
    exactly_found: bool = True
    spans: dict[str, int] = field(default_factory=dict)
    one_in: int = 1
    picked: dict[int, int] | None = None
    stories: int | None = None


def count_facets(
    articles: ArticleQuerySet,
    words: str | Search | None = None,
    period: Period | None = None,
    expected: int | None = None,
    tallied: Asked | None = None,
    pick: Pick | None = None,
) -> Counts:
    """Count the articles that match the words, by every filter; dates by year, or within the period by month or day.

    Where more than 12,000 are expected a sample is counted; without an expectation every article is. If tallies can
    tell of the same articles, `tallied` is how: what they know is not counted. Rows of the list are picked where every
    article is counted.
    """
    unit = "day" if period and period.within_one_month else "month" if period and period.within_one_year else "year"
    search = as_search(words) if words else None
    told = tallied_rows(tallied, unit, VALUES_SHOWN)
    share, rows = (1, told) if told else _all_or_sample(articles, search, unit, expected, pick)
    counted: dict[str, list[tuple]] = {}
    for name, *row in rows:
        counted.setdefault(name, []).append(tuple(row))
    total = counted["all"][0][3] * share
    picked = {int(pk): found for pk, _, _, found, _ in counted.get("row", [])} if pick and share == 1 else None
    stories = counted["stories"][0][3] if "stories" in counted and share == 1 else None
    spans = {text: number * share for text, _shown, _names, number, _known in counted.pop("span", [])}
    counted = {name: _of_all(found, share) for name, found in counted.items()}
    facets = {name: facet_of(name, counted.get(name, [])) for name in FACETS}
    facets["date"] = _dates(counted.get("date", []), unit, period)
    facets = {name: replace(facet, estimated=share > 1) for name, facet in facets.items()}
    counts = Counts(total, facets, share == 1, share == 1, spans, share, picked, stories)
    return counts if counts.exact or not tallied else _exactly_found(counts, tallied, unit, period)


def _exactly_found(counts: Counts, tallied: Asked, unit: str, period: Period | None) -> Counts:
    """Put what tallies tell exactly in the place of what a sample did."""
    (_all, *_row, articles, _known), *told = total_and_dates(tallied, unit)
    counts = replace(counts, articles=articles, exactly_found=True)
    if not told:
        return counts
    dates = _dates([row[1:] for row in told if row[0] == "date"], unit, period)
    spans = {text: number for name, text, _name, _names, number, _known in told if name == "span"}
    return replace(counts, facets=counts.facets | {"date": dates}, spans=spans, one_in=1)


def _all_or_sample(
    articles: ArticleQuerySet, search: Search | None, unit: str, expected: int | None, pick: Pick | None
) -> tuple[int, list[tuple]]:
    """Return one in how many articles were counted, and the rows: facet, value, name, names, articles, values known."""
    count = partial(counted_rows, search=search, unit=unit, shown=VALUES_SHOWN)
    if expected is None:
        return 1, count(articles, pick=pick)
    share = share_for(expected)
    if share == 1:
        rows = count(articles, most=LOOKED_AT + 1, pick=pick)
        if _total(rows) <= LOOKED_AT:
            return 1, rows
        share = SAMPLES[0]
    rows = count(articles.one_in(share))
    if _total(rows) * share <= COUNTED_EXACTLY:
        return 1, count(articles, pick=pick)
    return share, rows


def _total(rows: list[tuple]) -> int:
    return next(row[4] for row in rows if row[0] == "all")


def _of_all(rows: list[tuple], share: int) -> list[tuple]:
    """Return what a sample says of all articles, but nothing where it says too little."""
    if share == 1:
        return rows
    return [(*row[:3], row[3] * share, row[4]) for row in rows if row[3] >= LEAST]


def facet_of(name: str, rows: list[tuple], most: int = VALUES_SHOWN) -> Facet:
    """Return the values most articles have, then by name; versions in their order."""
    rows = sorted(rows, key=lambda row: (-row[3], row[1]))
    values = [
        Value(text, shown(name, text, known_as, names), articles) for text, known_as, names, articles, _known in rows
    ][:most]
    if name == "label":
        values.sort(key=lambda value: int(value.text))
    return Facet(values, known=rows[0][4] if rows else 0)


def shown(facet: str, text: str, name: str, names: str | None) -> str:
    """Return a value's name for the reader."""
    if facet in NAMED:
        return NAMED[facet](text)
    reader = (get_language() or "en")[:2]
    return (json.loads(names).get(reader) if names else None) or name


NAMED = {"language": language_name, "label": label_name, "status": lambda status: str(Article.Status(status).label)}


def _dates(rows: list[tuple], unit: str, period: Period | None) -> Facet:
    counts = {int(number): articles for number, _name, _names, articles, _known in rows}
    most = max(counts.values(), default=0)
    numbers = sorted(counts, reverse=unit == "year")[: YEARS_SHOWN if unit == "year" else None]
    values = [_date(unit, number, counts[number], share(counts[number], most), period) for number in numbers]
    return Facet(values, known=len(counts), unit=unit, wider=period.wider if period else None)


def _date(unit: str, number: int, articles: int, percent: int, period: Period | None) -> Value:
    if unit == "year" and number == NO_DATE.year:
        return Value(UNDATED, pgettext("articles", "undated"), articles, percent)
    if unit == "year":
        return Value(f"{number:04}", f"{number:04}", articles, percent)
    if unit == "month":
        first = period.first.replace(month=number, day=1)
        return Value(first.isoformat()[:7], dateformat.format(first, "F"), articles, percent)
    day = period.first.replace(day=number)
    return Value(day.isoformat(), day_in_words(day), articles, percent, short=str(number))
