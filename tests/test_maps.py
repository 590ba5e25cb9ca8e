"""The places of the archive, counted for a period, in a list and on a map."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import maps
from articles.dates import read_period
from articles.maps import counted_places, mapped
from newsroom import environment
from newsroom.security import ContentSecurityPolicyMiddleware, content_security_policy
from tests.makers import make_archive, make_article, make_place

OUTLINES = Path(__file__).parent.parent / "static" / "map" / "countries.json"
database = pytest.mark.django_db


def numbers(**asked) -> dict[str, tuple[int, int]]:
    """Return (filed from, about) by the name of each place listed."""
    listed = {}
    for group in counted_places(**asked).groups:
        for place in [group.country] * group.listed + group.places:
            listed[place.name] = (place.filed_from, place.naming)
    return listed


def drawn(page: str) -> list[str]:
    """Return the names of the places the map finds in the page."""
    return re.findall(r"data-latitude=[^>]*><a href=[^>]*>([^<]*)</a>", page)


@pytest.fixture
def korea() -> dict[str, object]:
    """A country with a town, a sea, and articles of two years."""
    country = make_place("South Korea", place_type="country", country_code="KR", latitude=37.57, longitude=126.98)
    seoul = make_place("Seoul", parent=country, country_code="KR", latitude=37.57, longitude=126.98)
    sea = make_place("Yellow Sea", place_type="sea")
    make_article(filed_from=[seoul], date=date(2022, 5, 1))
    make_article(filed_from=[seoul], mentions=[seoul, sea], date=date(2023, 9, 13))
    make_article(mentions=[country], date=None)
    return {"country": country, "seoul": seoul, "sea": sea}


@database
def test_places_carry_both_numbers_and_a_country_counts_with_all_that_lies_in_it(korea):
    assert numbers() == {"South Korea": (2, 2), "Seoul": (2, 1), "Yellow Sea": (0, 1)}


@database
@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("2022", {"South Korea": (1, 0), "Seoul": (1, 0)}),
        ("2023-09", {"South Korea": (1, 1), "Seoul": (1, 1), "Yellow Sea": (0, 1)}),
        ("2022..2023", {"South Korea": (2, 1), "Seoul": (2, 1), "Yellow Sea": (0, 1)}),
        ("undated", {"South Korea": (0, 1)}),
        ("2021", {}),
    ],
)
def test_only_articles_of_the_period_count(korea, written, listed):
    assert numbers(period=read_period(written)) == listed


@database
def test_a_place_without_articles_is_not_listed(korea):
    make_place("Busan", parent=korea["country"], country_code="KR")

    assert "Busan" not in numbers()


@database
def test_places_are_grouped_under_countries_by_name_the_rest_last():
    france = make_place("France", place_type="country", country_code="FR")
    lyon, nice = make_place("Lyon", parent=france, country_code="FR"), make_place("Nice", country_code="FR")
    egypt = make_place("Egypt", place_type="country", country_code="EG", names={"fr": "Égypte"})
    make_article(
        mentions=[egypt, lyon, make_place("Yellow Sea", place_type="sea"), make_place("Ulsan", country_code="KR")]
    )
    make_article(mentions=[nice], filed_from=[nice])

    with translation.override("fr"):
        groups = counted_places().groups

        assert [(group.name, [str(place) for place in group.places]) for group in groups] == [
            ("Corée du Sud", ["Ulsan"]),
            ("Égypte", []),
            ("France", ["Nice", "Lyon"]),
            ("", ["Yellow Sea"]),
        ]


@database
def test_letters_narrow_by_the_name_shown(korea):
    found = counted_places(letters="se")

    assert [place.name for group in found.groups for place in group.places] == ["Seoul"]
    assert [(group.name, group.listed) for group in found.groups] == [("South Korea", False)]


@database
def test_places_with_most_articles_are_kept_and_the_rest_is_said(client, korea, monkeypatch):
    monkeypatch.setattr(maps, "PLACES_SHOWN", 2)

    assert list(numbers()) == ["South Korea", "Seoul"]
    assert "The 2 places with the most articles, of 3" in client.get("/places/").text


@database
def test_page_lists_every_place_without_scripts_and_offers_no_empty_box(client, korea):
    page = client.get("/places/").text

    for place in korea.values():
        assert f'<a href="{place.get_absolute_url()}">{place}</a>' in page
    assert re.search(r'<section class="map"[^>]* hidden[ >]', page)
    assert not re.search(r"<script(?![^>]* src=)|\sstyle=|\son[a-z]+=", page)


@database
def test_place_without_a_position_is_listed_but_not_drawn(client, korea):
    page = client.get("/places/").text

    assert "Yellow Sea" in page
    assert drawn(page) == ["South Korea", "Seoul"]


@database
def test_page_hands_the_map_plain_numbers_whatever_the_language(client, korea):
    client.cookies["django_language"] = "fr"

    page = client.get("/places/").text

    assert 'data-latitude="37.5700" data-longitude="126.9800" data-from="2" data-about="1">' in page


@database
def test_links_of_a_place_keep_the_period(client, korea):
    page = unescape(client.get("/places/?date=2023-09").text)

    assert 'href="/?date=2023-09&filed_from=seoul"' in page
    assert 'href="/?date=2023-09&about=yellow-sea"' in page
    assert '<link rel="canonical" href="http://testserver/places/?date=2023-09">' in page
    assert "in September 2023" in page and 'href="?date=2023"' in page
    for address in re.findall(r'href="(/\?date=[^"]*)"', page):
        assert client.get(address).text.count('class="row"') == 1


@database
@pytest.mark.parametrize("written", ["2023-99", "yesterday", "2024..2023", "a\x00b", "<b>"])
def test_a_date_that_cannot_be_read_is_explained_and_no_place_is_shown(client, korea, written):
    page = client.get("/places/", {"date": written, "name": "S"}).text

    assert 'role="alert"' in page and 'aria-invalid="true"' in page
    assert "Seoul" not in page and 'class="map"' not in page
    assert "<b>" not in page


@database
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/places/?date=1999", "No article in 1999 was filed from a place or names one."),
        ("/places/?name=X", "No name begins with “X”."),
        ("/places/?name=%00", "Seoul"),
    ],
)
def test_a_page_without_places_says_why(client, korea, address, said):
    assert said in client.get(address).text


@database
def test_an_empty_archive_has_an_empty_list(client):
    assert "this list fills when articles are imported" in client.get("/places/").text


@database
def test_number_of_questions_does_not_grow(client):
    asked = []
    for seed, size in [(1, 30), (2, 300)]:
        make_archive(size, seed=seed)
        with CaptureQueriesContext(connection) as captured:
            client.get("/places/?date=2018..2023&name=C")
        asked.append(len(captured))

    assert asked[0] == asked[1] <= 7


@database
def test_map_of_one_place_needs_no_list(korea):
    page = render_to_string("articles/_map.html", {"places": mapped(korea["seoul"], 2, 1)})

    assert drawn(page) == ["Seoul"] and 'class="map small"' in page
    assert 'data-from="2" data-about="1"' in page
    assert "<fieldset" not in page
    assert mapped(korea["sea"], 0, 1) == []


@database
@pytest.mark.parametrize("tiles", ["", "https://{s}.tiles.example.org/{z}/{x}/{y}.png"])
def test_tile_server_is_named_only_where_a_setting_names_it(client, korea, settings, tiles):
    settings.MAP_TILES, settings.MAP_ATTRIBUTION = tiles, "© Fictional Maps"

    page = client.get("/places/").text

    assert ("tiles.example.org" in page, "© Fictional Maps" in page) == (bool(tiles), bool(tiles))
    assert ("Outlines: Natural Earth" in page) == (not tiles)


@pytest.mark.parametrize(
    ("tiles", "pictures"),
    [
        ("", "img-src 'self' data:;"),
        (
            "https://tiles.example.org:8080/{z}/{x}/{y}.png?key=a",
            "img-src 'self' data: https://tiles.example.org:8080;",
        ),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "img-src 'self' data: https://*.tiles.example.org;"),
    ],
)
def test_policy_lets_in_pictures_of_the_tile_server_alone(settings, tiles, pictures):
    settings.MAP_TILES = tiles

    response = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))

    policy = response.headers["Content-Security-Policy"]
    assert pictures in policy
    assert policy.replace(pictures, "") == content_security_policy().replace("img-src 'self' data:;", "")


@pytest.mark.parametrize(
    "value",
    [
        "tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/tiles.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://a.example; script-src */{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://key:sesame@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png;sesame",
    ],
)
def test_an_address_that_is_none_of_tiles_is_refused_and_not_repeated(monkeypatch, value):
    monkeypatch.setenv("MAP_TILES", value)

    with pytest.raises(environment.WrongValue, match="^MAP_TILES is not an address of map tiles") as refused:
        environment.tiles("MAP_TILES")
    assert "sesame" not in str(refused.value)


def test_outlines_are_small_and_lie_on_the_map():
    land, borders = json.loads(OUTLINES.read_bytes())["geometries"]
    rings = [ring for polygon in land["coordinates"] for ring in polygon]
    points = [point for line in rings + borders["coordinates"] for point in line]

    assert OUTLINES.stat().st_size < 250_000
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)
    # No line runs across the map from one edge to the other, except below the Antarctic.
    assert all(abs(a[0] - b[0]) < 90 or a[1] < -80 for ring in rings for a, b in zip(ring, ring[1:], strict=False))
