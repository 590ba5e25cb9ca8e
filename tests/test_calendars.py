"""Numbers of articles laid out as calendars and bars."""

import pytest
from django.utils import translation

from articles.calendars import heat, months, share, weekdays, weeks, years


@pytest.mark.parametrize(("language", "first", "blank_days"), [("en", "Sunday", 5), ("fr", "lundi", 4)])
def test_week_begins_as_in_the_readers_country(language, first, blank_days):
    with translation.override(language):
        assert weekdays()[0][0] == first
        september = weeks(2023, 9, {})
    assert [cell.first for cell in september[0]].count(None) == blank_days


@pytest.mark.parametrize(("year", "month"), [(1, 1), (9999, 12)])
def test_months_at_the_ends_of_the_calendar_are_laid_out(year, month):
    days = [cell.first.day for week in weeks(year, month, {}) for cell in week if cell.first]

    assert days == list(range(1, 32))


def test_days_carry_their_articles_and_heat():
    cells = {cell.first.day: cell for week in weeks(2023, 9, {12: 1, 13: 8}) for cell in week if cell.first}

    assert (cells[13].articles, cells[13].heat) == (8, 4)
    assert (cells[12].articles, cells[12].heat) == (1, 1)
    assert (cells[14].articles, cells[14].heat) == (0, 0)


def test_years_come_newest_first_with_all_months():
    newest, oldest = years({(2021, 12): 1, (2023, 9): 3, (2023, 10): 1})

    assert (newest.number, newest.articles, newest.share) == (2023, 4, 100)
    assert (oldest.number, oldest.articles, oldest.share) == (2021, 1, 25)
    assert [cell.articles for cell in newest.months] == [0] * 8 + [3, 1, 0, 0]


def test_a_year_without_articles_has_twelve_empty_months():
    assert [cell.articles for cell in months(2023, {})] == [0] * 12


@pytest.mark.parametrize(
    ("count", "most", "percent", "level"), [(0, 0, 0, 0), (0, 9, 0, 0), (1, 5000, 1, 1), (5, 5, 100, 4)]
)
def test_something_never_looks_like_nothing(count, most, percent, level):
    assert (share(count, most), heat(count, most)) == (percent, level)
