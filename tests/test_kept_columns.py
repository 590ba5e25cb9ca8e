"""Columns the database keeps by itself, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from articles.importing.importer import Options, import_paths
from articles.models import Article, Caption, DatelinePlace, Entity, Mention
from tests.wire_copy import founding_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(tmp_path) -> Article:
    (tmp_path / "copy.txt").write_text(founding_form(), encoding="utf-8")
    import_paths([str(tmp_path)], Options())
    return Article.objects.get()


@pytest.fixture
def busan(article) -> Entity:
    return Entity.objects.get(slug="busan")


def place(name: str, parent: Entity | None = None) -> Entity:
    return Entity.objects.create(kind="place", key=f"region:{name}", name=name, slug=name, parent=parent)


def test_mention_brings_the_entity_and_the_places_above_it(article):
    sea = place("sea")
    bay = place("bay", sea)

    Mention.objects.create(article=article, entity=bay, zone="body", part=0, start=0, end=2, text="Le")

    article.refresh_from_db()
    assert {bay.id, sea.id} <= set(article.entity_ids)


def test_last_mention_taken_away_takes_the_entity_with_it(article, busan):
    assert busan.id in article.entity_ids

    Mention.objects.filter(entity=busan).delete()

    article.refresh_from_db()
    assert busan.id not in article.entity_ids


def test_mention_given_to_another_entity_moves(article, busan):
    sea = place("sea")

    Mention.objects.filter(entity=busan).update(entity=sea)

    article.refresh_from_db()
    assert sea.id in article.entity_ids
    assert busan.id not in article.entity_ids


def test_place_moved_into_another_brings_its_articles_there(article, busan):
    sea = place("sea")

    Entity.objects.filter(id=busan.id).update(parent=sea)

    article.refresh_from_db()
    assert sea.id in article.entity_ids


def test_dateline_place_changed_is_filed_from_elsewhere(article, busan):
    DatelinePlace.objects.update(place=busan)

    article.refresh_from_db()
    assert busan.id in article.filed_from_ids
    assert Entity.objects.get(slug="seoul").id not in article.filed_from_ids


def test_caption_edited_is_searchable_at_once(article):
    Caption.objects.update(text="Une passerelle de bambou")

    assert Article.objects.matching("bambou").get() == article
    assert not Article.objects.matching("Corée").exists()


@pytest.mark.parametrize(
    "words", ["riverains", "RIVERAIN", "Mapo", '"ville de Busan"', "rouvert -tunnel", "zebre OR pont"]
)
def test_edit_by_plain_sql_is_searchable_at_once(article, words):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET headline = 'Un zèbre passe'")

    assert Article.objects.matching("zebre").get() == article
    assert Article.objects.matching(words).exists()


def test_contacts_end_mark_and_related_headlines_are_not_searched(article):
    for words in ("lind", "fin", '"un autre pont"'):
        assert not Article.objects.matching(words).exists(), words


def test_undated_articles_sort_last(article):
    Article.objects.update(date=None, date_from="")

    article.refresh_from_db()
    assert article.filed_on == date(1, 1, 1)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "odd"}, "article_status_known"),
        ({"headline": ""}, "article_headline_given"),
        ({"date": None}, "article_dated_with_evidence"),
        ({"date_from": ""}, "article_dated_with_evidence"),
    ],
)
def test_article_that_cannot_be_is_refused(article, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.update(**change)


def test_megabytes_of_different_words_are_stored(article):
    words = " ".join(f"mot{number}" for number in range(400_000))

    Article.objects.update(body=words, caption_text=words, headline=words)

    assert Article.objects.matching("mot7").exists()


def test_megabytes_of_different_hangul_are_stored(article):
    letters = "".join(chr(0xAC00 + (number * 7919) % 11172) for number in range(400_000))

    Article.objects.update(body=letters, language="ko")

    assert Article.objects.matching(letters[10:12]).exists()
