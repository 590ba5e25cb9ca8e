"""The page of a running story: its versions in order, what changed between them, where each sentence comes from."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from articles.models import Story
from articles.stories import MOST_VERSIONS, in_order, label_like, missing_before, story_address
from tests.makers import make_article, make_organisation, make_person
from tests.test_merged_entities import merge

pytestmark = pytest.mark.django_db

ALPHA, BETA, GAMMA = (
    "The coast guard sent two patrol boats to the harbour.",
    "Passengers waited in the main cabin for hours.",
    "Waves in the area stayed below the usual height.",
)
HOSTILE = '<script>alert("x")</script> & {% now %} "quoted"'


def make_story(*versions, **common):
    """Return the articles of one story, made from (label, number, headline, paragraphs) each."""
    story = Story.objects.create()
    return [
        make_article(
            story=story, version_label=label, version=number, headline=headline, paragraphs=paragraphs, **common
        )
        for label, number, headline, paragraphs in versions
    ]


@pytest.fixture
def ferry():
    return make_story(
        ("", 0, "Ferry adrift with 236 aboard", [ALPHA, BETA]),
        ("LEAD", 1, "Ferry adrift: 3 people hurt", [ALPHA, BETA, GAMMA]),
        ("4th LD", 4, "Ferry towed: 7 people hurt", [f"{GAMMA} {ALPHA}", "The ferry was towed to Busan."]),
    )


def text_of(response):
    without_tags = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(without_tags).split())


def story_page(client, articles, **parameters):
    return client.get(story_address(in_order(articles)[-1]), parameters)


class TestAddress:
    def test_story_is_found_under_its_id_and_the_newest_headline(self, client, ferry):
        address = story_address(ferry[-1])

        assert address == f"/stories/{ferry[0].story_id}-ferry-towed-7-people-hurt/"
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("ending", ["", "-wrong", "-ferry-adrift"])
    def test_any_other_headline_leads_there_for_now(self, client, ferry, ending):
        response = client.get(f"/stories/{ferry[0].story_id}{ending}/?history=1")

        assert response.status_code == 302  # not for good: the next version has another headline
        assert response["Location"] == f"{story_address(ferry[-1])}?history=1"

    def test_print_page_has_an_address_of_the_same_kind(self, client, ferry):
        response = client.get(f"/stories/{ferry[0].story_id}-old/print/")

        assert response["Location"] == story_address(ferry[-1], "story_print")

    @pytest.mark.parametrize("pk", ["0", "999999", "9" * 18])
    def test_unknown_and_empty_stories_are_not_found(self, client, pk):
        empty = Story.objects.create()

        assert client.get(f"/stories/{pk}-x/").status_code == 404
        assert client.get(f"/stories/{empty.pk}-x/").status_code == 404
        assert client.get(f"/stories/{'9' * 19}-x/").status_code == 404


class TestLine:
    def test_versions_come_newest_first_with_what_changed(self, client, ferry):
        page = text_of(story_page(client, ferry))

        assert (
            page.index("4th LD")
            < page.index("Ferry adrift: 3 people hurt")
            < page.index("Ferry adrift with 236 aboard")
        )
        assert "1 sentence new" in page
        assert "3 → 7 people hurt" in page
        assert "1 sentence new, 1 dropped, 1 moved" in page

    def test_missing_versions_are_named(self, client, ferry):
        page = text_of(story_page(client, ferry))

        assert "2nd LD is not in the archive" in page
        assert "3rd LD is not in the archive" in page
        assert page.count("is not in the archive") == 2

    def test_any_two_can_be_chosen_the_newest_two_are(self, client, ferry):
        page = story_page(client, ferry).content.decode()

        assert f'name="from" value="{ferry[1].pk}" checked' in page
        assert f'name="to" value="{ferry[2].pk}" checked' in page
        assert page.count('type="radio"') == 6

    def test_a_story_of_one_version_has_nothing_to_compare(self, client):
        page = story_page(client, [make_article(paragraphs=[ALPHA])]).content.decode()

        assert "radio" not in page
        assert "1 version" in page

    def test_time_of_sending_decides_if_it_is_known_of_all(self):
        early, late = datetime(2023, 9, 13, 9, tzinfo=UTC), datetime(2023, 9, 13, 15, 12, tzinfo=UTC)
        lead, correction = make_story(("LEAD", 1, "Lead", []), ("CORRECTION", 0, "Corrected", []))
        assert in_order([lead, correction]) == [correction, lead]

        lead.sent_at, correction.sent_at = early, late
        assert in_order([lead, correction]) == [lead, correction]

    @pytest.mark.parametrize(
        ("label", "number", "wanted", "name"),
        [
            ("4e LD", 4, 3, "3e LD"),
            ("4e LD", 4, 1, "LEAD"),
            ("2nd LD", 2, 3, "3rd LD"),
            ("11TH LEAD", 11, 12, "12TH LEAD"),
            ("4th LD", 4, 21, "21st LD"),
            ("UPDATE 2", 2, 1, "UPDATE 1"),
            ("종합3보", 3, 2, "종합2보"),
            ("종합3보", 3, 1, "종합"),
            ("详讯", 1, 2, "version 2"),
            ("4e LD", 4, 0, "the first filing"),
        ],
    )
    def test_missing_version_is_named_in_the_manner_of_the_others(self, label, number, wanted, name):
        assert label_like(label, number, wanted) == name

    def test_a_number_far_off_does_not_fill_the_page_with_missing_versions(self):
        first, last = make_story(("", 0, "First", []), ("9999", 9999, "Last", []))

        assert len(missing_before([first, last])[last.pk]) == 20


class TestHistory:
    def test_each_sentence_tells_the_version_that_first_carried_it(self, client, ferry):
        page = text_of(story_page(client, ferry, history=1))

        assert f"LEAD {GAMMA} first filing {ALPHA} 4th LD The ferry was towed" in page
        assert BETA not in page

    def test_dropped_sentences_are_shown_on_request(self, client, ferry):
        page = story_page(client, ferry, dropped=1).content.decode()

        ghosts = re.findall(r'<p class="ghost">(.*?)</p>', page, re.DOTALL)
        assert [" ".join(re.sub(r"<[^>]+>", " ", ghost).split()) for ghost in ghosts] == [f"dropped after LEAD: {BETA}"]

    def test_figures_lead_to_their_sentences(self, client, ferry):
        page = story_page(client, ferry).content.decode()

        figure = re.search(r'<ol class="figure">(.*?)</ol>', page, re.DOTALL)[1]
        assert re.findall(r"<strong>(\d+)</strong>", figure) == ["3", "7"]
        assert ferry[1].get_absolute_url() in figure

    def test_who_entered_in_which_version(self, client):
        kim, bang, hidden = make_person("Kim Sol"), make_person("Bang Ha"), make_organisation("Line")
        merged = make_person("K. Sol")
        merge(merged, kim)
        first, lead = make_story(("", 0, "One", [ALPHA]), ("LEAD", 1, "Two", [ALPHA]))
        for article, named in ((first, [kim]), (lead, [merged, bang])):
            for entity in named:
                article.mentions.create(entity=entity, zone="body", start=0, end=3, text=entity.name)

        entered = re.search(
            r'<dl class="entered">(.*?)</dl>', story_page(client, [first, lead]).content.decode(), re.DOTALL
        )

        assert " ".join(re.sub(r"<[^>]+>", " ", entered[1]).split()) == "first filing Kim Sol LEAD Bang Ha"
        assert str(hidden) not in entered[1]


class TestPage:
    def test_hostile_copy_is_escaped(self, client):
        articles = make_story(
            (HOSTILE, 0, HOSTILE, [HOSTILE, ALPHA]),
            (HOSTILE + "2", 3, HOSTILE, [f"{HOSTILE} 7 {HOSTILE}"]),
            note=HOSTILE,
        )
        for parameters in ({}, {"dropped": 1}):
            page = story_page(client, articles, **parameters).content.decode()
            assert "<script>alert" not in page
            assert "&lt;script&gt;" in page
        assert "<script>alert" not in client.get(story_address(articles[-1], "story_print")).content.decode()

    def test_print_page_has_all_versions_oldest_first(self, client, ferry):
        page = text_of(client.get(story_address(ferry[-1], "story_print")))

        headlines = [article.headline for article in ferry]
        assert sorted(headlines, key=lambda headline: page.rindex(headline)) == headlines
        assert page.count(ALPHA) == 3 and page.count(BETA) == 2

    @pytest.mark.parametrize("name", ["story", "story_print"])
    def test_questions_do_not_grow_with_versions(self, client, name, ferry):
        def asked(articles):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(story_address(in_order(articles)[-1], name), {"dropped": 1}).status_code == 200
            return len(captured)

        kim = make_person("Kim Sol")
        many = make_story(*((f"{n}th LD", n, f"Ferry {n}", [ALPHA, BETA, f"Number {n}."]) for n in range(2, 42)))
        for article in (*ferry, *many):
            article.mentions.create(entity=kim, zone="body", start=0, end=3, text="Kim")

        assert asked(many) == asked(ferry) <= 9

    def test_a_story_of_very_many_versions_shows_the_newest_hundred(self, client):
        many = make_story(*((f"{n}th LD", n, f"Ferry {n}", [f"Number {n}."]) for n in range(2, MOST_VERSIONS + 5)))

        page = text_of(story_page(client, many))

        assert "3 older versions are not shown" in page
        assert page.count("compare with") == MOST_VERSIONS - 1

    def test_more_text_than_can_be_compared_is_listed_only(self, client, monkeypatch):
        monkeypatch.setattr("articles.story_pages.MOST_LETTERS", 100)
        articles = make_story(*((f"{n}th LD", n, f"Ferry {n}", [f"{ALPHA} {n} {BETA}" * n]) for n in range(2, 9)))

        page = text_of(story_page(client, articles))

        assert re.search(r"\d older versions are listed only", page)
        assert page.count("compare with") == 6

    @pytest.mark.parametrize("language", ["ko", "ar", "ja", "zh"])
    def test_every_script_is_shown_in_its_direction(self, client, language):
        articles = make_story(
            ("", 0, "제목 3명", ["배 3척이 떠났다."]), ("2보", 2, "제목 7명", ["배 7척이 떠났다."]), language=language
        )

        page = story_page(client, articles, history=1).content.decode()

        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


class TestArticlePage:
    def test_an_older_version_names_the_newer_one(self, client):
        first, lead = make_story(("", 0, "One", [ALPHA]), ("3e LD", 3, "Three", [ALPHA]))
        for article, hour in ((first, 9), (lead, 15)):
            article.sent_at = datetime(2023, 9, 13, hour, 12, tzinfo=UTC)
            article.save()

        page = text_of(client.get(first.get_absolute_url()))

        assert "A newer version, 3e LD, was filed at 3:12 p.m. UTC" in page
        assert "A newer version" not in text_of(client.get(lead.get_absolute_url()))

    def test_without_a_time_the_day_is_named(self, client, ferry):
        assert "A newer version, 4th LD, was filed on 13 September 2023" in text_of(
            client.get(ferry[0].get_absolute_url())
        )

    def test_undated_versions_are_named_without_a_day(self, client):
        first, _lead = make_story(("", 0, "One", []), ("LEAD", 1, "Two", []), date=None)

        assert "There is a newer version, LEAD" in text_of(client.get(first.get_absolute_url()))

    def test_article_leads_to_its_story_and_to_comparisons(self, client, ferry):
        page = client.get(ferry[1].get_absolute_url()).content.decode()

        assert story_address(ferry[2]) in page
        assert f"/compare/{ferry[0].pk}..{ferry[1].pk}/" in page
        assert f"/compare/{ferry[1].pk}..{ferry[2].pk}/" in page

    def test_an_article_by_itself_says_nothing_of_versions(self, client):
        assert "/stories/" not in client.get(make_article().get_absolute_url()).content.decode()


def test_dates_decide_before_numbers():
    old, new = make_story(("5e LD", 5, "Old", []), ("", 0, "New", []))
    old.date, new.date = date(2023, 9, 13), date(2023, 9, 14)
    for article in (old, new):
        article.save()
        article.refresh_from_db()

    assert in_order([new, old]) == [old, new]


def test_french_readers_are_told_in_french(client, ferry):
    with override("fr"):
        response = client.get(story_address(ferry[-1]), headers={"accept-language": "fr"})
    assert response.status_code == 200
