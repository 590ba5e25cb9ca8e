"""Passages that a later version dropped: kept by articles/importing/dropped.py, found by `dropped:`."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.changes import archive_now
from articles.dropped import settle_dropped
from articles.excerpts import add_excerpts
from articles.models import Article, DroppedPassage, Story
from articles.search import Search
from tests.test_story_page import ALPHA, BETA, GAMMA, make_story

pytestmark = pytest.mark.django_db


def passages():
    return list(DroppedPassage.objects.order_by("article__version", "position").values_list("article__version", "text"))


def found(written):
    return set(Article.objects.matching(written).values_list("version", flat=True))


@pytest.fixture
def ferry():
    articles = make_story(
        ("", 0, "One", [f"{ALPHA} {BETA}"]),
        ("LEAD", 1, "Two", [f"{ALPHA} {BETA}", GAMMA]),
        ("2nd LD", 2, "Three", [ALPHA]),
    )
    settle_dropped([articles[0].story_id])
    return articles


class TestSettling:
    def test_a_passage_is_kept_for_the_last_version_that_had_it(self, ferry):
        assert passages() == [(1, BETA), (1, GAMMA)]

    def test_settling_twice_changes_nothing_and_has_no_page_made_anew(self, ferry):
        before, rows = archive_now(), list(DroppedPassage.objects.values_list("pk", flat=True))

        assert settle_dropped([ferry[0].story_id]) == 0
        assert list(DroppedPassage.objects.values_list("pk", flat=True)) == rows
        assert archive_now().changes == before.changes

    def test_new_passages_have_pages_made_anew(self, ferry):
        before = archive_now().changes
        DroppedPassage.objects.all().delete()

        assert archive_now().changes > before

    def test_a_passage_that_comes_back_is_dropped_no_longer(self, ferry):
        Article.objects.filter(pk=ferry[2].pk).update(body=f"{ALPHA} {BETA}")

        assert settle_dropped([ferry[0].story_id]) == 1
        assert passages() == [(1, GAMMA)]

    def test_an_article_that_leaves_the_story_takes_its_passages_along(self, ferry):
        Article.objects.filter(pk=ferry[1].pk).update(story=Story.objects.create())

        settle_dropped(Story.objects.values_list("pk", flat=True))

        assert passages() == [(0, BETA)]

    def test_a_changed_language_is_noticed(self, ferry):
        Article.objects.filter(pk=ferry[1].pk).update(language="fr")
        settle_dropped([ferry[0].story_id])

        assert set(DroppedPassage.objects.values_list("language", flat=True)) == {"fr"}

    def test_questions_do_not_grow_with_stories(self, ferry):
        def asked(ids):
            with CaptureQueriesContext(connection) as captured:
                settle_dropped(ids)
            return len(captured)

        ids = [make_story(("", 0, "One", [BETA]), ("LEAD", 1, "Two", [GAMMA]))[0].story_id for _ in range(20)]

        assert asked(ids) == asked([make_story(("", 0, "One", [BETA]), ("LEAD", 1, "Two", [GAMMA]))[0].story_id])

    def test_unknown_stories_and_none_are_no_trouble(self):
        assert settle_dropped([]) == settle_dropped([987654]) == 0

    def test_command_settles_the_whole_archive(self, ferry):
        DroppedPassage.objects.all().delete()
        make_story(("", 0, "Alone", [ALPHA]))
        said = StringIO()

        call_command("settle_dropped", stdout=said)

        assert said.getvalue() == "Settled 1 stories: 2 dropped passages added or removed.\n"
        assert passages() == [(1, BETA), (1, GAMMA)]


class TestSearching:
    @pytest.mark.parametrize(
        ("written", "versions"),
        [
            ("dropped:passenger", {1}),
            ("dropped:passengers", {1}),
            ("dropped:harbour", set()),
            ('dropped:"main cabin"', {1}),
            ('dropped:"cabin main"', set()),
            ("dropped:cab*", {1}),
            ("dropped:(passengers waves)", set()),
            ("dropped:passengers dropped:waves", {1}),
            ("dropped:(passengers OR harbour)", {1}),
            ("dropped:(passengers NEAR/3 cabin)", set()),
            ("dropped:(passengers NEAR/5 cabin)", {1}),
            ("-dropped:passengers", {0, 2}),
            ("dropped:(passengers -waves)", set()),
            ("dropped:passengers label:LEAD", {1}),
            ("dropped:passengers headline:One", set()),
            ("dropped:the", set()),
        ],
    )
    def test_versions_are_found_by_what_later_ones_dropped(self, ferry, written, versions):
        assert found(written) == versions

    @pytest.mark.parametrize(
        ("language", "body", "written", "other"),
        [
            ("fr", "Le vélo du préfet était nationalisé.", "dropped:velo", "dropped:vélodrome"),
            ("ko", "서울에서 열린 정상회담은 성공했다.", "dropped:정상회담", "dropped:회담정상"),
            ("ja", "東京都の豆腐職人がパンを作った。", "dropped:豆腐", "dropped:京豆"),
            ("ar", "وصل الوزير إلى العاصمة أمس.", "dropped:الوزير", "dropped:الرئيس"),
        ],
    )
    def test_each_language_is_searched_in_its_own_words(self, language, body, written, other):
        articles = make_story(("", 0, "One", [body]), ("LEAD", 1, "Two", ["123."]), language=language)
        settle_dropped([articles[0].story_id])

        assert found(written) == {0}
        assert found(other) == set()

    def test_the_passage_is_shown_with_its_hits(self, ferry):
        rows = list(Article.objects.matching("dropped:passengers").for_listing())
        add_excerpts(rows, "dropped:passengers")

        assert [part.text for part in rows[0].excerpt_parts if part.hit] == ["Passengers"]

    def test_the_search_is_said_in_words(self, client, ferry):
        page = client.get("/", {"q": "dropped:passengers"}).content.decode()

        assert "in a passage that a later version dropped" in page

    def test_the_index_answers(self, ferry):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = Article.objects.filter(Search("dropped:passengers").condition).explain()

        assert "droppedpassage_search" in plan
