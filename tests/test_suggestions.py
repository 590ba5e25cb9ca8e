"""Likely duplicates: which pairs are suggested, in what order, and which no longer."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import decisions
from articles.models import Entity
from articles.suggestions import MOST_SUGGESTED, Suggestion, likely_duplicates
from tests.makers import make_article, make_entity, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db


def pairs(kind: str) -> list[tuple[str, str, str]]:
    return [(each.reason.value, each.entity.name, each.other.name) for each in likely_duplicates(kind)]


def only(kind: str) -> Suggestion:
    (suggestion,) = likely_duplicates(kind)
    return suggestion


@pytest.mark.parametrize("kind", ["person", "organisation"])
@pytest.mark.parametrize(
    "name, other, reason",
    [
        ("Kim Ji-ho", "Kím Ji ho", "same_name"),
        ("Kim Ji-ho", "KIM JI-HO", "same_name"),
        ("김지호", "김 지호", None),
        ("Kim Ji-ho", "Ji-ho Kim Park", "inside"),
        ("Anna Lind", "Anna Maria Lind", "inside"),
        ("Lind", "Anna Lind", "inside"),
        ("Anna", "Anna Lind", "inside"),
        ("Maria", "Anna Maria Lind", None),
        ("Anna Lind", "Anna Lund", None),
        ("Lindberg", "Anna Lind", None),
    ],
)
def test_names_that_look_alike_are_suggested(kind: str, name: str, other: str, reason: str | None) -> None:
    for number, each in enumerate((name, other)):
        make_entity(kind, each, key=f"{kind}:{number}", slug=f"at-{number}")
    assert [reason for reason, *_ in pairs(kind)] == ([reason] if reason else [])


def test_names_in_common_are_given_with_the_reason() -> None:
    make_organisation("Korean Central News Agency", ["KCNA"])
    make_organisation("Agence centrale de presse", ["K.C.N.A."])
    assert pairs("organisation") == []
    make_organisation("Chosŏn T'ongsinsa", ["Kcna", "KCNA"])
    suggestion = only("organisation")
    assert suggestion.reason == "acronym"
    assert set(suggestion.names) == {"KCNA"} or set(suggestion.names) == {"KCNA", "Kcna"}


def test_acronym_of_one_is_no_reason_where_persons_share_initials() -> None:
    make_person("Jan Holm", ["JH"])
    make_person("Jo Hart", ["JH"])
    assert [reason for reason, *_ in pairs("person")] == ["same_name"]


def test_family_name_of_several_is_suggested_with_none() -> None:
    make_person("Kim")
    make_person("Kim Ji-ho")
    assert len(pairs("person")) == 1
    make_person("Kim Su-bin")
    assert pairs("person") == []


def test_namesakes_in_two_countries_are_two_places() -> None:
    make_place("Paris", slug="paris-fr", key="place:1", country_code="FR")
    make_place("Paris", slug="paris-us", key="place:2", country_code="US")
    assert pairs("place") == []
    make_place("Páris", country_code="FR")
    make_place("Paris-sur-Mer", country_code="FR")
    assert [reason for reason, *_ in pairs("place")] == ["same_name"]


def test_kinds_are_not_mixed() -> None:
    make_person("Yonhap")
    make_organisation("Yonhap")
    assert pairs("person") == pairs("organisation") == []


def test_merged_hidden_and_told_apart_are_not_suggested() -> None:
    first, second, third = (make_person(name) for name in ("Kim Ji-ho", "Kim Ji-ho Lee", "Kim Ji-ho Park"))
    assert len(pairs("person")) == 2
    merged = decisions.merge(first, [second], None)
    assert {(each.entity, each.other) for each in likely_duplicates("person")} == {(first, third)}
    told_apart = decisions.dismiss(third, first, None)
    assert pairs("person") == []
    decisions.undo(merged, None)
    hidden = decisions.hide(second, None)
    assert pairs("person") == []
    decisions.undo(told_apart, None)
    decisions.undo(hidden, None)
    assert len(pairs("person")) == 2


def test_name_of_a_merged_one_speaks_for_what_it_counts_as() -> None:
    kim, lee = make_person("Kim Ji-ho"), make_person("Lee Su-bin")
    decisions.merge(kim, [lee], None)
    other = make_person("LEE SU BIN", slug="lee-2", key="person:lee-2")
    suggestion = only("person")
    assert {suggestion.entity, suggestion.other} == {kim, other}


def test_pairs_that_most_articles_name_come_first_and_the_more_named_of_each() -> None:
    rare, rarer = make_person("Anna Lind"), make_person("Anna Maria Lind")
    often, oftener = make_person("Kim Ji-ho"), make_person("Kim Ji-ho Lee")
    for entity, times in ((rare, 1), (rarer, 0), (often, 2), (oftener, 3)):
        for _ in range(times):
            make_article(mentions=[entity, entity])
    found = likely_duplicates("person")
    assert [(each.entity, each.other, each.articles) for each in found] == [
        (oftener, often, (3, 2)),
        (rare, rarer, (1, 0)),
    ]


def test_only_the_first_are_suggested_in_the_same_queries_however_many() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            likely_duplicates("person")
        return len(captured)

    make_person("A Lind")
    make_person("Á Lind", slug="a-lind-2", key="person:2")
    few = queries()
    for number in range(MOST_SUGGESTED + 5):
        make_person(f"Name{number} Family{number}")
        make_person(f"Name{number} Middle Family{number}")
    assert queries() == few
    assert len(likely_duplicates("person")) == MOST_SUGGESTED
    assert Entity.objects.count() > 2 * MOST_SUGGESTED


def test_name_inside_a_dozen_others_tells_nothing() -> None:
    make_organisation("Ministry of Defence")
    for country in ("Narnia", "Ruritania", "Freedonia", "Sylvania", "Borduria", "Syldavia"):
        make_organisation(f"Ministry of Defence of {country}")
    assert pairs("organisation") == []
