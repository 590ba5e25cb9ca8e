"""What reading, filtering and counting make of merged and hidden entities."""

import pytest

from articles.facets import count_facets
from articles.models import Article, Decision, Entity, OldAddress
from articles.reading import entities_found
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db


def merge(source: Entity, target: Entity) -> None:
    decision = Decision.objects.create(kind="merge", entity=target)
    Entity.objects.filter(pk=source.pk).update(merged_into=target, merged_by=decision)


def hide(entity: Entity) -> None:
    Entity.objects.filter(pk=entity.pk).update(hidden_by=Decision.objects.create(kind="hide", entity=entity))


def facet(name: str) -> dict[str, int]:
    return {value.text: value.articles for value in count_facets(Article.objects.all()).facets[name].values}


def test_articles_of_a_merged_person_count_as_the_others():
    kim, doubled = make_person("Kim Ji-ho"), make_person("Kim Jiho")
    for mentions in ([kim], [doubled], [kim, doubled]):
        make_article(mentions=mentions)
    merge(doubled, kim)

    assert Article.objects.mentioning(kim).count() == 3
    assert facet("person") == {"kim-ji-ho": 3}
    assert Entity.objects.count_articles([kim.pk]) == {kim.pk: 3}
    assert Article.objects.count_by_entity("entity_ids") == {kim.pk: 3}
    assert [entity.slug for entity in Entity.objects.persons().shown()] == ["kim-ji-ho"]


def test_a_merged_person_is_listed_once_with_all_mentions():
    kim, doubled = make_person("Kim Ji-ho"), make_person("Kim Jiho")
    article = make_article(mentions=[kim, doubled])
    merge(doubled, kim)

    assert [(entity.slug, entity.times) for entity in entities_found(article)["person"]] == [("kim-ji-ho", 2)]


def test_places_around_count_what_a_merged_place_inside_is_named_in():
    korea = make_place("South Korea", place_type="country", country_code="KR")
    ulleung, doubled = make_place("Ulleung", parent=korea), make_place("Ulleungdo")
    make_article(mentions=[doubled], filed_from=[doubled])
    merge(doubled, ulleung)

    assert Article.objects.mentioning(korea).count() == Article.objects.filed_from(korea).count() == 1
    assert facet("about") == facet("filed_from") == {"south-korea": 1, "ulleung": 1}
    assert Article.objects.count_by_entity("filed_from_ids") == {korea.pk: 1, ulleung.pk: 1}


def test_place_inside_a_merged_place_counts_for_the_place_it_became():
    north, doubled = make_place("North Korea"), make_place("DPRK")
    make_article(mentions=[make_place("Wonsan", parent=doubled)])
    merge(doubled, north)

    assert Article.objects.mentioning(north).count() == 1
    assert facet("about") == {"north-korea": 1, "wonsan": 1}


def test_hidden_entities_are_nowhere(client):
    wrong = make_organisation("Lead")
    article = make_article(mentions=[wrong], filed_from=[make_place("Nice")])
    hide(wrong)
    hide(Entity.objects.get(slug="nice"))

    assert facet("organisation") == facet("filed_from") == {}
    assert entities_found(article) == {"place": [], "person": [], "organisation": []}
    assert client.get("/organisations/lead/").status_code == 404
    assert "/places/nice/" not in client.get(article.get_absolute_url()).content.decode()
    assert "knows no organisation" in client.get("/?organisation=lead").content.decode()


def test_address_of_a_merged_person_leads_to_the_other_for_good(client):
    kim, doubled = make_person("Kim Ji-ho"), make_person("Kim Jiho")
    make_article(mentions=[doubled])
    merge(doubled, kim)
    answer = client.get("/people/kim-jiho/")

    assert (answer.status_code, answer["Location"]) == (301, "/people/kim-ji-ho/")
    assert client.get("/?person=kim-jiho").context["found"] == 1


def test_address_before_a_renaming_still_leads_there(client):
    kim = make_organisation("Baekdu Marine")
    OldAddress.objects.create(kind="person", slug="baekdu", entity=kim)
    make_article(mentions=[kim])

    assert client.get("/people/baekdu/")["Location"] == "/organisations/baekdu-marine/"
    assert client.get("/?person=baekdu").context["found"] == 1
