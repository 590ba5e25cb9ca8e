"""The page of all values that the articles found have of one filter."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import samples, value_lists
from articles.models import Entity
from articles.value_counts import SOURCES
from tests.makers import make_archive, make_article, make_person, make_place
from tests.test_merged_entities import hide

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Twelve persons, of whom Émile is named twice, and one who is hidden."""
    names = ["Émile Zo", "Eva Ash", *(f"Person {letter}" for letter in "ABCDEFGHIJ")]
    people = [make_person(name) for name in names]
    make_article(headline="Ferry", mentions=[*people, make_person("Hidden")])
    make_article(headline="Vélo", language="fr", agency="AFP", mentions=people[:1])
    hide(Entity.objects.get(slug="hidden"))
    return people


def listed(client, address: str) -> list[tuple[str, int]]:
    page = client.get(address)
    assert page.status_code == 200
    return [(choice.value.label, choice.value.articles) for choice, _chip in page.context["choices"]]


def test_archive_leads_to_the_rest_of_the_values(people, client):
    page = client.get("/?language=en").text
    address = re.search(r'10 of 12 · <a href="([^"]*)"', page)[1]

    assert address == "/values/person/?language=en"
    assert len(listed(client, address)) == 12


def test_values_come_by_number_or_by_name(people, client):
    assert listed(client, "/values/person/")[:3] == [("Émile Zo", 2), ("Eva Ash", 1), ("Person A", 1)]
    assert listed(client, "/values/person/?by=name")[:3] == [("Émile Zo", 2), ("Eva Ash", 1), ("Person A", 1)]
    make_article(mentions=people[-1:])
    assert set(listed(client, "/values/person/")[:2]) == {("Person J", 2), ("Émile Zo", 2)}
    assert listed(client, "/values/person/?by=name")[-1] == ("Person J", 2)


@pytest.mark.parametrize(
    ("letters", "found"), [("e", 2), ("É", 1), ("EM", 1), ("person", 10), ("zo", 0), ("%", 0), ("%00", 12), ("_", 0)]
)
def test_values_are_found_by_their_first_letters(people, client, letters, found):
    letters = letters if letters != "É" else "émile"

    assert len(listed(client, f"/values/person/?begins={letters}")) == found


def test_values_known_by_name_only_to_the_pages_are_found_by_it(people, client):
    assert listed(client, "/values/language/?begins=fr") == [("French", 1)]
    assert listed(client, "/values/language/?by=name") == [("English", 1), ("French", 1)]
    assert listed(client, "/values/label/?begins=first") == [("first filing", 2)]
    french = client.get("/values/language/?begins=fr", headers={"accept-language": "fr"})
    assert [choice.value.label for choice, _chip in french.context["choices"]] == ["français"]


def test_each_value_can_be_chosen_dropped_and_left_out(people, client):
    page = client.get("/values/person/?q=ferry&person=eva-ash").text

    assert '<a href="/?q=ferry&amp;person=eva-ash&amp;person=person-a">Person A</a>' in page
    assert 'href="/?q=ferry&amp;person=eva-ash&amp;not_person=person-a"' in page
    assert '<a class="chosen-value" href="/?q=ferry"><span aria-hidden="true">✓</span> Eva Ash' in page
    assert 'href="/?q=ferry&amp;person=eva-ash&amp;not_person=eva-ash"' not in page


def test_a_filter_of_alternatives_lists_them_all(people, client):
    assert listed(client, "/values/agency/?agency=afp") == [("AFP", 1), ("Yonhap", 1)]
    assert listed(client, "/values/agency/?agency=afp&language=en") == [("Yonhap", 1)]


def test_page_is_for_readers_and_not_for_indexes(people, client):
    page = client.get("/values/person/?x=1&by=name&begins=per&q=ferry&page=1")

    assert page.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    canonical = re.search('rel="canonical" href="([^"]+)"', page.text)[1]
    assert canonical == "http://testserver/values/person/?q=ferry&amp;begins=per&amp;by=name"
    assert client.get("/values/person/", HTTP_IF_NONE_MATCH=client.get("/values/person/")["ETag"]).status_code == 304


@pytest.mark.parametrize("name", list(SOURCES))
def test_every_filter_has_a_list_even_of_nothing(client, name):
    assert "None of these articles has a value here." in client.get(f"/values/{name}/").text


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=" + "9" * 5000, "page=٣", "by=x", "begins=%00"])
def test_bad_order_and_page_are_passed_over(people, client, query):
    assert client.get(f"/values/person/?{query}").status_code == 200


def test_bad_condition_is_said_and_nothing_listed(people, client):
    page = client.get("/values/person/?date=2023-99&agency=nowire").text

    assert "“2023-99” is not a date" in page and "nothing from an agency “nowire”" in page
    assert 'href="/?date=2023-99&amp;agency=nowire"' in page
    assert "Person A" not in page


@pytest.mark.parametrize("name", ["date", "q", "not_person", "before", "exact", "person'"])
def test_what_has_no_list_is_not_found(client, name):
    assert client.get(f"/values/{name}/").status_code == 404


def test_long_lists_are_turned_over(people, client, monkeypatch):
    for module in (value_lists, __import__("articles.views.values", fromlist=["values"])):
        monkeypatch.setattr(module, "VALUES_PER_PAGE", 5)
    pages = [listed(client, f"/values/person/?page={number}") for number in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert len({label for page in pages for label, _ in page}) == 12
    page = client.get("/values/person/?by=name&page=2").text
    assert 'rel="prev" href="/values/person/?by=name&amp;page=1"' in page
    assert 'rel="next" href="/values/person/?by=name&amp;page=3"' in page
    assert "The list ends before this page." in client.get("/values/person/?page=9").text


def test_numbers_are_told_from_a_sample_where_the_archives_page_does(client, monkeypatch):
    for module in (samples, value_lists, __import__("articles.facets", fromlist=["facets"])):
        monkeypatch.setattr(module, "COUNTED_EXACTLY", 300)
        monkeypatch.setattr(module, "LOOKED_AT", 600)
    make_archive(3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")

    archive, page = client.get("/?not_label=9"), client.get("/values/language/?not_label=9")  # what no tally tells

    assert archive.context["estimated"] and page.context["estimated"]
    assert "leaves out what fewer than about 400 articles have" in page.text
    offered = {block.name: block.choices for block in archive.context["blocks"]}["language"]
    assert [choice.value for choice in offered] == [choice.value for choice, _chip in page.context["choices"]]
    exact = client.get("/values/language/?not_label=9&exact=1")
    assert not exact.context["estimated"]
    assert sum(number for _label, number in listed(client, "/values/language/?not_label=9&exact=1")) == 3000
    assert not client.get("/values/person/?date=2019-01").context["estimated"]


def test_questions_asked_do_not_grow_with_the_archive(client):
    addresses = [
        f"/values/{name}/?{query}"
        for name in SOURCES
        for query in ("", "by=name&begins=c", "language=en&language=fr", "q=ferry&about=city-0&agency=afp")
    ]

    def questions() -> list[int]:
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counted.append(len(captured))
        return counted

    make_archive(60)
    few = questions()
    make_archive(1500, seed=2)

    assert questions() == few
    assert max(few) <= 14


def test_places_are_counted_with_those_around_them(client):
    seoul = make_place("Seoul", parent=make_place("South Korea", place_type="country"), names={"fr": "Séoul"})
    make_article(filed_from=[seoul])

    assert listed(client, "/values/filed_from/?by=name") == [("Seoul", 1), ("South Korea", 1)]
    assert listed(client, "/values/filed_from/?filed_from=seoul") == [("Seoul", 1), ("South Korea", 1)]
