"""The Atom feeds of persons, organisations and places (RFC 4287)."""

from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from articles.models import Article, Notice, OldAddress, Tie
from tests.makers import make_article, make_organisation, make_person, make_place
from tests.test_merged_entities import hide, merge

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(response) -> ElementTree.Element:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(response) -> list[ElementTree.Element]:
    return read(response).findall(f"{ATOM}entry")


def said(element: ElementTree.Element, *names: str) -> list[str | None]:
    return [element.findtext("/".join(ATOM + part for part in name.split("/"))) for name in names]


def test_entry_says_label_headline_lead_agency_and_day(client):
    article = make_article(
        headline="Ferry stops", version_label="2nd LD", paragraphs=["A ferry stopped.", "It was towed."],
        mentions=[make_person("Kim")], language="en",
    )  # fmt: skip
    feed = read(client.get("/people/kim/feed/"))
    (entry,) = feed.findall(f"{ATOM}entry")

    assert said(feed, "title", "author/name") == ["Kim – Newsroom", "Newsroom"]
    assert said(entry, "title", "summary", "author/name") == ["(2nd LD) Ferry stops", "A ferry stopped.", "Yonhap"]
    assert said(entry, "published") == ["2023-09-13T00:00:00+00:00"]
    assert datetime.fromisoformat(said(entry, "updated")[0]) == article.imported_at
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{article.get_absolute_url()}"
    assert entry.get(LANGUAGE) == "en"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/people/kim/", "self": "http://testserver/people/kim/feed/"}


def test_id_outlives_a_new_headline_and_an_edit_changes_the_time(client):
    article = make_article(mentions=[make_person("Kim")])
    (before,) = entries(client.get("/people/kim/feed/"))
    edited = article.imported_at.replace(year=article.imported_at.year + 1)
    Article.objects.filter(pk=article.pk).update(headline="Another headline", edited_at=edited)
    (after,) = entries(client.get("/people/kim/feed/"))

    assert said(before, "id") == said(after, "id")
    assert said(before, "id")[0].startswith("tag:testserver,")
    assert said(before, "updated") != said(after, "updated")
    assert said(read(client.get("/people/kim/feed/")), "updated") == said(after, "updated")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("held", ["by its status", "by a notice"])
def test_held_articles_give_no_text_and_withdrawn_ones_are_not_there(client, language, held):
    kim = make_person("Kim")
    status = "withheld" if held == "by its status" else "usable"
    article = make_article(mentions=[kim], paragraphs=["Secret."], status=status)
    make_article(mentions=[kim], paragraphs=["Secret."], status="canceled")
    if held == "by a notice":
        notice = Notice.objects.create(article=make_article(), kind="hold")
        Tie.objects.create(notice=notice, target=article, kind="hold", state="standing", confidence=90)
    response = client.get("/people/kim/feed/", headers={"accept-language": language})

    assert [said(entry, "summary") for entry in entries(response)] == [["Withheld."]]
    assert b"Secret" not in response.content


def test_feed_is_the_same_for_readers_of_any_language(client):
    seoul = make_place("Seoul", names={"fr": "Séoul"})
    make_article(filed_from=[seoul], date=None)
    english, french = (
        client.get("/places/seoul/feed/", headers={"accept-language": language}) for language in ("en", "fr")
    )

    assert english.content == french.content
    assert english["Content-Language"] == french["Content-Language"]
    assert said(read(english), "title") == ["Seoul – Newsroom"]


def test_newest_thirty_come_first(client):
    baekdu = make_organisation("Baekdu")
    for day in range(1, 31):
        make_article(headline=f"Day {day}", mentions=[baekdu], date=date(2023, 9, day))
    make_article(headline="Undated", mentions=[baekdu], date=None)
    make_article(headline="October", mentions=[baekdu], date=date(2023, 10, 1))
    titles = [said(entry, "title")[0] for entry in entries(client.get("/organisations/baekdu/feed/"))]

    assert titles == ["October", *(f"Day {day}" for day in range(30, 1, -1))]


def test_place_has_what_was_filed_from_it_and_what_names_it(client):
    korea = make_place("Korea")
    seoul = make_place("Seoul", parent=korea)
    make_article(headline="From", filed_from=[seoul])
    make_article(headline="About", mentions=[seoul])
    make_article(headline="Neither")

    titles = {said(entry, "title")[0] for entry in entries(client.get("/places/korea/feed/"))}

    assert titles == {"From", "About"}


def test_text_of_any_script_and_any_sign_is_well_formed(client):
    person = make_person("<b>서울 & كيم</b>", slug="kim")
    make_article(
        headline="<script> & \x0b\x1f\ufffe]]>", paragraphs=["كيم\x08 & <b>"], mentions=[person], language="ar"
    )
    (entry,) = entries(client.get("/people/kim/feed/"))

    assert said(entry, "title", "summary") == ["<script> &    ]]>", "كيم  & <b>"]
    assert entry.get(LANGUAGE) == "ar"


def test_entity_without_articles_has_an_empty_feed_that_stays_the_same(client):
    make_person("Kim")

    assert entries(client.get("/people/kim/feed/")) == []
    assert client.get("/people/kim/feed/").content == client.get("/people/kim/feed/").content


def test_article_of_no_agency_and_no_language_is_fed(client):
    make_article(mentions=[make_person("Kim")], agency=None, language="")
    (entry,) = entries(client.get("/people/kim/feed/"))

    assert entry.find(f"{ATOM}author") is None and LANGUAGE not in entry.attrib


def test_merged_entitys_feed_leads_to_the_other_for_good(client):
    kim, doubled = make_person("Kim"), make_person("Kim J")
    merge(doubled, kim)
    OldAddress.objects.create(kind="organisation", slug="kim-office", entity=kim)

    for address in ("/people/kim-j/feed/", "/organisations/kim-office/feed/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/people/kim/feed/")


def test_hidden_and_unknown_entities_have_no_feed(client):
    hide(make_person("Lead"))

    for address in ("/people/lead/feed/", "/people/nobody/feed/", "/places/lead/feed/"):
        assert client.get(address).status_code == 404


def test_feed_asks_few_questions_and_for_no_bodies(client, django_assert_num_queries):
    kim = make_person("Kim")
    for number in range(5):
        make_article(mentions=[kim], agency=f"Agency {number}")

    with django_assert_num_queries(4) as asked:
        client.get("/people/kim/feed/")
    assert not any('"body"' in query["sql"] for query in asked)
