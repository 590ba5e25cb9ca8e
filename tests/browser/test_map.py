"""The map of the archive in a real browser."""

from datetime import date

import pytest

from articles.models import Entity
from tests.makers import make_article, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def places(transactional_db: None) -> dict[str, Entity]:
    """Seoul in its country, Nairobi, and a sea without a position; 4 articles filed from Seoul, 1 about Nairobi."""
    korea = make_place("South Korea", place_type="country", country_code="KR", latitude=37.57, longitude=126.98)
    seoul = make_place("Seoul", parent=korea, country_code="KR", latitude=37.57, longitude=126.98)
    nairobi = make_place("Nairobi", country_code="KE", latitude=-1.28, longitude=36.82)
    sea = make_place("Yellow Sea", place_type="sea")
    for _ in range(3):
        make_article(filed_from=[seoul], date=date(2022, 5, 1))
    make_article(filed_from=[seoul], mentions=[nairobi, sea], date=date(2023, 9, 13))
    return {"seoul": seoul, "nairobi": nairobi, "sea": sea}


def circles(page, kind: str):
    return page.locator(f".map-box path.spot.{kind}")


def width(circle) -> float:
    # Of the shape, without its line.
    return circle.evaluate("(path) => path.getBBox().width")


def test_circles_are_as_large_as_their_numbers(page, live_server, places):
    page.goto(live_server.url + "/places/")

    assert circles(page, "from").count() == 2  # Seoul and its country
    assert circles(page, "about").count() == 1
    assert circles(page, "holding").count() == 1
    ratio = width(circles(page, "from").last) / width(circles(page, "about"))
    assert ratio == pytest.approx(2, abs=0.1)  # four times the articles, four times the area
    page.locator(".map-box path.land").wait_for(state="attached")


def test_numbers_of_the_map_are_those_of_the_period(page, live_server, places):
    page.goto(live_server.url + "/places/")
    page.get_by_role("textbox", name="Date").fill("2022")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/?date=2022*")

    assert circles(page, "about").count() == 0
    circles(page, "from").last.hover()
    assert page.locator(".reading").inner_text() == "Seoul: 3 filed from, 0 about"


def test_a_layer_is_hidden_and_shown_again_by_keyboard(page, live_server, places):
    page.goto(live_server.url + "/places/")
    layer = page.get_by_role("checkbox", name="About")
    assert circles(page, "about").is_visible()

    layer.focus()
    page.keyboard.press("Space")
    assert not circles(page, "about").is_visible()
    assert circles(page, "from").last.is_visible()
    page.keyboard.press("Space")
    assert circles(page, "about").is_visible()

    page.get_by_role("checkbox", name="Countries and regions").uncheck()
    assert not circles(page, "holding").is_visible()
    assert circles(page, "from").last.is_visible()


def test_a_circle_leads_to_the_place(page, live_server, places):
    page.goto(live_server.url + "/places/")
    circles(page, "about").click()

    page.wait_for_url("**/places/nairobi/")
    assert page.locator("h1").inner_text() == "Nairobi"


def test_the_end_of_a_drag_is_no_click(page, live_server, places):
    page.goto(live_server.url + "/places/")
    circle = circles(page, "about")
    circle.scroll_into_view_if_needed()
    before = circle.bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert circle.bounding_box()["x"] == pytest.approx(before["x"] + 40, abs=5)
    assert asked == []

    page.mouse.down()
    page.mouse.up()
    page.wait_for_url("**/places/nairobi/")


def test_map_is_moved_and_zoomed_by_keyboard_and_can_be_skipped(page, live_server, places):
    page.goto(live_server.url + "/places/")
    circle = circles(page, "about")
    page.locator(".map-box").focus()

    before = circle.bounding_box()
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("ArrowUp")
    after = circle.bounding_box()
    assert after["y"] != before["y"]

    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "list"


def test_reaching_a_place_in_the_list_shows_where_it_lies(page, live_server, places):
    page.goto(live_server.url + "/places/")
    page.locator("#list").get_by_role("link", name="Nairobi").focus()

    assert page.locator(".reading").inner_text() == "Nairobi: 0 filed from, 1 about"
    page.locator("#list").get_by_role("link", name="Yellow Sea").focus()
    assert page.locator(".reading").count() == 0


def test_paper_shows_every_place_whatever_the_screen_showed(page, live_server, places):
    page.goto(live_server.url + "/places/")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    assert not in_sight(page, "from") and not in_sight(page, "about")

    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    assert in_sight(page, "from") and in_sight(page, "about")
    page.emulate_media(media="screen")
    page.wait_for_timeout(300)
    assert not in_sight(page, "from") and not in_sight(page, "about")


def in_sight(page, kind: str) -> bool:
    """Whether a circle lies within the map; out of view, its shape is left empty."""
    box, drawn = page.locator(".map-box").bounding_box(), circles(page, kind).last.bounding_box()
    inside = all(box[side] < drawn[side] < box[side] + box[size] for side, size in (("x", "width"), ("y", "height")))
    return inside and drawn["width"] > 4


def test_a_finger_reads_before_it_follows(browser, live_server, places):
    context = browser.new_context(locale="en-GB", has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(live_server.url + "/places/")

    circles(page, "about").tap()
    assert page.locator(".reading").inner_text() == "Nairobi: 0 filed from, 1 about"
    assert page.url.endswith("/places/")
    circles(page, "about").tap()
    page.wait_for_url("**/places/nairobi/")
    context.close()


def test_without_scripts_there_is_the_list_and_no_empty_box(browser, live_server, places):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(live_server.url + "/places/")

    assert not page.locator(".map").is_visible()
    for place in places.values():
        assert page.get_by_role("link", name=place.name).is_visible()
    context.close()


def test_nothing_is_fetched_from_elsewhere(page, live_server, places):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/places/")
    page.locator(".map-box path.land").wait_for(state="attached")

    assert asked and all(url.startswith((live_server.url, "data:")) for url in asked)


def test_tiles_replace_the_outlines_where_a_setting_names_a_server(page, live_server, places, settings):
    settings.MAP_TILES = live_server.url + "/tiles/{z}/{x}/{y}.png"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/tiles/**", lambda route: route.fulfill(content_type="image/svg+xml", body=TILE))

    page.goto(live_server.url + "/places/")
    page.locator(".leaflet-tile-loaded").first.wait_for()

    assert any("/tiles/" in url for url in asked)
    assert not any("countries" in url for url in asked)


TILE = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
