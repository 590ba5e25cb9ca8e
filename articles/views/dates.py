"""The archive by date: years, months, days."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles import calendars
from articles.dates import days_in_month
from articles.models import Article
from articles.pages import turn_to
from articles.tallies import by_month
from articles.views.cursors import asof, cursors

DAY_PAGE_SIZE = 100


@require_safe
def dates(request: HttpRequest) -> TemplateResponse:
    told = by_month()
    context = {
        "years": calendars.years(told.counts),
        "undated": told.undated,
        "month_names": [date(2000, month, 1) for month in range(1, 13)],
    }
    return TemplateResponse(request, "articles/dates.html", context)


@require_safe
def year(request: HttpRequest, year: int) -> TemplateResponse:
    first = _day_or_404(year, 1, 1)
    last = first.replace(month=12, day=31)
    counts = by_month().of_year(year)
    context = {
        "first": first,
        "months": calendars.months(year, counts),
        "found": sum(counts.values()),
        **_neighbours(first, last),
    }
    return TemplateResponse(request, "articles/year.html", context)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> TemplateResponse:
    first = _day_or_404(year, month, 1)
    last = first.replace(day=days_in_month(year, month))
    counts = Article.objects.public().filed_between(first, last).dated().count_by("day")
    context = {
        "first": first,
        "weeks": calendars.weeks(year, month, counts),
        "weekdays": calendars.weekdays(),
        "found": sum(counts.values()),
        **_neighbours(first, last),
    }
    return TemplateResponse(request, "articles/month.html", context)


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> TemplateResponse:
    first = _day_or_404(year, month, day)
    moment = asof(request)
    articles = Article.objects.public().filed_by(moment).on_day(first)
    page = turn_to(articles.for_listing().with_places(), **cursors(request), wire_order=True, size=DAY_PAGE_SIZE)
    context = {"first": first, "page": page, "found": articles.count(), "asof": moment, **_neighbours(first, first)}
    return TemplateResponse(request, "articles/day.html", context)


def _day_or_404(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Http404 from None


def _neighbours(first: date, last: date) -> dict[str, date | None]:
    """The nearest days before and after the span that hold articles."""
    return {
        "previous": Article.objects.public().last_day_before(first),
        "next": Article.objects.public().first_day_after(last),
    }
