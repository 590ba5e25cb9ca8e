"""What the search box suggests (articles/completion.py, /suggest/)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import translation

from articles.completion import MOST_SUGGESTED, Ending, endings, suggestions
from articles.decisions.merging import merge
from articles.models import Alias, Decision, Entity
from tests.makers import make_article, make_entity, make_organisation, make_person, make_place

FOUR_WORDS = Ending("a", "b c d ee")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("i", []),
        ("in", [Ending("", "in")]),
        ("김", [Ending("", "김")]),
        ("  ferry   inch ", [Ending("ferry", "inch"), Ending("", "ferry inch")]),
        ("yeom d", [Ending("", "yeom d")]),
        ("a b c d ee", [Ending("a b c d", "ee"), Ending("a b c", "d ee"), Ending("a b", "c d ee"), FOUR_WORDS]),
        ("ferry person:ye", [Ending("ferry", "ye", "person")]),
        ("from:new yo", [Ending("from:new", "yo"), Ending("", "new yo", "filed_from")]),
        ("filed_from:in", [Ending("", "in", "filed_from")]),
        ("person:", []),
        ("date:2023", []),
        ("headline:fe", []),
        ("-inch", []),
        ("ferry -inch", []),
        ("ferry OR inch", []),
        ("ferry NEAR/5 inch", []),
        ("ferry OR", []),
        ("(ferry inch", []),
        ('"ferry inch', []),
        ("“ferry inch", []),
        ("ferr* inch", [Ending("ferr*", "inch")]),
        ('"the ferry" inch', [Ending('"the ferry"', "inch")]),
    ],
)  # fmt: skip
def test_the_last_words_are_taken_for_the_beginning_of_a_name(typed, found):
    assert list(endings(typed)) == found


@pytest.mark.parametrize("typed", ["\x00\x00", "\ud800ab", "(" * 10_000, "ab " * 10_000, "'ab\\' : *&|!<->", "ﷺ" * 400])
@pytest.mark.django_db
def test_nothing_that_can_be_typed_is_an_error(client, typed):
    assert suggestions(typed) == []
    assert client.get("/suggest/", {"q": typed.encode("utf-8", "replace")}).status_code == 200


def shown(typed: str) -> list[tuple[str, str]]:
    return [(suggestion.filter, str(suggestion.entity)) for suggestion in suggestions(typed)]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["yeom", "YEOM D", "do-gy", "gyeom", "Do Gyeom Y", "염도", "yeom do-gyeom"])
def test_a_name_is_found_by_the_beginning_of_any_of_its_words(typed):
    make_person("Yeom Do-gyeom", ["염도겸"])
    make_person("Kim Na-ri")

    assert shown(typed) == [("person", "Yeom Do-gyeom")]


@pytest.mark.django_db
def test_a_word_is_not_found_by_its_middle():
    make_person("Yeom Do-gyeom")

    assert shown("eom") == []


@pytest.mark.django_db
def test_accents_make_no_difference_on_either_side():
    make_organisation("Électricité de Séoul")

    assert shown("electricite de seo") == shown("ÉLEC") == [("organisation", "Électricité de Séoul")]


@pytest.mark.django_db
def test_the_most_mentioned_come_first_and_a_whole_name_before_all():
    rarely, often = make_person("Park A-in"), make_person("Park Ba-da")
    make_person("Park Cha")
    make_organisation("Park")
    for mentions in ([often], [often, rarely], [often]):
        make_article(mentions=mentions)

    assert [name for _filter, name in shown("par")] == ["Park Ba-da", "Park A-in", "Park", "Park Cha"]
    assert [name for _filter, name in shown("park")] == ["Park", "Park Ba-da", "Park A-in", "Park Cha"]


@pytest.mark.django_db
def test_what_the_planner_knows_to_be_common_comes_before_all_others():
    common, rare = make_person("Zo Common"), make_person("Aa Comrade")
    make_article(mentions=[rare])
    for _ in range(60):
        make_article(mentions=[common], original=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")

    assert [name for _filter, name in shown("com")] == ["Zo Common", "Aa Comrade"]


@pytest.mark.django_db
def test_at_most_eight_are_suggested():
    for number in range(30):
        make_person(f"Han {number}")

    assert len(shown("han")) == MOST_SUGGESTED == 8


@pytest.mark.django_db
def test_a_place_is_what_articles_are_about_and_where_they_were_filed():
    incheon, _island = make_place("Incheon"), make_place("Incheon Island")
    make_article(filed_from=[incheon])

    assert shown("inch") == [("about", "Incheon"), ("filed_from", "Incheon"), ("about", "Incheon Island")]
    assert shown("from:inch") == [("filed_from", "Incheon"), ("filed_from", "Incheon Island")]
    assert shown("about:inch") == [("about", "Incheon"), ("about", "Incheon Island")]
    assert shown("person:inch") == []


@pytest.mark.django_db
def test_what_stands_before_the_name_stays_a_search():
    make_place("Incheon")

    assert [suggestion.address for suggestion in suggestions("ferry “sank off” inch")] == [
        "/?q=ferry+%E2%80%9Csank+off%E2%80%9D&about=incheon"
    ]


@pytest.mark.django_db
def test_the_longest_ending_that_begins_a_name_is_taken():
    make_place("New York")
    make_place("York")

    assert [(each.before, each.entity.name) for each in suggestions("ferry new york")] == [("ferry", "New York")]
    assert [(each.before, each.entity.name) for each in suggestions("old york")] == [
        ("old", "York"),
        ("old", "New York"),
    ]


@pytest.mark.django_db
def test_merged_names_lead_to_what_they_became_and_hidden_ones_nowhere():
    kept, other, hidden = make_person("Bang So-la"), make_person("Sola Bang"), make_person("Bang Hidden")
    user = User.objects.create_user("librarian")
    merge(kept, [other], by=user)
    hiding = Decision.objects.create(kind="hide", entity=hidden, made_by=user)
    Entity.objects.filter(pk=hidden.pk).update(hidden_by=hiding)

    assert shown("sola") == shown("bang") == [("person", "Bang So-la")]


@pytest.mark.django_db
def test_names_are_shown_in_the_readers_language_with_the_one_that_was_typed():
    make_place("South Korea", names={"fr": "Corée du Sud"}, place_type="country")

    assert [(str(each.entity), each.known_as) for each in suggestions("coree")] == [("South Korea", "Corée du Sud")]
    with translation.override("fr"):
        assert [(str(each.entity), each.known_as) for each in suggestions("coree")] == [("Corée du Sud", "")]


@pytest.mark.django_db
def test_every_suggestion_is_a_choice_whose_address_finds_what_it_says(client):
    korea = make_place("South Korea", place_type="country", country_code="KR")
    incheon = make_place("Incheon", parent=korea)
    article = make_article(headline="Ferry", filed_from=[incheon], mentions=[incheon], date=date(2023, 9, 13))
    make_article(headline="Ferry elsewhere")

    page = client.get("/suggest/", {"q": "ferry inc"}).content.decode()
    addresses = re.findall(r'<a role="option" tabindex="-1" href="([^"]+)"', page)

    assert "city, South Korea" in page
    assert len(addresses) == 2
    for address in addresses:
        found = client.get(address.replace("&amp;", "&")).context["rows"]
        assert [row.pk for row in found] == [article.pk]


@pytest.mark.django_db
def test_names_are_shown_as_text(client):
    make_person("<b>Bold</b> & Co")

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Co" in client.get("/suggest/?q=bold").content.decode()


@pytest.mark.django_db
def test_questions_asked_do_not_grow_with_what_is_found(client, django_assert_num_queries):
    for number in range(12):
        place = make_place(f"Lake {number}", parent=make_place(f"County {number}"))
        make_article(filed_from=[place], mentions=[place])

    for typed in ("lake", "of the great lake", "county lake 3"):
        with django_assert_num_queries(3):
            client.get("/suggest/", {"q": typed})
    with django_assert_num_queries(1):
        client.get("/suggest/?q=l")


@pytest.mark.django_db
def test_an_answer_is_kept_for_a_minute_by_the_readers_own_browser(client):
    answer = client.get("/suggest/?q=seo")

    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert client.get("/suggest/?q=seo", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_names_are_looked_up_by_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_indexonlyscan = off")
        cursor.execute(
            "EXPLAIN SELECT FROM articles_alias WHERE newsroom_name_words(name) @@ newsroom_name_beginning('yeo')"
        )
        assert "alias_words" in "".join(row[0] for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["㌀" * 250, "ﷺ" * 250, "''", "\\", "...", "'" * 250])
def test_every_name_can_be_stored(name):
    make_entity("person", name, key="person:long", slug="long")

    assert Alias.objects.get(entity__slug="long").name == name
