"""Reading through the results of a search, from hit to hit and back to the list, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from articles.models import Article
from tests.makers import make_article, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ferries(transactional_db: None) -> list[Article]:
    """The newest first; the second has four hits, far from each other."""
    quiet = "Nothing of note happened on the quay that morning. " * 80
    text = ["Yeom Do-gyeom took a ferry.", quiet, "The ferry came back."]
    person = make_person("Yeom Do-gyeom")
    for number in range(25):
        make_article(headline=f"Ferry {number}", date=date(2023, 9, 1))
    make_article(
        headline="Second ferry",
        date=date(2023, 9, 2),
        paragraphs=text,
        captions=[{"paragraph": 3, "text": "A ferry."}],
        mentions=[person],
    )
    make_article(headline="Third ferry", date=date(2023, 9, 3))
    return list(Article.objects.newest_first())


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(browser, request) -> Iterator:
    context = browser.new_context(java_script_enabled=request.param, locale="en-GB")
    page = context.new_page()
    page.set_viewport_size({"width": 1000, "height": 600})
    yield page
    context.close()


def is_in_view(page, selector: str) -> bool:
    place = page.locator(selector).bounding_box()
    return 0 <= place["y"] < page.viewport_size["height"]


def test_results_are_read_one_after_the_other_and_left_at_the_same_row(reader, live_server, ferries):
    reader.goto(f"{live_server.url}/?q=ferry")
    reader.get_by_role("link", name="Third ferry").click()
    results = reader.get_by_role("navigation", name="Search results")
    for name in ["Next result"] * 22 + ["Previous result"]:
        with reader.expect_navigation():
            results.get_by_role("link", name=name).click()
    assert reader.locator("h1").inner_text() == ferries[21].headline

    results.get_by_role("link", name="Back to the list").click()
    article = ferries[21]
    reader.wait_for_url("**#article-*")
    assert reader.url == f"{live_server.url}/?q=ferry#article-{article.pk}"
    assert is_in_view(reader, f"#article-{article.pk}")
    assert reader.locator(".row:target h3").inner_text() == article.headline


def test_hits_are_gone_through_with_the_keyboard(reader, live_server, ferries):
    reader.goto(f"{live_server.url}/?q=ferry")
    reader.get_by_role("link", name="Second ferry").click()
    assert reader.locator(".copy mark").all_inner_texts() == ["ferry"] * 4
    assert reader.locator(".hit-steps:visible").count() == 0

    reader.get_by_role("link", name="4 hits in this article").focus()
    reader.keyboard.press("Enter")
    reached = []
    for number in range(1, 5):
        reader.wait_for_url(f"**#hit-{number}")
        reached.append((reader.locator("mark:target").count(), is_in_view(reader, f"#hit-{number}")))
        reader.keyboard.press("Tab")
        if 1 < number < 4:
            reader.keyboard.press("Tab")
        if number < 4:
            reader.keyboard.press("Enter")

    assert reached == [(1, True)] * 4
    assert reader.locator(".hit-steps a:visible").all_text_contents() == ["↑Previous hit"]
    reader.keyboard.press("Enter")
    reader.wait_for_url("**#hit-3")


def test_names_and_hits_are_marked_together(reader, live_server, ferries):
    reader.goto(f"{live_server.url}{ferries[1].get_absolute_url()}?q=gyeom&names=1")

    assert reader.locator(".body .named mark").inner_text() == "gyeom"
    reader.get_by_role("link", name="1 hit in this article").click()
    reader.get_by_role("link", name="Do not mark names").click()
    reader.wait_for_url("**/?q=gyeom")
    assert reader.locator(".body mark").inner_text() == "gyeom"
    assert reader.locator(".named").count() == 0


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(page, live_server, ferries, width):
    make_article(headline="ferry" + "W" * 300, body="ferry " + "x" * 3000)
    page.set_viewport_size({"width": width, "height": 800})
    for article in Article.objects.newest_first()[:3]:
        page.goto(f"{live_server.url}{article.get_absolute_url()}?q=ferry*+OR+{'y' * 200}#hit-1")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_linked_to_is_large_enough_to_touch(page, live_server, ferries):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}{ferries[1].get_absolute_url()}?q=ferry#hit-2")
    links = page.locator(".results a:visible, .hit-steps a:visible")

    assert links.count() == 6
    assert min(links.evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")) >= 24
