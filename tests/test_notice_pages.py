"""A corrected article says so at its top, a held one too, lists mark both, and a notice links what it acts on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Notice, Story, Tie
from tests.makers import make_article, make_person

pytestmark = pytest.mark.django_db


def make_tie(notice: Article, target: Article, kind: str, state: str = "standing", **said: object) -> Tie:
    read, _new = Notice.objects.get_or_create(article=notice, defaults={"kind": kind, **said})
    return Tie.objects.create(notice=read, target=target, kind=kind, state=state, confidence=90)


def page_of(client, article: Article) -> str:
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "mark"),
    [("correction", "CORRECTED"), ("hold", "HELD"), ("refile", "REFILED"), ("advisory", "ADVISORY")],
)
def test_article_says_what_acts_on_it_and_the_notice_links_back(client, kind, mark):
    article, notice = make_article(headline="Toll is three"), make_article(headline="Toll is seven")
    make_tie(notice, article, kind, said="Corrects toll", changes=[["3", "7"]])

    said = page_of(client, article)
    assert mark in said and notice.get_absolute_url() in said and "Corrects toll" in said
    assert "<del>" in said and "<ins>" in said
    assert said.index(mark) < said.index("<h1")
    assert article.get_absolute_url() in page_of(client, notice)


def test_correction_leads_to_the_version_that_has_it_right(client):
    story = Story.objects.create()
    wrong = make_article(story=story, headline="Toll is three")
    notice = make_article(headline="Correction to toll")
    right = make_article(
        story=story, headline="Toll is seven", version=2, version_label="2nd LD", paragraphs=["Seven."]
    )
    make_tie(notice, wrong, "correction")

    assert right.get_absolute_url() in page_of(client, wrong).split("</section>")[0]


@pytest.mark.parametrize("state", ["waiting", "dismissed"])
def test_tie_that_does_not_stand_is_not_told(client, state):
    article, notice = make_article(), make_article(headline="Toll is seven")
    make_tie(notice, article, "correction", state)

    assert "CORRECTED" not in page_of(client, article)
    assert "CORRECTED" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "closed", [{"status": "canceled"}, {"embargoed_until": timezone.now() + timezone.timedelta(1)}]
)
def test_notice_the_public_may_not_read_is_not_told_of(client, closed):
    article, notice = make_article(), make_article(headline="Toll is Quibble", **closed)
    make_tie(notice, article, "correction", said="Quibble")

    for said in (page_of(client, article), client.get("/").content.decode()):
        assert "CORRECTED" not in said and "Quibble" not in said
        assert f"/articles/{notice.pk}/" not in said


@pytest.mark.parametrize(("kind", "mark"), [("correction", "CORRECTED"), ("hold", "HELD")])
def test_lists_mark_it_at_no_more_questions(client, kind, mark):
    person = make_person()
    articles = [make_article(mentions=[person]) for _ in range(6)]
    addresses = ["/", "/2023/09/13/", "/?q=ferry", person.get_absolute_url()]
    few = {address: questions(client, address) for address in addresses}
    for article in articles[:5]:
        make_tie(make_article(headline="A notice", date=None), article, kind)

    for address in addresses:
        assert client.get(address).content.decode().count(f"{mark}</span>") == 5
        assert questions(client, address) == few[address]


def questions(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_page_asks_no_more_questions_for_many_notices(client):
    article = make_article()
    make_tie(make_article(), article, "correction")
    few = questions(client, article.get_absolute_url())
    for _ in range(5):
        make_tie(make_article(), article, "correction")

    assert questions(client, article.get_absolute_url()) == few


def test_hostile_words_of_a_notice_are_escaped(client):
    article, notice = make_article(), make_article(headline="<script>alert(1)</script>")
    make_tie(notice, article, "correction", said="<img src=x onerror=1>", changes=[["<b>", "</del><script>"]])

    said = page_of(client, article)
    assert "<script>alert" not in said and "<img src=x" not in said and "</del><script>" not in said


def test_page_is_sent_anew_when_a_tie_is_made(client):
    article = make_article()
    tag = client.get(article.get_absolute_url()).headers["ETag"]

    make_tie(make_article(), article, "correction")

    assert client.get(article.get_absolute_url(), HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_notice_shows_fifty_of_what_it_acts_on_and_says_that_there_are_more(client):
    notice = make_article(headline="Summary corrected")
    for _ in range(52):
        make_tie(notice, make_article(), "correction")

    said = page_of(client, notice)
    assert said.split("</section>")[0].count("<li>") == 50 and "There are more." in said
