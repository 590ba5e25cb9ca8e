"""Numbers of articles by filter."""

from collections import Counter
from datetime import date

import pytest
from django.utils import translation

from articles.dates import read_period
from articles.facets import count_facets
from articles.models import Article, Entity
from tests.makers import made_word, make_archive, make_article, make_person, make_place

pytestmark = pytest.mark.django_db


def labelled(facet):
    return [(value.label, value.articles) for value in facet.values]


def test_numbers_agree_with_counting_one_by_one():
    make_archive(120)
    words = f"{made_word(40)} OR {made_word(90)}"
    articles = list(Article.objects.matching(words).select_related("agency"))
    assert 5 < len(articles) < 120

    counts = count_facets(Article.objects.all(), words)

    assert counts.articles == len(articles)
    kinds = dict(Entity.objects.values_list("pk", "kind"))
    slugs = dict(Entity.objects.values_list("pk", "slug"))
    expected = {
        "agency": Counter(article.agency.slug for article in articles),
        "language": Counter(article.language for article in articles),
        "filed_from": Counter(slugs[pk] for article in articles for pk in article.filed_from_ids),
        "date": Counter(str(article.date.year) if article.date else "undated" for article in articles),
    }
    for name, kind in [("about", "place"), ("person", "person"), ("organisation", "organisation")]:
        expected[name] = Counter(slugs[pk] for a in articles for pk in a.entity_ids if kinds[pk] == kind)
    for name, counter in expected.items():
        facet = counts.facets[name]
        assert {value.text: value.articles for value in facet.values}.items() <= counter.items(), name
        assert facet.known == len(counter), name
        most = sorted(counter.values(), reverse=True)[: len(facet.values)]
        if name != "date":
            assert [value.articles for value in facet.values] == most, name


def test_values_come_by_number_then_name_ten_at_most():
    people = [make_person(f"Person {letter}") for letter in "LKJIHGFEDCBA"]
    make_article(mentions=people)
    make_article(mentions=people[-3:-2])

    facet = count_facets(Article.objects.all()).facets["person"]

    assert labelled(facet)[:3] == [("Person C", 2), ("Person A", 1), ("Person B", 1)]
    assert (len(facet.values), facet.known, facet.shortened) == (10, 12, True)


@pytest.mark.parametrize(
    ("period", "unit", "labels"),
    [
        (None, "year", [("2023", 3), ("2022", 1), ("undated", 1)]),
        ("2022..2023", "year", [("2023", 3), ("2022", 1)]),
        ("2023", "month", [("August", 1), ("September", 2)]),
        ("2023-09", "day", [("1 September 2023", 1), ("13 September 2023", 1)]),
        ("2023-09-02..2023-09-20", "day", [("13 September 2023", 1)]),
        ("undated", "year", [("undated", 1)]),
    ],
)
def test_dates_are_counted_by_year_then_month_then_day(period, unit, labels):
    for day in (date(2022, 5, 1), date(2023, 8, 1), date(2023, 9, 1), date(2023, 9, 13), None):
        make_article(date=day)
    asked = read_period(period) if period else None
    articles = Article.objects.within(asked) if asked else Article.objects.all()

    facet = count_facets(articles, period=asked).facets["date"]

    assert (facet.unit, labelled(facet)) == (unit, labels)


def test_values_are_named_in_the_readers_language():
    make_article(filed_from=[make_place("London", names={"fr": "Londres"})], language="ko")

    with translation.override("fr"):
        facets = count_facets(Article.objects.all()).facets

    assert labelled(facets["filed_from"]) == [("Londres", 1)]
    assert labelled(facets["language"]) == [("coréen", 1)]


def test_nothing_found_counts_nothing():
    counts = count_facets(Article.objects.all(), "nothing")

    assert counts.articles == 0
    assert not any(facet.values for facet in counts.facets.values())


def test_facets_are_one_reading_of_the_articles(django_assert_num_queries):
    make_article()

    with django_assert_num_queries(1):
        count_facets(Article.objects.all())
