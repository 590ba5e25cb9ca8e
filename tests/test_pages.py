"""Pages of a list."""

from datetime import date

import pytest

from articles.models import Article
from articles.pages import Cursor, read_cursor, turn_to
from tests.makers import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed():
    """Seven articles in the order of filing: undated, three of one day, three of later days."""
    days = [None, *[date(2023, 9, 13)] * 3, date(2023, 9, 14), date(2023, 9, 20), date(2024, 1, 1)]
    return [make_article(date=day).pk for day in days]


def walk(direction, **options):
    """Follow one link to the end; return the pages as lists of ids."""
    page = turn_to(Article.objects.all(), size=3, **options)
    pages = [[row.pk for row in page.rows]]
    while cursor := getattr(page, direction):
        page = turn_to(
            Article.objects.all(), size=3, **{**options, "before" if direction == "older" else "after": cursor}
        )
        pages.append([row.pk for row in page.rows])
    return pages


def test_older_pages_hold_every_article_once_newest_first(filed):
    assert walk("older") == [filed[6:3:-1], filed[3:0:-1], filed[:1]]


def test_wire_order_begins_with_the_oldest(filed):
    assert walk("newer", wire_order=True) == [filed[0:3], filed[3:6], filed[6:]]


def test_newer_leads_back_the_way_one_came(filed):
    first = turn_to(Article.objects.all(), size=2)
    second = turn_to(Article.objects.all(), before=first.older, size=2)
    third = turn_to(Article.objects.all(), before=second.older, size=2)

    back = turn_to(Article.objects.all(), after=third.newer, size=2)

    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    assert (back.older, back.newer) == (second.older, second.newer)


def test_first_page_has_no_newer_one_and_the_last_no_older_one(filed):
    assert turn_to(Article.objects.all(), size=3).newer is None
    assert turn_to(Article.objects.all(), before=Cursor(date(2023, 9, 13), filed[1]), size=3).older is None


def test_back_near_the_front_the_first_page_is_shown_whole(filed):
    page = turn_to(Article.objects.all(), after=Cursor(date(2023, 9, 14), filed[4]), size=3)

    assert [row.pk for row in page.rows] == filed[6:3:-1]
    assert page.newer is None


def test_copy_coming_in_does_not_move_a_page(filed):
    second = turn_to(Article.objects.all(), size=3).older
    make_article(date=date(2024, 2, 1))

    assert [row.pk for row in turn_to(Article.objects.all(), before=second, size=3).rows] == filed[3:0:-1]


def test_empty_list_has_one_empty_page():
    page = turn_to(Article.objects.all())

    assert (page.rows, page.older, page.newer) == ([], None, None)


def test_cursor_is_read_as_it_is_written():
    cursor = Cursor(date(2023, 9, 13), 812)

    assert str(cursor) == "2023-09-13_812"
    assert read_cursor("2023-09-13_812") == cursor


@pytest.mark.parametrize(
    "written",
    ["", "x", "2023-09-13", "_5", "2023-09-13_", "2023-99-13_5", "2023-09-13_-5", "2023-09-13_٥", "1_" + "9" * 30],
)
def test_cursor_that_points_nowhere_is_refused_with_a_sentence(written):
    with pytest.raises(ValueError, match="points to no page"):
        read_cursor(written)
