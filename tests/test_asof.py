"""The archive as it stood: only what had been filed by a moment is shown, and that it is so is said."""

from datetime import UTC, date, datetime

import pytest

from articles.asof import read_asof
from articles.models import Article, Story
from tests.makers import make_article, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "moment", "last_whole_day"),
    [
        ("2023-09-13T14:00", datetime(2023, 9, 13, 14, tzinfo=UTC), date(2023, 9, 12)),
        ("2023-09-13T14:00Z", datetime(2023, 9, 13, 14, tzinfo=UTC), date(2023, 9, 12)),
        ("2023-09-13T23:00+09:00", datetime(2023, 9, 13, 14, tzinfo=UTC), date(2023, 9, 12)),
        ("2023-09-13T23:00 09:00", datetime(2023, 9, 13, 14, tzinfo=UTC), date(2023, 9, 12)),
        ("2023-09-13 14:00", datetime(2023, 9, 13, 14, tzinfo=UTC), date(2023, 9, 12)),
        ("2023-09-13", datetime(2023, 9, 13, 23, 59, 59, 999999, tzinfo=UTC), date(2023, 9, 13)),
    ],
)
def test_moments_are_read_in_the_sites_time_zone(written, moment, last_whole_day):
    asof = read_asof(written)
    assert (asof.moment, asof.last_whole_day) == (moment, last_whole_day)


@pytest.mark.parametrize(
    "written", ["yesterday", "2023-09-31", "2023-09-13T25:00", "0001-01-01", "9999-12-31", "x" * 99]
)
def test_what_is_no_moment_is_refused_with_a_sentence(client, written):
    with pytest.raises(ValueError, match="is not a moment"):
        read_asof(written)
    assert client.get("/", {"asof": written}).status_code == 200


@pytest.fixture
def filed():
    """Articles by the moment they became known."""
    return {
        "morning": make_article(date=date(2023, 9, 13), sent_at=datetime(2023, 9, 13, 9, tzinfo=UTC)),
        "evening": make_article(date=date(2023, 9, 13), sent_at=datetime(2023, 9, 13, 18, tzinfo=UTC)),
        "embargoed": make_article(
            date=date(2023, 9, 13),
            sent_at=datetime(2023, 9, 13, 8, tzinfo=UTC),
            embargoed_until=datetime(2023, 9, 13, 20, tzinfo=UTC),
        ),
        "some time that day": make_article(date=date(2023, 9, 13)),
        "the day before": make_article(date=date(2023, 9, 12)),
        "undated": make_article(date=None),
    }


@pytest.mark.parametrize(
    ("asof", "known"),
    [
        ("2023-09-12", {"the day before"}),
        ("2023-09-13T08:30", {"the day before"}),
        ("2023-09-13T14:00", {"the day before", "morning"}),
        ("2023-09-13T19:00", {"the day before", "morning", "evening"}),
        ("2023-09-13", {"the day before", "morning", "evening", "embargoed", "some time that day"}),
    ],
)
def test_only_what_had_been_filed_by_then_is_found(filed, asof, known):
    found = set(Article.objects.filed_by(read_asof(asof)))
    assert {name for name, article in filed.items() if article in found} == known


def test_list_says_as_of_when_it_is_and_keeps_it_in_its_addresses(client, filed):
    page = client.get("/", {"asof": "2023-09-13T14:00"}).text

    assert "2 articles" in page
    assert "as filed by 13 September 2023, 14:00 (UTC)" in page
    assert "asof=2023-09-13T14%3A00" in page
    assert f"article-{filed['evening'].pk}" not in page


def test_entity_day_and_story_pages_show_the_archive_as_it_stood(client):
    person = make_person("Ada Openly")
    story = Story.objects.create()
    for number, hour in ((0, 9), (1, 18)):
        make_article(
            headline=f"Bridge {number}",
            date=date(2023, 9, 13),
            sent_at=datetime(2023, 9, 13, hour, tzinfo=UTC),
            story=story,
            version=number,
            mentions=[person],
        )
    for address in (person.get_absolute_url(), "/2023/09/13/", f"/stories/{story.pk}/"):
        page = client.get(address, {"asof": "2023-09-13T14:00"}, follow=True).text
        assert "As the archive stood by 13 September 2023, 14:00 (UTC)" in page, address
        assert "Bridge 0" in page and "Bridge 1" not in page, address
        assert client.get(address, {"asof": "soon"}).status_code == 404
    assert client.get(f"/stories/{story.pk}/", {"asof": "2023-09-12"}).status_code == 404
