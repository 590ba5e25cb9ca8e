"""Bars of the articles found: by day, month or year, with marks, gaps and addresses."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from articles.facets import Counts, count_facets
from articles.filters import ArticleFilter
from articles.histogram import MOST_BARS, histogram
from articles.models import Article
from tests.makers import make_article

pytestmark = pytest.mark.django_db


def asked_for(query: str) -> ArticleFilter:
    asked = ArticleFilter(QueryDict(query), queryset=Article.objects.all())
    assert asked.is_valid(), asked.errors
    return asked


def bars_of(query: str = ""):
    asked = asked_for(query)
    cleaned = asked.form.cleaned_data
    return histogram(asked, count_facets(asked.apart_from_words(), cleaned["q"], cleaned["date"]))


def of_spans(spans: dict[str, int], query: str = "", **more):
    """The histogram of numbers that no article was made for."""
    return histogram(asked_for(query), Counts(sum(spans.values()), spans=spans, **more))


def test_months_between_the_first_and_the_last_are_gaps():
    for day in (date(2023, 1, 31), date(2023, 4, 1), date(2023, 4, 30), None):
        make_article(date=day)

    found = bars_of()

    assert [(bar.text, bar.articles, bool(bar.address)) for bar in found.bars] == [
        ("2023-01", 1, True),
        ("2023-02", 0, False),
        ("2023-03", 0, False),
        ("2023-04", 2, True),
    ]
    assert (found.unit, found.undated, found.address_undated) == ("month", "1", "/?date=undated")


def test_bars_say_their_numbers_in_the_readers_language():
    make_article(date=date(2023, 8, 1))
    for _ in range(2):
        make_article(date=date(2023, 9, 1))

    assert [bar.said for bar in bars_of().bars] == ["August 2023: 1 article", "September 2023: 2 articles"]
    with translation.override("fr"):
        assert "septembre 2023" in bars_of().bars[-1].said


def test_a_bar_narrows_the_date_and_keeps_the_rest():
    make_article(headline="Ferry", date=date(2023, 8, 1))
    make_article(headline="Ferry", date=date(2023, 9, 1))

    found = bars_of("agency=yonhap&q=ferry&date=2023")

    assert [bar.address for bar in found.bars if bar.address] == [
        "/?date=2023-08&q=ferry&agency=yonhap",
        "/?date=2023-09&q=ferry&agency=yonhap",
    ]
    assert len(found.bars) == 12
    assert (found.before, found.after) == ("/?date=", "&q=ferry&agency=yonhap")


def test_within_a_month_a_bar_is_a_day():
    make_article(date=date(2024, 2, 29))
    make_article(date=date(2024, 2, 3))

    found = bars_of("date=2024-02")
    assert (found.unit, len(found.bars), found.bars[-1].said) == ("day", 29, "29 February 2024: 1 article")
    assert [bar.mark for bar in found.bars if bar.mark] == ["1", "8", "15", "22"]

    within = bars_of("date=2024-02-03..2024-02-10")
    assert [bar.text for bar in within.bars] == [f"2024-02-{day:02}" for day in range(3, 11)]


@pytest.mark.parametrize(
    ("first", "last", "unit", "number", "text"),
    [
        ("2011-07", "2023-12", "month", MOST_BARS, "2011-07"),
        ("2011-06", "2023-12", "year", 13, "2011"),
        ("1985-01", "2025-12", "year", 41, "1985"),
        ("1500-03", "2023-12", "year", 53, "1500..1509"),
        ("0300-03", "2023-12", "year", 18, "0300..0399"),
    ],
)
def test_bars_are_never_too_many(first, last, unit, number, text):
    found = of_spans({first: 3, last: 5})

    assert (found.unit, len(found.bars), found.bars[0].text) == (unit, number, text)
    assert [found.bars[0].articles, found.bars[-1].articles] == [3, 5]


def test_years_are_marked_so_that_they_do_not_run_into_each_other():
    marks = [bar.mark for bar in of_spans({"1985-01": 1, "2025-12": 1}).bars if bar.mark]
    assert marks == ["1990", "2000", "2010", "2020"]

    months = of_spans({"2015-03": 1, "2023-12": 1}).bars
    assert [bar.mark for bar in months if bar.mark] == ["2016", "2018", "2020", "2022"]
    assert all(bar.text.endswith("-01") for bar in months if bar.mark)


def test_an_axis_without_marks_names_its_ends():
    found = of_spans({"2023-03": 1, "2023-09": 1})

    assert not any(bar.mark for bar in found.bars)
    assert (found.start, found.end) == ("March 2023", "Sept. 2023")


def test_bars_at_the_ends_go_no_further_than_the_period():
    for day in (date(2010, 6, 1), date(2010, 7, 15), date(2023, 2, 20), date(2024, 1, 1)):
        make_article(date=day)

    years = bars_of("date=2010-07..2024").bars
    assert (years[0].text, years[0].articles, years[0].said) == ("2010-07-01..2010", 1, "2010: 1 article")
    assert years[-1].text == "2024"
    months = bars_of("date=2023-02-10..2024-01-05").bars
    assert (months[0].text, months[-1].text) == ("2023-02-10..2023-02", "2024-01..2024-01-05")


@pytest.mark.parametrize("query", ["date=2023-09-13", "date=undated", "q=unheard", ""])
def test_a_single_bar_is_not_drawn(query):
    make_article(date=date(2023, 9, 13))

    assert bars_of(query) is None


def test_numbers_of_a_sample_are_said_to_be_near_and_small_ones_not_told():
    spans = {"0001-01": 1600, "2023-01": 16 * 24, "2023-02": 16 * 25, "2023-03": 0}
    found = of_spans(spans, exact=False, one_in=16)

    assert [bar.said for bar in found.bars] == [
        "January 2023: fewer than about 400 articles",
        "February 2023: ≈ 400 articles",
        "",
    ]
    assert found.undated == "≈ 1,600"


def test_few_articles_are_seen_beside_many():
    low = of_spans({"2023-01": 1, "2023-02": 100_000}).bars[0]

    assert low.share == 3


def test_histogram_is_part_of_the_page_and_its_script_comes_with_it(client):
    make_article(date=date(2023, 8, 1))
    assert "histogram.js" not in client.get("/").text
    make_article(date=date(2023, 9, 1))

    page = client.get("/?agency=yonhap").text

    assert "histogram.js" in page
    assert 'href="/?date=2023-08&amp;agency=yonhap" title="August 2023: 1 article"' in page


def test_undated_articles_stand_apart_from_the_years(client):
    make_article(date=date(2022, 8, 1))
    make_article(date=date(2023, 9, 1))
    make_article(date=None)

    assert client.get("/").text.count('href="/?date=undated">undated') == 1
