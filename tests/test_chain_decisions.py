"""Librarians join, split and keep running stories: decided, logged, undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import chain_decisions
from articles.chain_decisions import CannotDecide
from articles.evidence import WORDS, reasons
from articles.models import Article, Duplicate, OldStory, Story, StoryDecision, StoryPin, VersionLink
from tests.makers import make_agency, make_article

pytestmark = pytest.mark.django_db

STORIES, DECISIONS = "/admin/articles/story/", "/admin/articles/storydecision/"
EVIDENCE = [{"what": "passages", "share": 43, "weight": 4.7}, {"what": "labels", "text": "– → LEAD", "weight": 1.0}]
EVIDENCE += [{"what": "days-between", "share": 1, "weight": -0.8}]


@pytest.fixture
def first() -> Article:
    return make_article(headline="Ferry stops off Incheon", paragraphs=["It stopped.", "Nobody was hurt."])


@pytest.fixture
def lead(first: Article) -> Article:
    return make_article(
        headline="Ferry towed to Incheon", version=1, version_label="LEAD", paragraphs=["It was towed."]
    )


@pytest.fixture
def suggestion(first: Article, lead: Article) -> VersionLink:
    return VersionLink.objects.create(
        article=lead, earlier=first, confidence=81, evidence=EVIDENCE, state=VersionLink.State.SUGGESTED
    )


def told() -> dict[int, list[int]]:
    """Return the articles by story."""
    found: dict[int, list[int]] = {}
    for pk, story in Article.objects.order_by("pk").values_list("pk", "story"):
        found.setdefault(story, []).append(pk)
    return found


def page_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def said(response: Any) -> str:
    assert response.redirect_chain
    return " ".join(str(message) for message in response.context["messages"])


# --- Deciding


def test_joined_stories_have_the_number_of_the_oldest(first, lead, suggestion):
    before = told()
    decision = chain_decisions.join([lead.story, first.story], None)

    assert told() == {first.story_id: [first.pk, lead.pk]}
    assert Story.objects.reached_by(lead.story_id) == first.story
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decision) == ("sure", decision)
    assert set(StoryPin.objects.values_list("article", flat=True)) == {first.pk, lead.pk}

    chain_decisions.undo(decision, None)
    assert told() == before
    assert not OldStory.objects.exists()
    assert not StoryPin.objects.exists()
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decision) == ("suggested", None)


def test_number_of_a_story_joined_twice_leads_to_the_last(first, lead):
    third = make_article(headline="Older")
    Story.objects.filter(pk=third.story_id).update(created_at=first.story.created_at)
    chain_decisions.join([third.story, lead.story], None)
    decision = chain_decisions.join([first.story, Story.objects.reached_by(third.story_id)], None)

    assert Story.objects.reached_by(lead.story_id) == Story.objects.reached_by(third.story_id) == first.story

    chain_decisions.undo(decision, None)
    assert Story.objects.reached_by(third.story_id).pk == lead.story_id


def test_split_gives_articles_a_story_of_their_own(first, lead):
    Article.objects.filter(pk=lead.pk).update(story=first.story_id)
    link = VersionLink.objects.create(article=lead, earlier=first, confidence=95, state="sure")
    decision = chain_decisions.split(first.story, [lead.pk], None)

    made = decision.details["made"]
    assert told() == {first.story_id: [first.pk], made: [lead.pk]}
    link.refresh_from_db()
    assert link.state == "dismissed"

    chain_decisions.undo(decision, None)
    assert told() == {first.story_id: [first.pk, lead.pk]}
    assert Story.objects.reached_by(made).pk == first.story_id
    link.refresh_from_db()
    assert (link.state, link.decision) == ("sure", None)


def test_nothing_and_everything_cannot_be_split_off(first):
    with pytest.raises(CannotDecide, match="at least one article of"):
        chain_decisions.split(first.story, [], None)
    with pytest.raises(CannotDecide, match="Leave at least one"):
        chain_decisions.split(first.story, [first.pk], None)
    with pytest.raises(CannotDecide, match="at least two"):
        chain_decisions.join([first.story], None)


def test_what_was_told_apart_is_joined_only_after_undoing_that(first, lead, suggestion):
    decision = chain_decisions.dismiss(suggestion, None)
    with pytest.raises(CannotDecide, match="told apart"):
        chain_decisions.join([first.story, lead.story], None)

    chain_decisions.undo(decision, None)
    chain_decisions.join([first.story, lead.story], None)
    assert len(told()) == 1


def test_decision_something_builds_on_is_undone_after_it(first, lead):
    joined = chain_decisions.join([first.story, lead.story], None)
    split = chain_decisions.split(first.story, [lead.pk], None)

    with pytest.raises(CannotDecide, match="builds on this"):
        chain_decisions.undo(joined, None)
    chain_decisions.undo(split, None)
    chain_decisions.undo(joined, None)
    assert told() == {first.story_id: [first.pk], lead.story_id: [lead.pk]}
    with pytest.raises(CannotDecide, match="already"):
        chain_decisions.undo(joined, None)


def test_article_deleted_since_is_no_obstacle_to_undoing(first, lead):
    decision = chain_decisions.join([first.story, lead.story], None)
    lead.delete()

    chain_decisions.undo(decision, None)

    assert told() == {first.story_id: [first.pk]}


def test_every_evidence_is_said_in_words():
    evidence = [{"what": what, "weight": 1.0, "share": 5, "text": "x%s"} for what in WORDS]

    assert all(reason.words for reason in reasons(evidence))
    assert reasons([{"what": "of a later program", "weight": 1.0}]) == []
    assert [reason.words for reason in reasons(EVIDENCE)] == [
        "about 43 % of the shorter one's passages stand in the other",
        "the labels follow each other: – → LEAD",
        "1 day between them",
    ]


# --- At the desk


def test_suggestion_is_shown_with_both_texts_and_joined(admin_client: Client, first, lead, suggestion):
    page = page_of(admin_client.get(f"{STORIES}suggestions/"))
    assert "Ferry stops off Incheon" in page
    assert "81 %" in page
    assert "about 43 % of the shorter one" in page

    address = f"{STORIES}link/{suggestion.pk}/"
    page = page_of(admin_client.get(address))
    for text in ("It was towed.", "Nobody was hurt.", "outlives imports", "against</span> 1 day between them"):
        assert text in page

    response = admin_client.post(address, {"join": "1"}, follow=True)
    decision = StoryDecision.objects.get()
    assert f'joined to the story “Ferry stops off Incheon”. <a href="{DECISIONS}{decision.pk}/undo/">' in said(response)
    assert decision.made_by.username == "admin"
    assert len(told()) == 1
    assert "joined to the story" in LogEntry.objects.get(object_id=str(first.story_id)).get_change_message()
    assert "Nothing is waiting" in page_of(admin_client.get(f"{STORIES}suggestions/"))
    assert "decided already" in said(admin_client.post(address, {"join": "1"}, follow=True))

    undo = f"{DECISIONS}{decision.pk}/undo/"
    assert "put back as it was" in page_of(admin_client.get(undo))
    assert "Undone:" in said(admin_client.post(undo, follow=True))
    assert len(told()) == 2


def test_suggestion_is_dismissed(admin_client: Client, suggestion):
    response = admin_client.post(f"{STORIES}link/{suggestion.pk}/", {"apart": "1"}, follow=True)

    assert "told apart: not one story" in said(response)
    assert VersionLink.objects.get().state == "dismissed"
    assert len(told()) == 2


def test_story_is_joined_to_one_looked_for_by_words(admin_client: Client, first, lead):
    address = f"{STORIES}{first.story_id}/join/"
    page = page_of(admin_client.get(address, {"q": "towed"}))
    assert f"with={lead.story_id}" in page
    assert "No other story has that" in page_of(admin_client.get(address, {"q": "\x00zeppelin"}))
    assert f"with={lead.story_id}" in page_of(admin_client.get(address, {"q": f"#{lead.story_id}"}))

    page = page_of(admin_client.get(address, {"with": lead.story_id}))
    assert "under the number of the oldest" in page
    admin_client.post(address, {"with": lead.story_id}, follow=True)
    assert told() == {first.story_id: [first.pk, lead.pk]}


def test_story_is_split_and_kept_at_the_desk(admin_client: Client, first, lead):
    Article.objects.filter(pk=lead.pk).update(story=first.story_id)
    split = f"{STORIES}{first.story_id}/split/"
    assert page_of(admin_client.get(split)).count('type="checkbox"') == 2
    assert "at least one" in said(admin_client.post(split, follow=True))
    admin_client.post(split, {"article": [lead.pk, 10**18]}, follow=True)
    assert len(told()) == 2

    pin = f"{STORIES}{first.story_id}/pin/"
    assert "leaves these articles" in page_of(admin_client.get(pin))
    assert "kept as it is" in said(admin_client.post(pin, follow=True))
    page = page_of(admin_client.get(f"{STORIES}{first.story_id}/change/"))
    assert "kept as it is" in page


def test_story_says_why_its_articles_are_versions(admin_client: Client, first, lead):
    Article.objects.filter(pk=lead.pk).update(story=first.story_id)
    VersionLink.objects.create(article=lead, earlier=first, confidence=97, evidence=EVIDENCE, state="sure")

    page = page_of(admin_client.get(f"{STORIES}{first.story_id}/change/"))

    assert "Why these are versions of one story" in page
    assert "the labels follow each other" in page
    assert "97 %" in page


@pytest.mark.parametrize("way", ["suggestions/", "link/{link}/", "{story}/join/", "{story}/split/", "{story}/pin/"])
def test_only_who_may_change_stories_decides(client: Client, first, suggestion, way):
    address = STORIES + way.format(link=suggestion.pk, story=first.story_id)
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_story"))
    client.force_login(user)
    for ask in (client.get, client.post):
        assert ask(address).status_code == 403
    assert not StoryDecision.objects.exists()

    user.user_permissions.add(Permission.objects.get(codename="change_story"))
    assert client.get(address).status_code == 200


def test_only_who_may_change_stories_undoes(client: Client, first):
    decision = chain_decisions.pin(first.story, None)
    user = User.objects.create_user("reader", is_staff=True)
    client.force_login(user)
    undo = f"{DECISIONS}{decision.pk}/undo/"

    assert client.post(undo).status_code == 403
    assert client.get(f"{DECISIONS}").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_story"))
    assert client.get(f"{DECISIONS}").status_code == 200
    assert client.get(f"{DECISIONS}{decision.pk}/change/").status_code == 200
    assert client.post(undo).status_code == 302
    assert not StoryPin.objects.exists()


def test_suggestions_take_the_same_queries_however_many(admin_client: Client, first, lead, suggestion):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(admin_client.get(f"{STORIES}suggestions/"))
        assert not any('"body"' in query["sql"] for query in captured)
        return len(captured)

    few = queries()
    for number in range(20):
        later = make_article(headline=f"Ferry {number}", agency=make_agency(f"Agency {number}"))
        VersionLink.objects.create(article=later, earlier=first, confidence=80, evidence=EVIDENCE, state="suggested")

    assert queries() == few


# --- What readers see


def test_article_says_who_else_filed_the_same_copy(client: Client, first):
    copies = [make_article(headline=f"Ferry <{name}>", agency=name) for name in ("AFP", "Reuters")]
    Duplicate.objects.create(article=copies[0], original=first, likeness=94, rule="agency")
    Duplicate.objects.create(article=copies[1], original=first, likeness=88, rule="agency")

    page = page_of(client.get(first.get_absolute_url()))
    assert "Also filed by AFP" in page
    assert "94 % alike" in page
    assert "Ferry &lt;Reuters&gt;" in page
    page = page_of(client.get(copies[0].get_absolute_url()))
    assert "Also filed by Yonhap" in page
    assert "Also filed by Reuters" in page


def test_article_without_copies_says_nothing_of_them(client: Client, first):
    assert "Also filed" not in page_of(client.get(first.get_absolute_url()))


def test_same_copy_takes_the_same_queries_however_many(client: Client, first):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client.get(first.get_absolute_url()))
        return len(captured)

    for number in range(12):
        copy = make_article(agency=f"Agency {number}")
        Duplicate.objects.create(article=copy, original=first, likeness=90, rule="agency")
        if number == 1:
            few = queries()

    assert queries() == few


def test_article_names_those_that_list_it(client: Client, first):
    line = {"headline": "Ferry stops off Incheon"}
    make_article(headline="Harbours in winter", related=[line])
    make_article(headline="Another version", related=[{**line, "version": 3}])
    make_article(headline="Same story", related=[line], story=first.story)

    page = page_of(client.get(first.get_absolute_url()))

    assert "Harbours in winter" in page.split("Listed after")[1]
    assert "Another version" not in page.split("Listed after")[1]
    assert "Same story" not in page.split("Listed after")[1]
