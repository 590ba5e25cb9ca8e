"""Passages with the words looked for."""

import pytest

from articles.excerpts import add_excerpts
from articles.models import Article
from tests.makers import make_article

pytestmark = pytest.mark.django_db

FILLER = "Nothing of note happened on the quay that morning. " * 12


def excerpt(words, **article):
    """Return the headline and the passage, hits in brackets."""
    make_article(**{"headline": "Headline", **article})
    rows = list(Article.objects.matching(words).for_listing())
    add_excerpts(rows, words)
    return tuple(
        "".join(f"[{part.text}]" if part.hit else part.text for part in parts)
        for parts in (rows[0].headline_parts, rows[0].excerpt_parts)
    )


def test_passage_surrounds_the_first_hit_deep_in_the_body():
    _headline, passage = excerpt("lantern", body=FILLER + "Two lanterns burned. " + FILLER)

    assert passage.startswith("…") and passage.endswith("…")
    assert "Two [lanterns] burned." in passage
    assert len(passage) < 300


@pytest.mark.parametrize(
    ("words", "language", "body", "marked"),
    [
        ("velo", "fr", "Le vélo est là.", "Le [vélo] est là."),
        ("VÉLO -ferry", "fr", "Un Vélo bleu.", "Un [Vélo] bleu."),
        ("nationale", "fr", "Les intérêts nationaux.", "Les intérêts [nationaux]."),
        ("oeuvre", "fr", "Une oeuvre.", "Une [oeuvre]."),
        ("party", "en", "All parties agreed.", "All [parties] agreed."),
        ('"coast guard"', "en", "The coast guard said.", "The [coast] [guard] said."),
        ("strasse", "de", "Auf der Strasse.", "Auf der [Strasse]."),
        ("정상회담", "ko", "서울에서 열린 정상회담은 성공했다.", "서울에서 열린 [정상회담]은 성공했다."),
        ("图书馆", "zh", "首尔的图书馆深夜开放。", "首尔的[图书馆]深夜开放。"),
        ("المدينة", "ar", "وصلت إلى المدينة.", "وصلت إلى [المدينة]."),
        ("مدينة", "ar", "وصلت إلى المدينة.", "وصلت إلى [المدينة]."),
    ],
)
def test_hits_are_marked_as_they_are_written(words, language, body, marked):
    assert excerpt(words, language=language, body=body)[1] == marked


def test_headline_is_marked_and_a_hit_there_alone_has_no_passage():
    assert excerpt("ferry", headline="Ferry stops", body="A ship.") == ("[Ferry] stops", "")


def test_captions_are_searched_after_the_body():
    assert excerpt("violin", body="A day.", captions=[{"text": "A violin waits."}])[1] == "A [violin] waits."


def test_passage_for_a_beginning_is_not_taken_by_its_stem():
    body = "La base navale. " + FILLER + "Un navire passe."

    assert "Un [navire] passe." in excerpt("navi*", language="fr", body=body)[1]


def test_markup_in_copy_stays_text():
    _headline, passage = excerpt("ferry", body='<script>alert("ferry")</script> & <b>ferry</b>')

    assert passage == '<script>alert("[ferry]")</script> & <b>[ferry]</b>'


def test_markers_in_copy_mark_nothing():
    assert excerpt("ferry", body="A \ue000wrong\ue001 ferry.")[1] == "A \ue000wrong\ue001 [ferry]."


@pytest.mark.parametrize("words", ["ferry.*", "ferry (", "ferry \\", "ferry +", "[ferry]", "ferry -"])
def test_signs_in_the_words_are_not_a_pattern(words):
    assert "[ferry]" in excerpt(words, body="The ferry waits ( at . the quay.")[1]


def test_no_rows_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        add_excerpts([], "ferry")
