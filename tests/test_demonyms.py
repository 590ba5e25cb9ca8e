import pytest

from articles.ingest.article import ParsedArticle
from articles.ingest.entities import extract
from articles.ingest.naming.demonyms import countries_concerned, is_demonym


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("fr", "Le dirigeant nord-coréen et les médias russes , la presse russe", {"country:KP": 1, "country:RU": 2}),
        (
            "en",
            "North Korean and South Korean officials , a Russian ship",
            {"country:KP": 1, "country:KR": 1, "country:RU": 1},
        ),
        ("en", "to polish the dutch oven", {}),
        ("fr", "La Russie", {}),
    ],
)
def test_the_name_of_a_people_concerns_its_country(language, text, countries):
    assert countries_concerned([text.split()], language) == countries


def test_a_people_is_not_a_place():
    assert is_demonym("S. Korean", "en")
    assert not is_demonym("Seoul", "en")


def test_countries_concerned_are_kept_apart_from_mentions():
    article = ParsedArticle("x", language="fr", paragraphs=("La presse russe a parlé à Séoul.",))

    extraction = extract(article)

    assert extraction.concerned == ("country:RU",)
    assert [mention.key for mention in extraction.mentions] == ["city:1835848"]


def test_a_place_no_gazetteer_has_is_found_but_not_linked():
    text = "Le ministre est arrivé lundi à Zurbachville, en Corée du Sud."
    extraction = extract(ParsedArticle("x", language="fr", paragraphs=(text,)))

    assert [mention.text for mention in extraction.unlinked] == ["Zurbachville"]
    assert [mention.key for mention in extraction.mentions] == ["country:KR"]
