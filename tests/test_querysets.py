"""The questions the archive is asked."""

from datetime import date

import pytest

from articles.dates import read_period
from articles.models import Article, Entity
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db


def test_country_counts_with_the_places_in_it():
    korea = make_place("South Korea", place_type="country")
    seoul = make_place("Seoul", parent=korea)
    filed = make_article(filed_from=[seoul])
    about = make_article(mentions=[seoul])

    assert list(Article.objects.filed_from(korea)) == [filed]
    assert list(Article.objects.mentioning(korea)) == [about]
    assert set(Article.objects.concerning(korea)) == {filed, about}
    assert not Article.objects.filed_from(make_place("Busan", parent=korea)).exists()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2023", {"2023-01-01", "2023-09-13", "2023-12-31"}),
        ("2023-09", {"2023-09-13"}),
        ("..2023-01-01", {"2022-12-31", "2023-01-01"}),
        ("2023-12-31..", {"2023-12-31", "2024-01-01"}),
        ("undated", {"None"}),
        ("0001", set()),
    ],
)
def test_period_holds_its_first_and_last_day_and_undated_only_when_asked(written, found):
    for day in ["2022-12-31", "2023-01-01", "2023-09-13", "2023-12-31", "2024-01-01"]:
        make_article(date=date.fromisoformat(day))
    make_article(date=None)

    assert {str(article.date) for article in Article.objects.within(read_period(written))} == found


def test_first_day_of_the_calendar_is_not_where_the_undated_live():
    make_article(date=None)

    assert not Article.objects.on_day(date(1, 1, 1)).exists()
    assert Article.objects.last_day_before(date(2023, 1, 1)) is None


def test_nearest_days_are_found_across_gaps():
    for day in (date(2019, 3, 1), date(2023, 9, 13), date(2025, 1, 1)):
        make_article(date=day)
    make_article(date=None)

    assert Article.objects.last_day_before(date(2023, 9, 13)) == date(2019, 3, 1)
    assert Article.objects.first_day_after(date(2023, 9, 13)) == date(2025, 1, 1)
    assert Article.objects.first_day_after(date(2025, 1, 1)) is None


def test_just_older_and_newer_follow_the_wire():
    first, second, third = (make_article(date=date(2023, 9, 13)) for _ in range(3))

    assert Article.objects.just_older(second) == first
    assert Article.objects.just_newer(second) == third
    assert Article.objects.just_newer(third) is None


def test_articles_are_counted_by_year_and_entity():
    person = make_person()
    for day in (date(2023, 9, 13), date(2023, 9, 14), date(2022, 1, 1), None):
        make_article(date=day, mentions=[person])

    assert Article.objects.count_by("year") == {1: 1, 2022: 1, 2023: 2}
    assert Entity.objects.count_articles([person.pk]) == {person.pk: 4}


def test_listing_selects_neither_body_nor_search_vector():
    sql = str(Article.objects.for_listing().query)

    assert '"body"' not in sql
    assert "search_vector" not in sql


def test_reading_leaves_the_note_not_for_publication_in_the_database():
    assert "nonpublic_note" not in str(Article.objects.for_reading().query)


@pytest.mark.parametrize("written", ["seoul", "Séoul", "SEOUL", "서울"])
def test_entity_is_called_by_address_and_by_any_name(written):
    seoul = make_place("Seoul", ["서울"], names={"fr": "Séoul"})
    make_organisation("Seoul")

    assert list(Entity.objects.places().called([written])) == [seoul]


def test_names_are_shown_sorted_and_found_in_the_readers_language():
    make_place("Cairo", names={"fr": "Le Caire"})
    make_place("Évian")
    make_place("Zurich", names={"fr": ""})

    french = Entity.objects.places().shown_in("fr")

    assert [entity.shown for entity in french] == ["Évian", "Le Caire", "Zurich"]
    assert french.initials() == ["E", "L", "Z"]
    assert [entity.shown for entity in french.beginning_with("le c")] == ["Le Caire"]
    assert [entity.shown for entity in french.beginning_with("E")] == ["Évian"]
    assert not french.beginning_with("%").exists()
