"""Names marked in an article's text (articles/marking.py)."""

import pytest

from articles.marking import pieces
from articles.models import Article, Entity, Mention
from tests.makers import make_article, make_organisation, make_person, make_place
from tests.test_mentions_in_context import mention
from tests.test_merged_entities import hide, merge
from tests.test_views import text_of


def cut(text: str, *mentions: tuple[int, int, str, str]) -> str:
    return "".join(f"[{piece.text}:{piece.entity}]" if piece.entity else piece.text for piece in pieces(text, mentions))


@pytest.mark.parametrize(
    ("mentions", "marked"),
    [
        ([], "Kim Jong-un met Kim."),
        ([(0, 11, "Kim Jong-un", "K")], "[Kim Jong-un:K] met Kim."),
        ([(16, 19, "Kim", "K"), (0, 11, "Kim Jong-un", "K")], "[Kim Jong-un:K] met [Kim:K]."),
        ([(0, 3, "Kim", "x"), (0, 11, "Kim Jong-un", "K")], "[Kim Jong-un:K] met Kim."),
        ([(4, 15, "Jong-un met", "x"), (0, 11, "Kim Jong-un", "K")], "[Kim Jong-un:K] met Kim."),
        ([(0, 3, "Ri", "x"), (16, 19, "Kim", "K")], "Kim Jong-un met [Kim:K]."),
        ([(90, 93, "Kim", "x"), (5, 5, "", "x")], "Kim Jong-un met Kim."),
    ],
)
def test_text_is_cut_at_its_names(mentions, marked):
    assert cut("Kim Jong-un met Kim.", *mentions) == marked


@pytest.fixture
def article(db) -> Article:
    made = make_article(
        headline="Kim in Seoul",
        paragraphs=["Kim came to Seoul.", "<b>Kim</b> met Baekdu."],
        captions=[{"text": "Seoul at night.", "paragraph": 1}],
    )
    kim, seoul, baekdu = make_person("Kim"), make_place("Seoul"), make_organisation("Baekdu")
    for entity, zone, part in [
        (kim, "headline", 0), (kim, "body", 0), (kim, "body", 1), (seoul, "body", 0), (baekdu, "body", 1),
        (seoul, "caption", 0),
    ]:  # fmt: skip
        mention(made, entity, zone=zone, part=part)
    return made


def named(page: str) -> list[str]:
    return [line.split("</a>")[0] for line in page.split('<a class="named ')[1:]]


def test_names_are_marked_when_asked_for(client, article):
    plain = text_of(client.get(article.get_absolute_url()))
    page = text_of(client.get(article.get_absolute_url() + "?names=1"))

    assert named(plain) == []
    assert named(page) == [
        'person" href="/people/kim/" title="Kim – person">Kim',
        'place" href="/places/seoul/" title="Seoul – place">Seoul',
        'place" href="/places/seoul/" title="Seoul – place">Seoul',
        'person" href="/people/kim/" title="Kim – person">Kim',
        'organisation" href="/organisations/baekdu/" title="Baekdu – organisation">Baekdu',
    ]
    assert '">Kim in Seoul</h1>' in page
    assert "&lt;b&gt;<a class" in page
    assert f'<link rel="canonical" href="http://testserver{article.get_absolute_url()}">' in page


def test_marks_are_switched_by_a_link(client, article):
    assert '<a href="?names=1"' in text_of(client.get(article.get_absolute_url()))
    for query in ("?names=1", "?names=0", "?names=x"):
        page = text_of(client.get(article.get_absolute_url() + query))
        assert ("Do not mark names" in page, "Mark names in the text" in page) == (
            query == "?names=1",
            query != "?names=1",
        )


def test_list_beside_says_how_often(client, article):
    page = text_of(client.get(article.get_absolute_url()))

    assert '<span aria-hidden="true">×3</span><span class="unseen">3 times</span>' in page
    assert '<span aria-hidden="true">×1</span><span class="unseen">once</span>' in page


def test_place_of_the_dateline_says_how_often_it_is_named(client, db):
    seoul = make_place("Seoul")
    article = make_article(filed_from=[seoul], paragraphs=["Seoul and Seoul."])
    mention(article, seoul)

    assert "×2" in text_of(client.get(article.get_absolute_url()))


def test_merged_names_lead_to_the_other_and_hidden_ones_nowhere(client, article):
    merge(Entity.objects.get(slug="baekdu"), make_organisation("Baekdu Marine"))
    hide(Entity.objects.get(slug="seoul"))

    page = text_of(client.get(article.get_absolute_url() + "?names=1"))

    assert 'href="/organisations/baekdu-marine/" title="Baekdu Marine – organisation">Baekdu</a>' in page
    assert "/places/seoul/" not in page


def test_edited_text_is_never_marked_at_random(client, article):
    Article.objects.filter(pk=article.pk).update(body="He came.\n\n<b>Kim</b> met Baekdu.")
    Mention.objects.filter(article=article, part=1, text="Baekdu").update(part=2**31 - 1)

    assert [
        line.rpartition(">")[2] for line in named(text_of(client.get(article.get_absolute_url() + "?names=1")))
    ] == [
        "Seoul",
        "Kim",
    ]


def test_paragraphs_and_captions_have_places_to_link_to(client, article):
    page = text_of(client.get(article.get_absolute_url()))

    assert page.index('<p id="p1">') < page.index('<figure class="caption" id="c1">') < page.index('<p id="p2">')


def test_marking_asks_one_question_more(client, article, django_assert_num_queries):
    with django_assert_num_queries(16) as without:
        client.get(article.get_absolute_url())
    with django_assert_num_queries(len(without) + 1):
        client.get(article.get_absolute_url() + "?names=1")
