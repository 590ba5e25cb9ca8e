"""The mentions of one page's articles, each in its sentence (articles/contexts.py)."""

import pytest

from articles.contexts import MENTIONS_READ, add_contexts, anchor
from articles.models import Article, Entity, Mention
from tests.makers import make_article, make_person, make_place
from tests.test_merged_entities import merge

pytestmark = pytest.mark.django_db


def mention(article: Article, entity: Entity, name: str | None = None, zone: str = "body", part: int = 0) -> None:
    """Mention the entity wherever its name stands in the headline, or in a paragraph or caption."""
    texts = {"headline": [article.headline], "body": article.paragraphs, "metadata": [""]}
    texts["caption"] = [caption.text for caption in article.captions.all()]
    name, text, position = name or entity.name, texts[zone][part], 0
    while (start := text.find(name, position)) >= 0:
        position = start + len(name)
        Mention.objects.create(
            article=article, entity=entity, zone=zone, part=part, start=start, end=position, text=name
        )


def in_context(article: Article, entity: Entity) -> Article:
    (row,) = rows = list(Article.objects.filter(pk=article.pk).for_listing())
    add_contexts(rows, entity, Entity.objects.ids_inside(entity))
    return row


def read(parts) -> str:
    return "".join(f"[{part.text}]" if part.hit else part.text for part in parts)


def test_name_is_marked_in_its_sentence_where_it_stands():
    kim = make_person("Kim")
    article = make_article(
        headline="Kim leaves",
        paragraphs=["Nobody came.", "One stayed. Mr. Kim left with Kim's hat. Two stayed."],
        captions=[{"text": "A quay. Kim waves.", "paragraph": 1}],
    )
    for zone, part in [("headline", 0), ("body", 1), ("caption", 0)]:
        mention(article, kim, zone=zone, part=part)

    row = in_context(article, kim)

    assert read(row.headline_parts) == "[Kim] leaves"
    assert read(row.passage.parts) == "Mr. [Kim] left with [Kim]'s hat."
    assert row.passage.anchor == "p2"
    assert [(passage.zone, read(passage.parts), passage.anchor) for passage in row.further] == [
        ("caption", "[Kim] waves.", "c1")
    ]
    assert (row.further_times, row.unshown) == (1, 0)


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("서울에서 열렸다. 김정은 위원장이 참석했다.", "김정은", "[김정은] 위원장이 참석했다."),
        ("وصل أمس. غادر كيم اليوم.", "كيم", "غادر [كيم] اليوم."),
        ("<script>alert(1)</script> came.", "<script>", "[<script>]alert(1)</script> came."),
    ],
)
def test_any_script_and_any_sign_is_only_text(text, name, sentence):
    person = make_person(name)
    article = make_article(paragraphs=[text])
    mention(article, person)

    assert read(in_context(article, person).passage.parts) == sentence


def test_long_copy_is_cut_and_says_so():
    kim = make_person("Kim")
    article = make_article(paragraphs=["word " * 3000 + "Kim " + "word " * 3000])
    mention(article, kim)

    sentence = read(in_context(article, kim).passage.parts)

    assert sentence.startswith("…word ") and sentence.endswith(" word…")
    assert "[Kim]" in sentence and len(sentence) < 340


def test_text_edited_since_is_not_marked_at_random():
    kim = make_person("Kim")
    article = make_article(paragraphs=["Kim left."])
    mention(article, kim)
    Article.objects.filter(pk=article.pk).update(body="All have left.")

    row = in_context(article, kim)

    assert (row.passage, row.further, row.further_times) == (None, [], 0)


@pytest.mark.parametrize(
    ("zone", "part", "start", "end"),
    [("body", 7, 0, 3), ("body", 2**31 - 1, 0, 3), ("caption", 0, 0, 3), ("body", 0, 900, 903), ("metadata", 0, 0, 0)],
)
def test_mention_outside_the_text_is_passed_over(zone, part, start, end):
    kim = make_person("Kim")
    article = make_article(paragraphs=["Kim left."])
    Mention.objects.create(article=article, entity=kim, zone=zone, part=part, start=start, end=end, text="Kim")

    assert in_context(article, kim).passage is None


def test_many_mentions_of_one_article_are_counted_but_not_all_read():
    kim = make_person("Kim")
    article = make_article(paragraphs=["Kim left. " * 40])
    mention(article, kim)

    row = in_context(article, kim)

    assert len(row.further) == MENTIONS_READ - 1
    assert (row.further_times, row.unshown) == (39, 15)


def test_country_is_shown_by_its_own_name_else_by_the_places_inside_it():
    korea = make_place("Korea")
    seoul = make_place("Seoul", parent=korea)
    both = make_article(paragraphs=["In Seoul it rained. In Korea it rained."])
    inside = make_article(paragraphs=["In Seoul it rained."])
    for article in (both, inside):
        mention(article, seoul)
    mention(both, korea)

    assert read(in_context(both, korea).passage.parts) == "In [Korea] it rained."
    assert in_context(both, korea).further == []
    assert read(in_context(inside, korea).passage.parts) == "In [Seoul] it rained."


def test_merged_entity_is_shown_under_the_one_it_became():
    kim, doubled = make_person("Kim Ji-ho"), make_person("Kim Jiho")
    article = make_article(paragraphs=["Kim Jiho left."])
    mention(article, doubled)
    merge(doubled, kim)

    assert read(in_context(article, kim).passage.parts) == "[Kim Jiho] left."


def test_overlapping_mentions_are_marked_once():
    kim, other = make_person("Kim Jong-un"), make_person("Kim")
    article = make_article(paragraphs=["Kim Jong-un left."])
    mention(article, kim)
    mention(article, other)
    merge(other, kim)

    assert read(in_context(article, kim).passage.parts) == "[Kim Jong-un] left."


def test_anchors_are_counted_from_one():
    assert (anchor("body", 0), anchor("caption", 2)) == ("p1", "c3")


def test_page_of_articles_is_one_reading(django_assert_num_queries):
    kim = make_person("Kim")
    for _ in range(5):
        mention(make_article(paragraphs=["Kim left."]), kim)
    rows, inside = list(Article.objects.all().for_listing()), kim.family_ids

    with django_assert_num_queries(1):
        add_contexts(rows, kim, inside)
    assert all(row.passage for row in rows)
