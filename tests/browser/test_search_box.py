"""Suggestions while a search is typed, in a real browser."""

from __future__ import annotations

import re

import pytest

from articles.models import Article
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive(transactional_db: None) -> dict[str, Article]:
    incheon = make_place("Incheon", parent=make_place("South Korea", place_type="country"))
    person = make_person("Yeom Do-gyeom")
    make_organisation("Incheon Port Authority")
    return {
        "ferry": make_article(headline="Ferry stops off Incheon", filed_from=[incheon], mentions=[incheon, person]),
        "fair": make_article(headline="Ferry museum opens", mentions=[person]),
        "other": make_article(headline="Book fair"),
    }


def box(page):
    return page.get_by_role("combobox", name="Search the archive")


def options(page) -> list[str]:
    return [" ".join(text.split()) for text in page.get_by_role("option").all_inner_texts()]


def chosen(page) -> list[str]:
    """The choice a screen reader is told of."""
    return page.evaluate(
        """[document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))]
        .filter(Boolean).map(option => option.innerText.replace(/\\s+/g, ' ').trim())"""
    )


def headlines(page) -> list[str]:
    return page.locator(".row h3").all_inner_texts()


def type_in(page, text: str) -> None:
    box(page).click()
    box(page).press_sequentially(text)
    page.get_by_role("option").first.wait_for()


def test_a_name_is_typed_and_chosen_with_the_keyboard_alone(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "inch")

    assert options(page) == [
        "About Incheon city, South Korea",
        "Filed from Incheon city, South Korea",
        "Organisation Incheon Port Authority",
    ]
    assert box(page).get_attribute("aria-expanded") == "true"
    assert page.get_by_role("status").inner_text() == "Suggestions: 3"
    assert chosen(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == ["Filed from Incheon city, South Korea"]
    assert page.locator("[aria-selected=true]").count() == 1
    assert box(page).input_value() == "inch"

    page.keyboard.press("Enter")
    page.wait_for_url("**/?filed_from=incheon")
    assert headlines(page) == ["Ferry stops off Incheon"]


def test_the_arrows_go_round_by_the_words_typed(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "inch")
    reached = []
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        reached.append(chosen(page)[:1])

    last, first = ["Organisation Incheon Port Authority"], ["About Incheon city, South Korea"]
    assert reached == [last, [], first, [], last]
    page.keyboard.press("Home")
    assert chosen(page) == []


def test_enter_without_a_choice_searches_the_words(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "incheon")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?q=incheon")
    assert headlines(page) == ["Ferry stops off Incheon"]


def test_words_before_the_name_stay_a_search(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "ferry yeo")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == ["Person Yeom Do-gyeom with “ferry”"]
    page.keyboard.press("Enter")

    page.wait_for_url("**/?q=ferry&person=yeom-do-gyeom")
    assert len(headlines(page)) == 2
    assert box(page).input_value() == "ferry"


def test_escape_closes_the_list_and_then_empties_the_box(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "inch")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert not page.get_by_role("listbox").is_visible()
    assert box(page).get_attribute("aria-expanded") == "false"
    assert box(page).get_attribute("aria-activedescendant") is None
    assert box(page).input_value() == "inch"

    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert chosen(page) == ["About Incheon city, South Korea"]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert box(page).input_value() == ""


def test_a_choice_can_be_clicked(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "yeom")
    page.get_by_role("option", name="Yeom Do-gyeom").click()

    page.wait_for_url("**/?person=yeom-do-gyeom")


def test_going_on_with_tab_closes_the_list(page, live_server, archive):
    page.goto(live_server.url)
    type_in(page, "inch")
    page.keyboard.press("Tab")

    assert not page.get_by_role("listbox").is_visible()
    assert page.evaluate("document.activeElement.innerText") == "Search"


def test_recent_searches_are_offered_and_can_be_forgotten(page, live_server, archive):
    page.goto(live_server.url)
    for words in ("ferry museum", "book fair", "ferry museum"):
        box(page).fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=" + words.replace(" ", "+"))
    box(page).fill("")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    assert options(page) == ["ferry museum", "book fair", "Forget recent searches"]

    box(page).fill("MUSÉ")
    page.get_by_role("option", name="book fair").wait_for(state="detached")
    assert options(page) == ["ferry museum"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=ferry%20museum")
    assert headlines(page) == ["Ferry museum opens"]

    box(page).fill("")
    box(page).click()
    page.keyboard.press("ArrowUp")
    page.get_by_role("option").first.wait_for()
    while chosen(page) != ["Forget recent searches"]:
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("listbox").wait_for(state="hidden")
    assert page.evaluate("localStorage.getItem('newsroom.searches')") == "[]"


def test_recent_searches_are_text_and_never_leave_the_browser(page, live_server, archive):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "localStorage.setItem('newsroom.searches', JSON.stringify(['<img src=x onerror=document.title=1>', 7]))"
    )
    page.goto(live_server.url, wait_until="networkidle")
    asked.clear()
    box(page).click()
    page.get_by_role("option").first.wait_for()

    assert options(page)[0] == "<img src=x onerror=document.title=1>"
    assert asked == []


def test_a_browser_that_keeps_nothing_searches_all_the_same(page, live_server, archive):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    )
    page.goto(live_server.url)
    type_in(page, "inch")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?q=inch")


def test_letters_typed_quickly_are_asked_for_once(page, live_server, archive):
    asked = []
    page.on("request", lambda request: "/suggest/" in request.url and asked.append(request.url))
    page.goto(live_server.url)
    type_in(page, "incheon")

    assert asked == [f"{live_server.url}/suggest/?q=incheon"]


def test_an_answer_that_does_not_come_is_not_missed(page, live_server, archive):
    page.route("**/suggest/*", lambda route: route.abort())
    page.goto(live_server.url)
    box(page).click()
    box(page).press_sequentially("incheon")
    page.wait_for_timeout(400)

    assert not page.get_by_role("listbox").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=incheon")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_list_is_no_wider_than_the_screen(page, live_server, archive, width):
    make_organisation("Incheon " + "W" * 200, slug="long")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url)
    type_in(page, "inch")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = page.get_by_role("option").evaluate_all(
        "all => all.filter(o => o.getBoundingClientRect().height < 24).length"
    )
    assert low == 0


def test_without_scripts_the_box_is_a_plain_form(browser, live_server, archive):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("searchbox", name="Search the archive").fill("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=ferry")

    assert len(headlines(page)) == 2
    assert page.locator("[role=listbox]:visible").count() == 0
    assert not re.search(r"<script(?![^>]*src)", page.content())
    context.close()
