"""Running stories and comparisons in a real browser: choosing, folding, on a phone, on paper, without colour."""

from datetime import date

import pytest

from articles.stories import story_address
from tests.makers import make_agency
from tests.test_story_page import ALPHA, BETA, GAMMA, make_story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3


@pytest.fixture
def ferry(transactional_db):
    make_agency()
    same = [f"Paragraph number {n} stays what it was, says number {n}." for n in range(9)]
    return make_story(
        ("", 0, "Ferry adrift with 236 aboard", [ALPHA, BETA, *same]),
        ("LEAD", 1, "Ferry adrift: 3 people hurt", [ALPHA, BETA, *same, GAMMA]),
        ("4th LD", 4, f"Ferry towed: 7 people hurt {LONG}", [f"{GAMMA} {ALPHA}", *same, "The ferry was towed."]),
        date=date(2023, 9, 13),
    )


def test_two_versions_are_chosen_and_compared(live_server, page, ferry):
    page.goto(live_server.url + story_address(ferry[-1]))
    page.get_by_role("radio", name="first filing as the older one").check()
    page.get_by_role("button", name="Compare").click()

    assert page.url.endswith(f"/compare/{ferry[0].pk}..{ferry[2].pk}/")
    assert page.locator("ins").filter(has_text="7").first.is_visible()


def test_unchanged_stretches_open_by_keyboard(live_server, page, ferry):
    page.goto(f"{live_server.url}/compare/{ferry[1].pk}..{ferry[2].pk}/")
    same = page.get_by_text("Paragraph number 4 stays")
    assert not same.is_visible()

    page.locator(".fold summary").focus()
    page.keyboard.press("Enter")

    assert same.is_visible()


@pytest.mark.parametrize("path", ["story", "history", "compare", "side", "print"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_wider_than_the_screen(live_server, page, ferry, path, width):
    pair = f"/compare/{ferry[1].pk}..{ferry[2].pk}/"
    story = story_address(ferry[-1])
    address = {
        "story": story,
        "history": f"{story}?history=1&dropped=1",
        "compare": pair,
        "side": f"{pair}?view=side",
        "print": story_address(ferry[-1], "story_print"),
    }[path]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + address)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_what_is_folded_on_the_screen(live_server, page, ferry):
    page.goto(f"{live_server.url}/compare/{ferry[1].pk}..{ferry[2].pk}/")
    page.emulate_media(media="print")

    assert page.get_by_text("Paragraph number 4 stays").is_visible()
    assert not page.get_by_role("link", name="Side by side").is_visible()


def test_insertions_and_deletions_are_told_apart_without_colour(live_server, page, ferry):
    page.goto(f"{live_server.url}/compare/{ferry[1].pk}..{ferry[2].pk}/")

    def line(tag):
        return page.locator(f".compared {tag}").first.evaluate("one => getComputedStyle(one).textDecorationLine")

    assert (line("ins"), line("del")) == ("underline", "line-through")
