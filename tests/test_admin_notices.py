"""Librarians see what waits, decide, tie by hand and undo; nobody else does."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.models import Article, Notice, Tie
from tests.makers import make_article
from tests.test_still_standing import SENTENCE

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_tie_changelist")


@pytest.fixture
def desk(client):
    user = User.objects.create_user("librarian", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_article"))
    client.force_login(user)
    return client


@pytest.fixture
def tie() -> Tie:
    target = make_article(headline="Ferry stops", paragraphs=["It <b>stopped</b>."])
    notice = make_article(headline="Do not use the ferry story", note="Please kill")
    return Tie.objects.create(
        notice=Notice.objects.create(article=notice, kind="kill", headlines=["Ferry stops"]),
        target=target,
        kind="kill",
        state="waiting",
        confidence=60,
        evidence=["headline", "near_day"],
    )


def decide(client, tie: Tie, state: str):
    return client.post(reverse("admin:articles_tie_decide", args=[tie.pk]), {"state": state}, follow=True)


def withdrawn(tie: Tie) -> bool:
    return Article.objects.get(pk=tie.target_id).withdrawn


def test_what_waits_is_listed_with_its_reasons(desk, tie):
    said = desk.get(LIST, {"state__exact": "waiting"}).content.decode()

    assert "Ferry stops" in said and "Do not use the ferry story" in said and "60 %" in said
    assert "the notice gives the article’s headline" in said


def test_both_articles_stand_beside_each_other(desk, tie):
    said = desk.get(reverse("admin:articles_tie_change", args=[tie.pk])).content.decode()

    assert "It &lt;b&gt;stopped&lt;/b&gt;." in said and "Please kill" in said


def test_confirming_dismissing_and_undoing_work_at_once_and_are_logged(desk, tie):
    decide(desk, tie, "standing")
    assert withdrawn(tie)
    decide(desk, tie, "dismissed")
    assert not withdrawn(tie)
    decide(desk, tie, "undo")

    tie.refresh_from_db()
    assert (tie.state, tie.by_hand) == ("waiting", False)
    assert LogEntry.objects.filter(object_id=str(tie.target_id)).count() == 3
    assert LogEntry.objects.filter(object_id=str(tie.notice_id)).count() == 3


def test_several_are_decided_at_once(desk, tie):
    desk.post(LIST, {"action": "confirm", "_selected_action": [tie.pk]})

    assert withdrawn(tie)
    tie.refresh_from_db()
    assert tie.decided_by.username == "librarian"


def test_notice_is_tied_by_hand(desk):
    notice, target = make_article(headline="Notice"), make_article(headline="Target")
    page = reverse("admin:articles_tie_by_hand")

    desk.post(page, {"notice": notice.pk, "target": target.pk, "kind": "kill"})

    tie = Tie.objects.get()
    assert (tie.by_hand, tie.confidence, withdrawn(tie)) == (True, None, True)
    decide(desk, tie, "undo")
    assert not Tie.objects.exists() and not Article.objects.get(pk=target.pk).withdrawn


@pytest.mark.parametrize(
    "given",
    [
        {"notice": "1", "target": "1"},
        {"notice": "x", "target": ""},
        {"notice": "9" * 30, "target": "1"},
        {"kind": "odd"},
    ],
)
def test_what_cannot_be_tied_is_said(desk, given):
    answer = desk.post(reverse("admin:articles_tie_by_hand"), {"kind": "kill", **given})

    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert not Tie.objects.exists()


def test_where_it_still_stands_is_shown(desk):
    killed = make_article(paragraphs=[SENTENCE["en"]], status="canceled")
    other = make_article(headline="Another story", paragraphs=[SENTENCE["en"]])

    said = desk.get(reverse("admin:articles_tie_standing", args=[killed.pk])).content.decode()

    assert "Another story" in said and SENTENCE["en"] in said and f"#{other.pk}" in said


def test_tie_that_is_gone_is_said(desk, tie):
    pk = tie.pk
    tie.delete()

    answer = desk.post(reverse("admin:articles_tie_decide", args=[pk]), {"state": "standing"}, follow=True)

    assert "not there any more" in answer.content.decode()


@pytest.mark.parametrize("state", ["", "waiting", "nonsense"])
def test_no_other_state_can_be_given(desk, tie, state):
    assert decide(desk, tie, state).status_code == 403


def addresses(tie: Tie) -> list[str]:
    return [
        LIST,
        reverse("admin:articles_tie_change", args=[tie.pk]),
        reverse("admin:articles_tie_by_hand"),
        reverse("admin:articles_tie_standing", args=[tie.target_id]),
        reverse("admin:articles_notice_changelist"),
    ]


def test_who_may_not_change_articles_sees_and_decides_nothing(client, tie):
    client.force_login(User.objects.create_user("other", is_staff=True))

    assert {client.get(address).status_code for address in addresses(tie)} == {403}
    assert decide(client, tie, "standing").status_code == 403
    assert not withdrawn(tie)


def test_the_public_is_sent_to_sign_in(client, tie):
    assert {client.get(address).status_code for address in addresses(tie)} == {302}
    decide(client, tie, "standing")
    assert not withdrawn(tie)


def test_librarian_sees_every_page(desk, tie):
    assert {desk.get(address).status_code for address in addresses(tie)} == {200}
    assert desk.get(reverse("admin:articles_notice_change", args=[tie.notice_id])).status_code == 200
    assert desk.get(reverse("admin:articles_tie_decide", args=[tie.pk])).status_code == 405
