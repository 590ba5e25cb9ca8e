"""The pages of persons, organisations and places."""

import re
from datetime import date

import pytest
from django.utils import translation

from articles.company import company
from articles.entity_pages import other_names
from articles.models import Article, Entity
from articles.timelines import tallies
from tests.makers import make_article, make_organisation, make_person, make_place
from tests.test_mentions_in_context import mention
from tests.test_merged_entities import hide, merge
from tests.test_views import text_of

pytestmark = pytest.mark.django_db


def named_with(entity: Entity, tally: str | None = None) -> dict[str, list[tuple[str, int]]]:
    counts = tallies(entity)
    shown = counts[tally or next(iter(counts))]
    found = company(entity, shown, Entity.objects.ids_inside(entity))
    return {
        group: [(each.label, each.articles) for each in getattr(found, group)]
        for group in ("persons", "places", "organisations", "inside")
        if getattr(found, group)
    }


class TestTimeline:
    def test_months_are_counted_by_year_newest_first_and_the_undated_apart(self):
        kim = make_person()
        for day in (date(2023, 9, 13), date(2023, 9, 14), date(2023, 1, 1), date(2021, 5, 1), None):
            make_article(mentions=[kim], date=day)

        tally = tallies(kim)["person"]

        years = tally.timeline()

        assert [(row.year, row.articles) for row in years] == [("2023", 3), ("2021", 1)]
        assert [(month.said, month.share) for month in years[0].months if month.articles] == [
            ("January 2023: 1 article", 50),
            ("September 2023: 2 articles", 100),
        ]
        assert len(years[0].months) == 12
        assert (tally.articles, tally.undated) == (5, 1)

    def test_place_keeps_filed_from_and_about_apart(self):
        seoul = make_place()
        make_article(filed_from=[seoul], date=date(2023, 9, 13))
        make_article(filed_from=[seoul], mentions=[seoul], date=date(2022, 9, 13))
        make_article(mentions=[seoul], date=None)

        counts = tallies(seoul)

        assert {name: (tally.articles, tally.undated) for name, tally in counts.items()} == {
            "about": (2, 1),
            "filed_from": (2, 0),
        }
        assert [row.year for row in counts["about"].timeline()] == ["2022"]
        assert [row.year for row in counts["filed_from"].timeline()] == ["2023", "2022"]

    def test_every_month_leads_to_exactly_its_articles(self, client):
        seoul = make_place()
        for day in (date(2023, 9, 13), date(2023, 9, 14), date(2021, 5, 1), None):
            make_article(mentions=[seoul], date=day)
        page = client.get("/places/seoul/").content.decode()

        assert 'title="September 2023: 2 articles"' in page
        for address, found in [
            ("/?date=2023-09&amp;about=seoul", 2),
            ("/?date=2021&amp;about=seoul", 1),
            ("/?date=undated&amp;about=seoul", 1),
        ]:
            assert f'href="{address}"' in page
            assert client.get(address.replace("&amp;", "&")).context["found"] == found

    def test_long_history_is_folded_after_ten_years(self, client):
        kim = make_person("Kim")
        for year in range(1999, 2011):
            make_article(mentions=[kim], date=date(year, 1, 1))
        page = text_of(client.get("/people/kim/"))

        assert page.index(">2001<") < page.index("Earlier years") < page.index(">2000<") < page.index(">1999<")


class TestCompany:
    def test_who_is_named_with_it_most(self):
        kim, ri, baekdu = make_person("Kim"), make_person("Ri"), make_organisation("Baekdu")
        seoul = make_place("Seoul", parent=make_place("Korea"))
        make_article(mentions=[kim, ri, baekdu, seoul])
        make_article(mentions=[kim, ri])
        make_article(mentions=[ri, baekdu])

        assert named_with(kim) == {
            "persons": [("Ri", 2)],
            "places": [("Korea", 1), ("Seoul", 1)],
            "organisations": [("Baekdu", 1)],
        }

    def test_places_around_are_no_company_and_those_inside_come_apart(self):
        asia = make_place("Asia")
        korea = make_place("Korea", parent=asia)
        seoul, busan, tokyo = make_place("Seoul", parent=korea), make_place("Busan", parent=korea), make_place("Tokyo")
        make_article(mentions=[seoul, tokyo])
        make_article(mentions=[busan], filed_from=[seoul])
        make_article(mentions=[busan, korea], filed_from=[seoul])

        assert named_with(korea) == {"inside": [("Busan", 2), ("Seoul", 1)], "places": [("Tokyo", 1)]}
        assert named_with(korea, "filed_from") == {"inside": [("Seoul", 2)]}
        assert named_with(seoul) == {"places": [("Tokyo", 1)]}

    def test_counts_agree_with_the_archive(self, client):
        korea = make_place("Korea")
        kim, doubled = make_person("Kim"), make_person("Kim J")
        seoul = make_place("Seoul", parent=korea)
        for mentions in ([kim, seoul], [doubled, korea], [kim, doubled, seoul], [kim]):
            make_article(mentions=mentions)
        merge(doubled, kim)
        page = client.get("/places/korea/").content.decode()
        counts = re.findall(r'class="count" href="(/\?about=korea[^"]*)"><span aria-hidden="true">(\d+)', page)

        assert counts == [("/?about=korea&amp;about=seoul", "2"), ("/?about=korea&amp;person=kim", "3")]
        for address, articles in counts:
            assert client.get(address.replace("&amp;", "&")).context["found"] == int(articles)

    def test_merged_and_hidden_entities_are_no_company(self):
        kim, ri, wrong = make_person("Kim"), make_person("Ri"), make_person("Lead")
        doubled = make_person("Kim J")
        make_article(mentions=[kim, doubled, ri, wrong])
        merge(doubled, kim)
        hide(wrong)

        assert named_with(kim) == {"persons": [("Ri", 1)]}

    def test_place_inside_a_merged_place_is_inside_the_one_it_became(self):
        north, doubled = make_place("North Korea"), make_place("DPRK")
        make_article(mentions=[make_place("Wonsan", parent=doubled)])
        merge(doubled, north)

        assert named_with(north) == {"inside": [("Wonsan", 1)]}

    def test_of_many_articles_the_newest_are_counted_and_the_page_says_so(self, client, monkeypatch):
        monkeypatch.setattr("articles.company.ARTICLES_COUNTED", 2)
        kim, ri = make_person("Kim"), make_person("Ri")
        make_article(mentions=[kim, make_person("Old")], date=date(2001, 1, 1))
        for _ in range(2):
            make_article(mentions=[kim, ri])

        assert named_with(kim) == {"persons": [("Ri", 2)]}
        assert "Counted in the newest 2 articles" in text_of(client.get("/people/kim/"))
        assert "Counted in the newest" not in text_of(client.get("/people/ri/"))

    def test_names_are_those_of_the_readers_language(self):
        kim = make_person("Kim")
        make_article(mentions=[kim, make_place("London", names={"fr": "Londres"})])

        with translation.override("fr"):
            assert named_with(kim) == {"places": [("Londres", 1)]}


class TestNames:
    def test_names_of_a_language_come_first_and_capitals_make_no_other_name(self):
        seoul = make_place("Seoul", ["SEOUL", "Hanyang", "서울"], names={"fr": "Séoul", "ko": "서울"})

        assert other_names(seoul) == [("Séoul", "fr"), ("서울", "ko"), ("Hanyang", "")]
        with translation.override("fr"):
            assert other_names(seoul) == [("서울", "ko"), ("Hanyang", ""), ("Seoul", "")]

    def test_names_of_any_script_carry_their_direction(self, client):
        make_place("Baghdad", names={"ar": "بغداد", "ko": "바그다드"})
        page = text_of(client.get("/places/baghdad/"))

        assert '<bdi lang="ar" dir="rtl">بغداد</bdi>' in page
        assert '<bdi lang="ko" dir="ltr">바그다드</bdi>' in page

    def test_name_is_never_markup(self, client):
        person = make_person("<script>alert(1)</script>", slug="script")
        article = make_article(paragraphs=["Here <script>alert(1)</script> came."])
        mention(article, person)
        make_article(mentions=[person, make_person("Kim")])

        for address in ("/people/script/", "/people/kim/", f"{article.get_absolute_url()}?names=1"):
            assert "<script>" not in client.get(address).content.decode()


class TestPage:
    def test_mentions_are_read_in_context_and_lead_to_their_paragraph(self, client):
        kim = make_person("Kim")
        article = make_article(paragraphs=["Nobody.", "Then Kim left. It was late. Kim returned."], language="en")
        mention(article, kim, part=1)
        page = text_of(client.get("/people/kim/"))

        assert f'<a href="{article.get_absolute_url()}#p2">Then <mark>Kim</mark> left.' in page
        assert "and 1 more in this article" in page
        assert page.index("and 1 more") < page.index("<mark>Kim</mark> returned.")
        assert "It was late" not in page
        assert 'id="p2"' in text_of(client.get(article.get_absolute_url()))

    def test_place_keeps_two_lists(self, client):
        seoul = make_place("Seoul")
        make_article(headline="Sent", filed_from=[seoul])
        make_article(headline="Named", mentions=[seoul])
        about, sent = text_of(client.get("/places/seoul/")), text_of(client.get("/places/seoul/?show=filed_from"))

        assert ">Named" in about and "1 article about it" in about and 'href="/places/seoul/?show=filed_from"' in about
        assert re.findall(">(Sent|Named)[ <]", sent)[-1] == "Sent" and ">Named" not in sent
        assert 'rel="canonical" href="http://testserver/places/seoul/?show=filed_from"' in sent

    def test_place_nobody_names_shows_what_was_filed_from_it(self, client):
        make_article(headline="Sent", filed_from=[make_place("Seoul")])
        page = text_of(client.get("/places/seoul/"))

        assert ">Sent</a>" in page
        assert 'href="/places/seoul/?show=about"' in page
        assert 'rel="canonical" href="http://testserver/places/seoul/"' in page

    @pytest.mark.parametrize("address", ["/places/seoul/?show=x", "/people/kim/?show=filed_from"])
    def test_list_that_is_not_there_is_not_found(self, client, address):
        make_place("Seoul")
        make_person("Kim")
        response = client.get(address)

        assert response.status_code == 404
        assert "asks for a list that this page does not have" in text_of(response)

    def test_first_and_last_appearance_are_linked(self, client):
        kim = make_person("Kim")
        days = [date(2020, 1, 1), date(2023, 9, 13), date(2021, 1, 1), None]
        first, last, *others = [make_article(mentions=[kim], date=day) for day in days]
        page = text_of(client.get("/people/kim/"))
        facts = page[page.index("First appearance") : page.index("</dl>")]

        assert (
            f'<time datetime="2020-01-01">1 January 2020</time> <a class="headline" href="{first.get_absolute_url()}"'
            in facts
        )
        assert last.get_absolute_url() in facts.partition("Last appearance")[2]
        assert not any(article.get_absolute_url() in facts for article in others)

    def test_only_article_appears_once(self, client):
        make_article(mentions=[make_person("Kim")])
        make_article(mentions=[make_person("Ri")], date=None)

        assert "Last appearance" not in text_of(client.get("/people/kim/"))
        assert "First appearance" not in text_of(client.get("/people/ri/"))

    @pytest.mark.parametrize("address", ["/people/nobody/", "/places/nowhere/", "/organisations/nothing/"])
    def test_entity_without_articles_has_a_page(self, client, address):
        make_person("Nobody")
        make_place("Nowhere")
        make_organisation("Nothing")
        page = text_of(client.get(address))

        assert "No article names it." in page
        assert "By month" not in page and "With whom" not in page

    def test_pages_of_twenty_keep_the_list_asked_for(self, client):
        seoul = make_place("Seoul")
        for number in range(45):
            make_article(
                headline=f"Take {number}", filed_from=[seoul], mentions=[seoul], date=date(2023, 9, 1 + number % 9)
            )
        seen, address = [], "/places/seoul/?show=filed_from"
        while address:
            page = text_of(client.get(address))
            seen.append(re.findall(r"<h3[^>]*><a [^>]*>(Take \d+)", page))
            link = re.search(r'rel="next" href="([^"]+)"', page)
            address = link and "/places/seoul/" + link[1].replace("&amp;", "&")
            assert not link or "show=filed_from" in address

        assert [len(headlines) for headlines in seen] == [20, 20, 5]
        assert len({headline for headlines in seen for headline in headlines}) == 45

    def test_state_of_a_withheld_article_is_said(self, client):
        make_article(mentions=[make_person("Kim")], status="withheld")

        assert "WITHHELD" in text_of(client.get("/people/kim/"))

    def test_feed_is_announced(self, client):
        make_place("서울", slug="서울")
        page = client.get("/places/서울/").content.decode()

        assert 'type="application/atom+xml" title="서울 – Newsroom" href="/places/%EC%84%9C%EC%9A%B8/feed/"' in page

    def test_merged_place_shows_both_lists_of_the_one_it_became(self, client):
        ulleung, doubled = make_place("Ulleung"), make_place("Ulleungdo")
        article = make_article(filed_from=[doubled], paragraphs=["On Ulleungdo it rained."])
        mention(article, doubled)
        merge(doubled, ulleung)

        assert client.get("/places/ulleungdo/")["Location"] == "/places/ulleung/"
        page = text_of(client.get("/places/ulleung/"))
        assert "On <mark>Ulleungdo</mark> it rained." in page
        assert "1 article filed from here" in page


def test_first_and_last_are_asked_at_once(django_assert_num_queries):
    older, newer = make_article(date=date(2020, 1, 1)), make_article()
    make_article(date=None)

    with django_assert_num_queries(1):
        assert Article.objects.all().first_and_last() == [older, newer]
    assert Article.objects.undated().first_and_last() == []
