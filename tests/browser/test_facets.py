"""Choosing and leaving out values, and a span of time over the bars, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from tests.makers import make_article, make_person, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive(transactional_db: None) -> None:
    """Ferries of five months of 2023, one month of them without any, and a fair of another year."""
    seoul, busan = make_place("Seoul"), make_place("Busan")
    people = [make_person(f"Person {letter}") for letter in "ABCDEFGHIJKL"]
    for month, number in {2: 1, 3: 3, 5: 2, 6: 1}.items():
        for _ in range(number):
            make_article(headline=f"Ferry of month {month}", date=date(2023, month, 5), filed_from=[seoul])
    make_article(headline="Fair", date=date(2023, 7, 1), filed_from=[busan], agency="AFP", mentions=people)
    make_article(headline="Undated fair", date=None, agency="dpa")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(browser, request) -> Iterator:
    context = browser.new_context(java_script_enabled=request.param, locale="en-GB")
    page = context.new_page()
    page.set_viewport_size({"width": 1200, "height": 900})
    yield page
    context.close()


@pytest.fixture
def phone(browser) -> Iterator:
    context = browser.new_context(locale="en-GB", has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    yield page
    context.close()


def block(page, name: str):
    return page.locator(f"[aria-labelledby=filter-{name}]")


def number(page) -> str:
    return page.locator("h1").inner_text()


def bar(page, name: str):
    return page.get_by_role("list", name="Articles by time").get_by_role("link", name=name)


def within(page) -> list[str]:
    return page.locator(".bars .within").evaluate_all("all => all.map(each => each.dataset.first)")


def place_of(page, month: str) -> tuple[float, float]:
    box = page.locator(f".bars [data-first='{month}']").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(page, first: str, last: str) -> None:
    page.mouse.move(*place_of(page, first))
    page.mouse.down()
    page.mouse.move(*place_of(page, last), steps=6)


# --- Values


def test_values_are_chosen_beside_each_other_and_left_out(reader, live_server, archive):
    reader.goto(f"{live_server.url}/")
    block(reader, "agency").get_by_role("link", name=re.compile("^AFP")).click()
    assert number(reader) == "1 article by AFP"
    block(reader, "agency").get_by_role("link", name=re.compile("^dpa")).click()
    assert number(reader) == "2 articles by AFP or dpa"
    assert reader.url == f"{live_server.url}/?agency=afp&agency=dpa"

    reader.get_by_role("link", name="AFP – drop this filter").first.click()
    assert number(reader) == "1 article by dpa"
    reader.get_by_role("link", name="dpa – drop this filter").first.click()
    leaving = block(reader, "agency").get_by_role("link", name="leave out Yonhap")
    leaving.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/?not_agency=yonhap")
    assert number(reader) == "2 articles not by Yonhap"


def test_the_rest_of_the_values_is_one_click_away(reader, live_server, archive):
    reader.goto(f"{live_server.url}/?agency=afp")
    block(reader, "person").get_by_role("link", name=re.compile("see all")).click()
    assert reader.url == f"{live_server.url}/values/person/?agency=afp"
    assert reader.locator(".all-values li").count() == 12

    reader.get_by_role("textbox", name="Names beginning with").fill("person l")
    reader.get_by_role("button", name="Show").click()
    assert reader.locator(".all-values li").count() == 1
    reader.get_by_role("link", name="Person L", exact=True).click()
    assert reader.url == f"{live_server.url}/?agency=afp&person=person-l"


def test_words_are_typed_and_what_finds_nothing_is_eased(reader, live_server, archive):
    reader.goto(f"{live_server.url}/?agency=afp&agency=dpa")
    block(reader, "q").get_by_role("textbox").fill("ferry")
    block(reader, "q").get_by_role("textbox").press("Enter")
    reader.wait_for_url("**q=ferry**")
    assert number(reader) == "0 articles with “ferry”, by AFP or dpa"
    helped = reader.locator(".nothing li").all_inner_texts()
    assert [" ".join(text.split()) for text in helped] == [
        "without “ferry” 2 articles it alone finds 7",
        "without AFP or dpa 7 articles it alone finds 2",
    ]

    reader.locator(".nothing").get_by_role("link", name="without AFP or dpa").click()
    assert number(reader) == "7 articles with “ferry”"


def test_a_bar_is_a_link(reader, live_server, archive):
    reader.goto(f"{live_server.url}/?q=ferry")
    bar(reader, "March 2023: 3 articles").click()

    assert reader.url == f"{live_server.url}/?date=2023-03&q=ferry"
    assert number(reader) == "3 articles in March 2023, with “ferry”"


# --- A span of time, by mouse, finger and keyboard


def test_a_span_is_drawn_with_the_mouse(page, live_server, archive):
    page.goto(f"{live_server.url}/")
    draw(page, "2023-02", "2023-05")
    assert within(page) == ["2023-02", "2023-03", "2023-04", "2023-05"]
    assert page.locator(".histogram .reading").inner_text() == "Feb – May 2023: 6 articles"
    page.mouse.up()

    page.wait_for_url("**/?date=2023-02..2023-05")
    assert number(page) == "6 articles from 1 February 2023 to 31 May 2023"


def test_a_span_may_be_drawn_backwards_and_begin_where_nothing_is(page, live_server, archive):
    page.goto(f"{live_server.url}/?q=ferry")
    draw(page, "2023-06", "2023-04")
    page.mouse.up()

    page.wait_for_url("**/?date=2023-04..2023-06&q=ferry")


def test_escape_takes_a_drawn_span_back(page, live_server, archive):
    page.goto(f"{live_server.url}/")
    draw(page, "2023-02", "2023-05")
    page.keyboard.press("Escape")
    assert within(page) == []
    page.mouse.up()
    page.wait_for_timeout(200)

    assert page.url == f"{live_server.url}/"


def test_a_span_is_drawn_with_a_finger(phone, live_server, archive):
    phone.goto(f"{live_server.url}/")
    phone.locator(".filters summary").click()
    (x, y), (to, _) = place_of(phone, "2023-03"), place_of(phone, "2023-05")
    client = phone.context.new_cdp_session(phone)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        point = {"x": x + (to - x) * step / 5, "y": y}
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    phone.wait_for_url("**/?date=2023-03..2023-05")


def test_a_span_is_chosen_with_the_keyboard_alone_and_announced(page, live_server, archive):
    page.goto(f"{live_server.url}/")
    page.get_by_role("textbox", name="Date", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    said = page.locator(".histogram [role=status]")
    assert page.evaluate("document.activeElement.title") == "July 2023: 1 article"
    for key in ("ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.title") == "May 2023: 2 articles"
    assert said.inner_text() == ""

    page.keyboard.press("Shift+ArrowLeft")
    assert said.inner_text() == "March 2023 to May 2023: 5 articles"
    assert within(page) == ["2023-03", "2023-04", "2023-05"]
    page.keyboard.press("Shift+Home")
    assert said.inner_text() == "February 2023 to May 2023: 6 articles"
    page.keyboard.press("Escape")
    assert (within(page), said.inner_text()) == ([], "")

    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?date=2023-02..2023-03")


def test_enter_without_a_span_follows_the_bar_and_tab_goes_on(page, live_server, archive):
    page.goto(f"{live_server.url}/")
    bar(page, "March 2023: 3 articles").focus()
    assert page.locator(".bars a[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.bars')") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?date=2023-03")


def test_focus_on_a_bar_can_be_seen(page, live_server, archive):
    page.goto(f"{live_server.url}/")
    bar(page, "July 2023: 1 article").focus()
    page.keyboard.press("ArrowLeft")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("query", ["", "?date=2023", "?date=2023-03", "?date=1990.."])
def test_long_archives_are_no_wider_than_the_screen(page, live_server, archive, width, query):
    for year in range(1985, 2026):
        make_article(date=date(year, 3, 1 + year % 28), agency=f"Agency {'W' * 60} {year % 3}")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/{query}")
    if page.locator(".filters summary").is_visible():
        page.locator(".filters summary").click()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    right = page.locator(".bars").evaluate("each => each.getBoundingClientRect().right")
    marks = page.locator(".bars .mark").evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
    assert max(marks, default=0) <= right + 1
    page.goto(f"{live_server.url}/values/agency/{query}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
