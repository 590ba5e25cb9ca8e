"""What the pages of places, people and organisations show besides their articles."""

from datetime import date

import pytest
from django.utils import translation

from articles.entity_pages import places_by_country, portrait
from articles.models import Entity
from tests.makers import make_article, make_person, make_place

pytestmark = pytest.mark.django_db


def test_places_are_grouped_under_countries_by_name_the_rest_last():
    france = make_place("France", place_type="country", country_code="FR")
    make_place("Lyon", parent=france, country_code="FR")
    make_place("Egypt", place_type="country", country_code="EG", names={"fr": "Égypte"})
    make_place("Yellow Sea", place_type="sea")
    make_place("Ulsan", country_code="KR")

    with translation.override("fr"):
        groups = places_by_country(Entity.objects.places().shown_in("fr"))

    assert [(group.name, [place.shown for place in group.places]) for group in groups] == [
        ("Corée du Sud", ["Ulsan"]),
        ("Égypte", []),
        ("France", ["Lyon"]),
        ("", ["Yellow Sea"]),
    ]


def test_places_carry_both_numbers():
    seoul = make_place("Seoul", country_code="KR")
    make_article(filed_from=[seoul])
    make_article(filed_from=[seoul], mentions=[seoul])

    (group,) = places_by_country(Entity.objects.places().shown_in("en"))

    assert [(place.filed_from, place.naming) for place in group.places] == [(2, 1)]


def test_portrait_counts_years_and_names():
    seoul = make_place("Seoul", ["SEOUL", "서울"], names={"fr": "Séoul", "ko": "서울"}, country_code="KR")
    make_article(filed_from=[seoul], date=date(2023, 9, 13))
    make_article(mentions=[seoul], date=date(2023, 9, 14))
    make_article(mentions=[seoul], date=None)

    found = portrait(seoul)

    assert [(row.year, row.filed_from, row.naming) for row in found["years"]] == [(2023, 1, 1), (None, 0, 1)]
    assert (found["filed_from"], found["naming"], found["country"]) == (1, 2, "South Korea")
    assert found["aliases"] == [("SEOUL", ""), ("Séoul", "fr"), ("서울", "ko")]


def test_portrait_of_a_person_has_no_parts():
    assert portrait(make_person())["parts"] == []
