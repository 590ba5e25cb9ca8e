"""The page that compares two articles."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import RelatedHeadline
from tests.makers import make_article
from tests.test_story_page import ALPHA, BETA, GAMMA, HOSTILE, make_story, text_of

pytestmark = pytest.mark.django_db


def address(before, after):
    return f"/compare/{before.pk}..{after.pk}/"


def compared(client, before, after, **parameters):
    return client.get(address(before, after), parameters)


def marked(page, tag):
    """Return what stands in each ins or del of the comparison, without what only screen readers hear."""
    copy = page.partition('<div class="compared ')[2]
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", copy, re.DOTALL)
    spoken = re.compile(r'<span class="unseen">.*?</span>')
    return [html.unescape(re.sub(r"<[^>]+>", "", spoken.sub("", each))).strip() for each in found]


@pytest.fixture
def pair():
    return make_story(
        (
            "LEAD",
            1,
            "Ferry adrift: 3 people hurt",
            [f"{ALPHA} {BETA}", "Police said 3 people were hurt.", "A cafe burned."],
        ),
        (
            "2e LD",
            2,
            "Ferry adrift: 7 people hurt",
            ["Police said 7 people were hurt.", f"{GAMMA} {ALPHA}", "A café burned."],
        ),
    )


class TestAddress:
    @pytest.mark.parametrize("path", ["/compare/1..2/", "/compare/0..0/", f"/compare/{'9' * 18}..1/"])
    def test_unknown_articles_are_not_found(self, client, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("path", ["/compare/a..b/", "/compare/1.2/", "/compare/-1..2/", f"/compare/{'9' * 19}..1/"])
    def test_what_is_no_pair_is_not_found(self, client, path):
        assert client.get(path).status_code == 404

    def test_one_unknown_article_is_enough_not_to_be_found(self, client, pair):
        assert client.get(f"/compare/{pair[0].pk}..999999/").status_code == 404

    def test_an_article_compared_with_itself_is_the_article(self, client, pair):
        assert compared(client, pair[0], pair[0])["Location"] == pair[0].get_absolute_url()

    def test_two_chosen_versions_lead_to_their_page(self, client, pair):
        response = client.get("/compare/", {"from": pair[0].pk, "to": pair[1].pk})

        assert response["Location"] == address(*pair)

    @pytest.mark.parametrize(
        "query", ["", "from=1", "from=a&to=b", "from=-1&to=2", f"from={'9' * 30}&to=1", "from=%00&to=1", "from=٣&to=1"]
    )
    def test_a_choice_that_is_none_is_not_found(self, client, query):
        assert client.get(f"/compare/?{query}").status_code == 404


class TestChanges:
    def test_words_are_marked_within_sentences(self, client, pair):
        page = compared(client, *pair).content.decode()

        assert "3" in marked(page, "del") and "7" in marked(page, "ins")
        assert GAMMA in marked(page, "ins") and BETA in marked(page, "del")

    def test_changes_say_what_they_are_about_in_words(self, client, pair):
        page = text_of(compared(client, *pair))

        assert "What changed" in page
        assert "# figure" in page and "· trivial" in page

    def test_screen_readers_hear_what_is_inserted_deleted_and_moved(self, client, pair):
        page = compared(client, *pair).content.decode()

        assert '<span class="unseen">inserted: </span>' in page
        assert '<span class="unseen">deleted: </span>' in page
        assert "moved here:" in page and "moved from here:" in page

    def test_moved_is_neither_inserted_nor_deleted(self, client):
        pair = make_story(("", 0, "One", [ALPHA, BETA, GAMMA]), ("LEAD", 1, "One", [GAMMA, ALPHA, BETA]))

        page = compared(client, *pair).content.decode()

        assert marked(page, "ins") == marked(page, "del") == []
        assert page.count('class="moved"') >= 1
        assert re.search(r'href="#to1".*href="#from1"|href="#from1".*href="#to1"', page, re.DOTALL)

    def test_only_what_matters_hides_trifles(self, client, pair):
        shown = compared(client, *pair).content.decode()
        hidden = compared(client, *pair, only="matters").content.decode()

        assert "cafe" in marked(shown, "del")
        assert "cafe" not in marked(hidden, "del") and "café" in hidden
        assert "not shown" in hidden
        assert "3" in marked(hidden, "del")

    @pytest.mark.parametrize("view", ["side", "one", "nonsense"])
    def test_both_columns_say_the_same(self, client, pair, view):
        page = compared(client, *pair, view=view).content.decode()

        assert "3" in marked(page, "del") and "7" in marked(page, "ins")
        assert ('class="compared side"' in page) == (view == "side")

    def test_side_by_side_shows_every_sentence_of_each(self, client, pair):
        page = compared(client, *pair, view="side", all=1).content.decode()

        for side, article in (("old", pair[0]), ("new", pair[1])):
            column = " ".join(re.findall(rf'<p class="{side}"[^>]*>(.*?)</p>', page, re.DOTALL))
            column = re.sub(r'<span class="unseen">.*?</span>|<small.*?</small>|<a class="mark".*?</a>', "", column)
            if side == "new":
                column = re.sub(r"<del.*?</del>", "", column)
            shown = html.unescape(re.sub(r"<[^>]+>", "", column))
            for paragraph in article.paragraphs:
                for sentence in paragraph.split(". "):
                    assert "".join(sentence.rstrip(".").split()) in "".join(shown.split())

    def test_long_unchanged_stretches_are_folded_but_can_be_opened(self, client):
        same = [f"Paragraph number {n} stays what it was, says number {n}." for n in range(12)]
        pair = make_story(("", 0, "One", [*same, "He left."]), ("LEAD", 1, "One", [*same, "She stayed there."]))

        folded = compared(client, *pair).content.decode()
        opened = compared(client, *pair, all=1).content.decode()

        assert "11 sentences did not change" in folded
        assert re.search(r"<details class=\"fold\">.*number 3 stays.*</details>", folded, re.DOTALL)
        assert "<details" not in opened.partition('<div class="compared')[2]

    def test_note_captions_and_related_headlines_are_compared(self, client):
        before = make_article(
            headline="One", note="UPDATES lead", captions=[{"text": "The old pier."}], related=[{"headline": "Gone"}]
        )
        after = make_article(
            headline="One", note="ADDS photo", captions=[{"text": "A new bridge."}], related=[{"headline": "Come"}]
        )

        page = compared(client, before, after).content.decode()

        assert {"The old pier.", "Gone"} <= set(marked(page, "del"))
        assert {"A new bridge.", "Come"} <= set(marked(page, "ins"))
        assert any("UPDATES" in each for each in marked(page, "del"))

    def test_same_copy_says_that_nothing_changed(self, client):
        pair = make_story(("", 0, "One", [ALPHA]), ("LEAD", 1, "One", [ALPHA]))

        assert "Nothing changed" in text_of(compared(client, *pair))

    def test_too_much_text_is_said(self, client):
        pair = make_story(("", 0, "One", ["He left. " * 6000]), ("LEAD", 1, "One", ["She came. " * 6000]))

        assert "not all of it was compared" in text_of(compared(client, *pair))


class TestPage:
    def test_different_stories_and_languages_are_said(self, client):
        page = text_of(
            compared(client, make_article(paragraphs=[ALPHA]), make_article(language="fr", paragraphs=[ALPHA]))
        )

        assert "different stories" in page and "different languages" in page

    def test_pairs_lead_on_and_back_and_can_be_swapped(self, client):
        one, two, three = make_story(*((f"{n}e LD", n, f"Headline {n}", [ALPHA]) for n in (2, 3, 4)))

        first = compared(client, one, two, only="matters").content.decode()
        last = compared(client, two, three).content.decode()

        assert f'rel="next" href="{address(two, three)}?only=matters"' in first and 'rel="prev"' not in first
        assert f'rel="prev" href="{address(one, two)}"' in last and 'rel="next"' not in last
        assert f'href="{address(three, two)}"' in last

    def test_hostile_copy_is_escaped(self, client):
        before = make_article(
            headline=HOSTILE, note=HOSTILE, paragraphs=[f"{HOSTILE} 3", HOSTILE], captions=[{"text": HOSTILE}]
        )
        after = make_article(
            headline=HOSTILE + "1", version_label="<b>", paragraphs=[f"{HOSTILE} 7"], related=[{"headline": HOSTILE}]
        )

        for view in ("side", "one"):
            page = compared(client, before, after, view=view, only="<i>").content.decode()
            assert "<script>alert" not in page and "<b>" not in page and "<i>" not in page

    def test_questions_are_few_and_do_not_grow(self, client, pair):
        RelatedHeadline.objects.create(article=pair[0], headline="Related")
        with CaptureQueriesContext(connection) as few:
            compared(client, *pair)
        make_article(story=pair[0].story, version=3, version_label="3e LD")
        for article in pair:
            RelatedHeadline.objects.bulk_create(
                RelatedHeadline(article=article, position=n, headline=f"Related {n}") for n in range(5, 30)
            )
        with CaptureQueriesContext(connection) as many:
            compared(client, *pair)

        assert len(many) == len(few) <= 8

    def test_page_is_asked_for_anew_when_the_archive_changes(self, client, pair):
        tag = compared(client, *pair)["ETag"]
        assert client.get(address(*pair), headers={"if-none-match": tag}).status_code == 304

        make_article()
        assert client.get(address(*pair), headers={"if-none-match": tag}).status_code == 200

    @pytest.mark.parametrize("language", ["ar", "ko", "ja", "zh"])
    def test_every_script_is_compared_in_its_direction(self, client, language):
        texts = {
            "ar": ("قتل 3 أشخاص في الحادث.", "قتل 7 أشخاص في الحادث."),
            "ko": ("승객 3명이 다쳤다.", "승객 7명이 다쳤다."),
        }
        before, after = texts.get(language, ("三人が負傷し、3人が死亡した。", "三人が負傷し、7人が死亡した。"))
        pair = make_story(("", 0, "One", [before]), ("LEAD", 1, "One", [after]), language=language)

        page = compared(client, *pair).content.decode()

        assert marked(page, "del") == ["3"] and marked(page, "ins") == ["7"]
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
