import pytest

from articles.ingest.article import NamedEntity
from articles.ingest.entities import extract
from articles.ingest.naming.acronyms import Pair, acronym_pairs
from articles.ingest.reading import read
from tests.wire_copy import founding_form


@pytest.mark.parametrize(
    ("text", "name", "acronym"),
    [
        ("selon l'Institut des ponts de Mapo (IPM), a", "Institut des ponts de Mapo", "IPM"),
        ("a rapporté le lendemain l'Agence lunaire de presse (KLP).", "Agence lunaire de presse", "KLP"),
        ("told the Institute for Quiet Streets (IQS) that", "Institute for Quiet Streets", "IQS"),
        ("다리연구원(BRI)은", "다리연구원", "BRI"),
    ],
)
def test_long_form_and_acronym_are_one_organisation(text, name, acronym):
    assert acronym_pairs(text) == [Pair(name, acronym)]


@pytest.mark.parametrize(
    "text",
    [
        "le produit intérieur brut (PIB) a",
        "La République populaire démocratique de Corée (RPDC) a",
        "at the usual time (GMT) and",
        "rien (ABC)",
        "Le Pont (1)",
    ],
)
def test_what_is_no_organisation_is_left(text):
    assert acronym_pairs(text) == []


def test_mentions_lie_where_they_say():
    (article,) = read(founding_form().encode(), "copy.txt")

    extraction = extract(article)

    texts = {"headline": [article.headline], "body": article.paragraphs, "caption": [c.text for c in article.captions]}
    for mention in extraction.mentions:
        assert texts[mention.zone][mention.part][mention.start : mention.end] == mention.text
    assert {(mention.zone, mention.name) for mention in extraction.mentions} == {
        ("body", "Institut des ponts de Mapo"),
        ("body", "Busan"),
        ("caption", "South Korea"),
    }
    assert extraction.dateline_keys == ("city:1835848",)


def test_related_headlines_are_not_this_article_s_mentions():
    (article,) = read(founding_form().replace("Un autre pont", "Un pont à Vladivostok").encode(), "copy.txt")

    assert "Vladivostok" not in {mention.name for mention in extract(article).mentions}


def test_entities_that_the_copy_declares_are_kept():
    from dataclasses import replace

    (article,) = read(founding_form().encode(), "copy.txt")

    mentions = extract(replace(article, entities=(NamedEntity("person", "Ada Lind"),))).mentions

    assert ("metadata", "person", "person:ada lind") in {(each.zone, each.kind, each.key) for each in mentions}
