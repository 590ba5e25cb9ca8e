"""The articles found, laid out by time: bars that narrow the date, by day, month or year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.calendars import share
from articles.clauses import Clause, archive_address
from articles.dates import UNDATED, Period, day_in_words, days_in_month, month_in_words
from articles.facets import Counts
from articles.filters import ArticleFilter
from articles.querysets import NO_DATE
from articles.samples import LEAST

MOST_BARS = 150
MOST_MARKS = 6
LAST_MARK = 0.88
"""How far along the axis a mark may stand, so that its year does not run over the end."""
LEAST_HEIGHT = 3
MARKED_DAYS = (1, 8, 15, 22, 29)
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Bar:
    """A day, a month or some years, as an address writes its beginning and its end; a gap has no address."""

    first: str
    last: str
    name: str
    articles: int = 0
    share: int = 0
    address: str = ""
    said: str = ""
    mark: str = ""

    @property
    def text(self) -> str:
        return self.first if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Histogram:
    """Bars from the first to the last; `unit` is what each stands for, `years` how many of them.

    An address is `before`, a date as addresses write it, `after`. An axis without marks has names at its ends, `start`
    and `end`.
    """

    unit: str
    bars: list[Bar]
    before: str
    after: str
    years: int = 1
    start: str = ""
    end: str = ""
    exact: bool = True
    undated: str = ""
    address_undated: str = ""


def histogram(asked: ArticleFilter, counts: Counts) -> Histogram | None:
    """Return the bars of the articles a valid address finds; None where there is but one."""
    period = asked.form.cleaned_data["date"]
    dated = dict(counts.spans)
    undated = sum(dated.pop(text, 0) for text in (NO_DATE.isoformat(), NO_DATE.isoformat()[:7]))
    unit, years, bars = _laid_out(dated, period)
    if len(bars) < 2:
        return None
    others = [clause for clause in asked.clauses if clause.name != "date"]
    before, _written, after = archive_address([Clause("date", UNDATED), *others]).partition(UNDATED)
    most = max(bar.articles for bar in bars)
    marked = _marked(bars, unit)
    return Histogram(
        unit,
        [_finished(bar, most, counts, before, after) for bar in marked],
        before,
        after,
        years,
        *((_short(bars[0], unit), _short(bars[-1], unit)) if marked == bars else ("", "")),
        exact=counts.one_in == 1,
        undated=_figure(undated, counts) if undated else "",
        address_undated=f"{before}{UNDATED}{after}",
    )


def _laid_out(dated: Mapping[str, int], period: Period | None) -> tuple[str, int, list[Bar]]:
    """Return what a bar stands for, of how many years if it is years, and the bars from the first to the last."""
    if not dated:
        return "month", 1, []
    if period and period.within_one_month:
        days = (period.first + timedelta(days=number) for number in range((period.last - period.first).days + 1))
        texts = [day.isoformat() for day in days]
        return "day", 1, [Bar(text, text, "", dated.get(text, 0)) for text in texts]
    first, last = min(dated), max(dated)
    if period and period.within_one_year:
        first, last = period.first.isoformat()[:7], period.last.isoformat()[:7]
    months = list(_months(first, last))
    if len(months) <= MOST_BARS:
        bars = [Bar(text, text, "", dated.get(text, 0)) for text in months]
        return "month", 1, _within(bars, period)
    years = next(step for step in (1, 10, 100) if int(last[:4]) // step - int(first[:4]) // step < MOST_BARS)
    return "year", years, _within(_by_years(dated, years), period)


def _months(first: str, last: str) -> Iterator[str]:
    for number in range(_number_of(first), _number_of(last) + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _number_of(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _by_years(dated: Mapping[str, int], years: int) -> list[Bar]:
    counts: dict[int, int] = {}
    for text, articles in dated.items():
        start = int(text[:4]) // years * years
        counts[start] = counts.get(start, 0) + articles
    return [
        Bar(f"{max(start, 1):04}", f"{start + years - 1:04}", "", counts.get(start, 0))
        for start in range(min(counts), max(counts) + 1, years)
    ]


def _within(bars: list[Bar], period: Period | None) -> list[Bar]:
    """Return the bars, of which the first and the last go no further than the period does."""
    if period and period.first and period.first > _opens(bars[0].first):
        bars[0] = replace(bars[0], first=period.first.isoformat(), name=_name(bars[0]))
    if period and period.last and period.last < _closes(bars[-1].last):
        bars[-1] = replace(bars[-1], last=period.last.isoformat(), name=bars[-1].name or _name(bars[-1]))
    return bars


def _opens(text: str) -> date:
    return date.fromisoformat(text + "0001-01-01"[len(text) :])


def _closes(text: str) -> date:
    first = _opens(text)
    return first.replace(month=12, day=31) if len(text) == 4 else first.replace(day=days_in_month(*_parts(first)))


def _parts(day: date) -> tuple[int, int]:
    return day.year, day.month


def _finished(bar: Bar, most: int, counts: Counts, before: str, after: str) -> Bar:
    if not bar.articles:
        return bar
    said = _("%(period)s: %(articles)s") % {
        "period": bar.name or _name(bar),
        "articles": _number(bar.articles, counts),
    }
    height = max(share(bar.articles, most), LEAST_HEIGHT)
    return replace(bar, share=height, said=said, address=f"{before}{bar.text}{after}")


def _number(articles: int, counts: Counts) -> str:
    """12 articles, ≈ 1,600 articles; of a sample that has few, below which number they are."""
    least = LEAST * counts.one_in
    if counts.one_in > 1 and articles < least:
        return _("fewer than about %(number)s articles") % {"number": number_format(least, force_grouping=True)}
    number = _figure(articles, counts)
    return ngettext("%(number)s article", "%(number)s articles", articles) % {"number": number}


def _figure(articles: int, counts: Counts) -> str:
    """12, ≈ 1,600, < 400."""
    if counts.one_in == 1:
        return number_format(articles, force_grouping=True)
    least = LEAST * counts.one_in
    return f"{'<' if articles < least else '≈'} {number_format(max(articles, least), force_grouping=True)}"


def _name(bar: Bar) -> str:
    """The name of a bar whose ends are those of its unit."""
    if bar.first != bar.last:
        return f"{bar.first}–{bar.last}"
    first = _opens(bar.first)
    return {4: bar.first, 7: month_in_words(first)}.get(len(bar.first)) or day_in_words(first)


def _short(bar: Bar, unit: str) -> str:
    if unit == "year":
        return bar.first[:4]
    first = _opens(bar.first)
    return day_in_words(first) if unit == "day" else dateformat.format(first, "N Y")


def _marked(bars: list[Bar], unit: str) -> list[Bar]:
    """Return the bars with what stands below them on the axis; as they are where that would be less than two marks."""
    marks = {place: mark for place, bar in enumerate(bars) if (mark := _mark(bar, unit))}
    step = next(step for step in STEPS if sum(int(mark) % step == 0 for mark in marks.values()) <= MOST_MARKS)
    if unit == "day":
        step = 1
    kept = {
        place: mark for place, mark in marks.items() if int(mark) % step == 0 and place <= LAST_MARK * (len(bars) - 1)
    }
    if len(kept) < 2:
        return bars
    return [replace(bar, mark=kept.get(place, "")) for place, bar in enumerate(bars)]


def _mark(bar: Bar, unit: str) -> str:
    if unit == "day":
        return str(int(bar.first[8:])) if int(bar.first[8:]) in MARKED_DAYS else ""
    return bar.first[:4] if unit == "year" or bar.first[5:7] == "01" else ""
