"""What an article's page puts together (articles/reading.py)."""

from datetime import date

import pytest

from articles.models import Article, Caption
from articles.reading import blocks, entities_found, related
from tests.makers import make_article, make_organisation, make_person, make_place


def captions(*paragraphs):
    return [Caption(paragraph=number, position=place, text=f"c{place}") for place, number in enumerate(paragraphs)]


@pytest.mark.parametrize(
    ("stand_after", "copy"),
    [
        ([], "p1 p2 p3"),
        ([0], "c0 p1 p2 p3"),
        ([1, 1], "p1 c0 c1 p2 p3"),
        ([3], "p1 p2 p3 c0"),
        ([99, 2], "p1 p2 c1 p3 c0"),
    ],
)
def test_captions_stand_where_they_stood(stand_after, copy):
    found = blocks(["p1", "p2", "p3"], captions(*stand_after))

    assert " ".join(block.text for block in found) == copy
    assert [block.text for block in found if block.opens] == ["p1"]


def test_two_hundred_captions_keep_their_places():
    found = blocks([f"p{n}" for n in range(100)], captions(*[n // 2 for n in range(200)]))

    assert len(found) == 300
    assert [block.text for block in found[:4]] == ["c0", "c1", "p0", "c2"]


@pytest.mark.django_db
class TestRelated:
    def test_headline_leads_to_the_article_under_it_whatever_its_punctuation(self):
        meant = make_article(headline="L'évacuation des passagers : «débute»")
        article = make_article(related=[{"headline": "L’evacuation des passagers: débute"}, {"headline": "Unheard of"}])

        assert [line.article for line in related(article)] == [meant, None]

    def test_label_decides_among_versions_then_language_then_the_newest(self):
        lead = make_article(headline="Ferry", version_label="LEAD", version=1, date=date(2023, 9, 13))
        french = make_article(headline="Ferry", language="fr", date=date(2023, 9, 12))
        newest = make_article(headline="Ferry", version_label="3rd LD", version=3, date=date(2023, 9, 14))

        def meant(language="en", **line):
            article = make_article(related=[{"headline": "Ferry", **line}], language=language)
            return related(article)[0].article

        assert meant(version_label="LEAD", version=1) == lead
        assert meant(version_label="", language="fr") == french
        assert meant(version_label="9th LD", version=9, language="ko") == newest

    def test_article_is_not_related_to_itself(self):
        article = make_article(headline="Ferry", related=[{"headline": "Ferry"}])

        assert related(article)[0].article is None

    def test_all_headlines_are_looked_up_at_once(self, django_assert_num_queries):
        article = make_article(related=[{"headline": f"Headline {n}"} for n in range(20)])

        with django_assert_num_queries(3):  # the headlines, which of them are closed, and those of articles
            related(article)


@pytest.mark.django_db
def test_entities_come_by_kind_dateline_places_first_then_the_most_named():
    seoul, incheon, busan = make_place("Seoul"), make_place("Incheon"), make_place("Busan")
    person, marine = make_person(), make_organisation()
    article = make_article(filed_from=[incheon], mentions=[seoul, busan, busan, person, marine, incheon])

    found = entities_found(Article.objects.for_reading().get(pk=article.pk))

    assert found == {"place": [incheon, busan, seoul], "person": [person], "organisation": [marine]}
