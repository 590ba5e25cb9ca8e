"""The hits of a search on an article's page (articles/hits.py)."""

from __future__ import annotations

import re

import pytest

from articles.hits import find_hits
from articles.marking import marks
from articles.models import Article
from articles.reading import blocks
from articles.search import Search
from tests.makers import make_article, make_person

pytestmark = pytest.mark.django_db


def hits(words: str, **article) -> str:
    """Return the article's texts, one a line, each hit as [number:text]."""
    names = article.pop("names", False)
    made = Article.objects.for_reading().get(pk=make_article(**{"headline": "Headline", **article}).pk)
    copy = blocks(made.paragraphs, made.captions.all(), marks(made) if names else None)
    found = find_hits(made, copy, Search(words))
    texts = [found.headline, found.note, *(block.pieces for block in found.blocks)]
    return "\n".join("".join(map(written, pieces)) for pieces in texts)


def written(piece) -> str:
    text = "".join(f"[{part.hit}:{part.text}]" if part.hit else part.text for part in piece.parts)
    return f"<{text}>" if piece.entity else text


def test_hits_are_numbered_in_the_order_of_reading():
    article = {
        "headline": "Ferry stops",
        "paragraphs": ["A ferry stopped.", "No ship. Ferries!"],
        "captions": [{"paragraph": 1, "text": "The ferry."}],
    }

    assert hits("ferry", **article) == "[1:Ferry] stops\n\nA [2:ferry] stopped.\nThe [3:ferry].\nNo ship. [4:Ferries]!"


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ('"coast guard"', "The coast guard said.", "The [1:coast guard] said."),
        ("coast guard", "Coast-guard, coast; guard", "[1:Coast-guard], [2:coast]; [3:guard]"),
        ("ferry", "", ""),
        ("ferry", "Ferry", "[1:Ferry]"),
        ("ferry -ship", "Ferry", "[1:Ferry]"),
        ("body:ferry", "A ferry.", "A [1:ferry]."),
        ("caption:ferry", "A ferry.", "A ferry."),
        ("ferry", "A <b>ferry</b> & co", "A <b>[1:ferry]</b> & co"),
    ],
)
def test_hits_are_what_was_looked_for(words, text, found):
    assert hits(words, paragraphs=["First.", text or "x"]).split("\n")[3] == (found or "x")


def test_a_search_of_first_paragraphs_is_marked_there_alone():
    assert hits("lead:ferry", paragraphs=["A ferry.", "A ferry."]) == "Headline\n\nA [1:ferry].\nA ferry."


def test_the_editors_note_is_marked_when_it_was_searched():
    assert hits("note:ferry", note="Adds ferry", headline="Ferry") == "Ferry\nAdds [1:ferry]"
    assert hits("ferry", note="Adds ferry", headline="Ferry") == "[1:Ferry]\nAdds ferry"


def test_a_name_stays_one_link_whatever_part_of_it_is_a_hit():
    person = make_person("Yeom Do-gyeom")

    assert hits("gyeom", paragraphs=["Yeom Do-gyeom sailed."], mentions=[person], names=True).endswith(
        "\n<Yeom Do-[1:gyeom]> sailed."
    )
    assert hits('"gyeom sailed"', paragraphs=["Yeom Do-gyeom sailed."], mentions=[person], names=True).endswith(
        "\n<Yeom Do-[1:gyeom]>[1: sailed]."
    )


def test_nothing_of_the_text_is_lost(client):
    article = make_article(headline="Ferry", paragraphs=["ferry " * 500, "a\u00a0ferry\nferry", "페리 ferry"])
    page = client.get(article.get_absolute_url() + "?q=ferry+OR+페리").content.decode()
    page = re.sub('<span class="hit-steps">.*?</a></span>', "", page)
    shown = re.findall('<p id="p[0-9]+">(.*?)</p>', page, re.DOTALL)

    assert "<mark" in shown[0] and "<mark" in shown[2]
    assert [re.sub("<[^>]+>", "", text).split() for text in shown] == [text.split() for text in article.paragraphs]


def test_what_is_longer_than_a_search_looks_at_is_shown_unmarked():
    paragraphs = ["A ferry. " * 20, "x " * 130_000, "A ferry."]
    found = hits("ferry", paragraphs=paragraphs).split("\n")

    assert found[2].startswith("A [1:ferry].")
    assert found[-1] == "A ferry."


def test_each_hit_leads_to_the_one_before_and_after(client):
    article = make_article(headline="Ferry", paragraphs=["A ferry and a ferry."])
    page = client.get(article.get_absolute_url() + "?q=ferry").content.decode()
    steps = re.findall('<span class="hit-steps">(.*?)</a></span>', page)

    assert "3 hits in this article" in page
    assert re.findall('<mark id="(hit-[0-9]+)">', page) == ["hit-1", "hit-2", "hit-3"]
    assert [re.findall('href="#(.*?)"', each) for each in steps] == [["hit-2"], ["hit-1", "hit-3"], ["hit-2"]]


def test_a_search_without_words_marks_nothing(client):
    make_person()
    article = make_article(headline="Ferry")
    page = client.get(article.get_absolute_url() + "?q=person:yeom-do-gyeom").content.decode()

    assert "<mark" not in page


def test_markup_in_the_copy_stays_text(client):
    article = make_article(headline="<script>ferry</script>", body="<img src=x> ferry")
    page = client.get(article.get_absolute_url() + "?q=ferry").content.decode()

    assert "<img" not in page and "<script>" not in page
    assert page.count("<mark") == 2
