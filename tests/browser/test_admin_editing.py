"""A librarian corrects an article in a browser, and readers find the correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from tests.makers import make_article, make_place

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article() -> Article:
    make_place("Seoul", country_code="KR")
    make_article(headline="Another story altogether", filed_from=["BUSAN"])
    return make_article(
        headline="Ferry stops off Incheon",
        language="en",
        paragraphs=["A ferry stopped on Tuesday.", "Nobody was hurt."],
        captions=[{"text": "The quay from above.", "paragraph": 1}],
        filed_from=["SEOUL"],
    )


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    """The archive desk, its librarian logged in."""
    User.objects.create_superuser("librarian", password="wire copy")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("librarian")
    page.get_by_label("Password").fill("wire copy")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Articles", exact=True).first.click()
    return page


def test_saved_edit_is_found_by_readers(article: Article, desk: Page, live_server: LiveServer) -> None:
    desk.locator("#searchbar").fill("quay")
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("link", name="Ferry stops off Incheon").click()
    desk.get_by_label("Headline:").first.fill("Lighthouse guides ferry home")
    desk.locator("#id_captions-0-text").fill("A barnacle goose on the quay.")
    desk.get_by_role("button", name="Save", exact=True).click()
    assert "was changed successfully" in desk.locator(".messagelist").inner_text()

    for words in ("lighthouses", "barnacles"):
        desk.goto(f"{live_server.url}/?q={words}")
        desk.locator("main").get_by_role("link", name="Lighthouse guides ferry home").wait_for()
        assert desk.get_by_text("Another story altogether").count() == 0
    desk.locator("main").get_by_role("link", name="Lighthouse guides ferry home").first.click()
    assert desk.get_by_role("heading", level=1).inner_text() == "Lighthouse guides ferry home"
    desk.get_by_text("A barnacle goose on the quay.").wait_for()
    assert desk.get_by_text("The quay from above.").count() == 0


def test_row_is_added_and_its_place_chosen_by_name(article: Article, desk: Page) -> None:
    desk.get_by_role("link", name="Ferry stops off Incheon").click()
    places = desk.locator("#dateline_places-group")
    places.locator(".select2-selection").first.click()
    desk.locator(".select2-search__field").fill("seo")
    desk.get_by_role("option", name="Seoul (KR)").click()
    places.locator(".add-row a").click()
    places.locator("#id_dateline_places-1-as_filed").fill("PARIS")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.locator(".messagelist").wait_for()
    rows = article.dateline_places.values_list("position", "as_filed", "place__name")
    assert list(rows) == [(0, "SEOUL", "Seoul"), (1, "PARIS", None)]
