"""A librarian merges two people in a browser, and the old address leads readers to the one that stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User

from articles.models import Entity
from tests.makers import make_article, make_person

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entities(page: Page, live_server: LiveServer) -> Page:
    """The list of entities at the archive desk, its librarian logged in; two of them are one person."""
    # numbers of four digits, which pages group for readers but never in addresses
    kim, doubled = make_person("Kim Ji-ho", pk=1_234_567), make_person("Kim Jiho", pk=1_234_568)
    make_article(headline="Ferry stops off Incheon", mentions=[kim])
    make_article(headline="Ferry sails again", mentions=[kim])
    make_article(headline="Captain speaks", mentions=[doubled])
    User.objects.create_superuser("librarian", password="wire copy")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("librarian")
    page.get_by_label("Password").fill("wire copy")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Entities", exact=True).first.click()
    page.locator("#result_list .action-select").nth(1).wait_for()
    return page


def test_two_people_are_merged_and_the_old_address_is_followed(entities: Page, live_server: LiveServer) -> None:
    page = entities
    for checkbox in page.locator("#result_list .action-select").all():
        checkbox.check()
    page.get_by_label("Action:").select_option(label="Merge selected entities…")
    page.get_by_role("button", name="Go").or_(page.get_by_role("button", name="Run")).click()
    assert page.get_by_role("radio", name="Kim Ji-ho").is_checked()
    page.get_by_role("button", name="Merge").click()
    assert "“Kim Jiho” merged into “Kim Ji-ho”" in page.locator(".messagelist").inner_text()

    page.goto(f"{live_server.url}/people/kim-jiho/")
    assert page.url == f"{live_server.url}/people/kim-ji-ho/"
    assert page.get_by_role("heading", level=1).inner_text() == "Kim Ji-ho"
    for headline in ("Ferry stops off Incheon", "Ferry sails again", "Captain speaks"):
        page.get_by_role("link", name=headline).first.wait_for()

    page.goto(f"{live_server.url}/admin/articles/entity/{Entity.objects.get(name='Kim Ji-ho').pk}/change/")
    page.get_by_role("link", name="Undo…").click()
    page.get_by_role("button", name="Undo").click()
    assert "Undone: “Kim Jiho” merged into “Kim Ji-ho”" in page.locator(".messagelist").inner_text()
    reader = page.context.browser.new_page()  # who has not been led elsewhere before
    reader.goto(f"{live_server.url}/people/kim-jiho/")
    assert reader.url == f"{live_server.url}/people/kim-jiho/"
    assert reader.get_by_role("link", name="Ferry sails again").count() == 0
    reader.get_by_role("link", name="Captain speaks").first.wait_for()
    reader.close()
