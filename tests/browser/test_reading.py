"""Reading the archive in a real browser."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

import pytest

from articles.models import Article
from tests.makers import make_article, make_organisation, make_person, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RESTRICTION = "Utilisation en Corée du Sud uniquement et redistribution interdite"


@pytest.fixture
def archive(transactional_db: None) -> dict[str, Article]:
    """Articles in the founding form, and others around them."""
    korea = make_place("South Korea", place_type="country", country_code="KR", names={"fr": "Corée du Sud"})
    incheon = make_place("Incheon", parent=korea, country_code="KR")
    paris = make_place("Paris")
    person, marine = make_person("Yeom Do-gyeom"), make_organisation("Baekdu Marine")
    lead = make_article(
        headline="Ferry en panne au large d'Incheon : l'évacuation débute",
        language="fr",
        version_label="LEAD",
        version=1,
        date=date(2023, 11, 14),
        filed_from=[incheon],
        mentions=[person],
    )
    fourth = make_article(
        headline="Ferry en panne au large d'Incheon : les 238 passagers évacués, une personne légèrement blessée",
        language="fr",
        version_label="4e LD",
        version=4,
        date=date(2023, 11, 14),
        dateline="INCHEON, 14 nov. (Yonhap) --",
        paragraphs=["Tous les passagers ont été évacués.", "Le décompte est fait.", "L'enquête commence."],
        captions=[
            {"paragraph": 1, "text": "Une famille évacuée.", "credit": "Yonhap", "restriction": RESTRICTION},
            {"paragraph": 3, "text": "Le navire à quai."},
        ],
        related=[
            {"headline": lead.headline, "version_label": "LEAD", "version": 1},
            {"headline": "Le tarif des ferries gelé"},
        ],
        contacts=["sola.bang@example.com"],
        end_mark="FIN",
        filed_from=[incheon],
        mentions=[incheon, person, marine],
    )
    make_article(headline="Salon du livre", language="fr", date=date(2022, 3, 1), filed_from=[paris], agency="AFP")
    return {"lead": lead, "fourth": fourth}


@pytest.fixture
def plain_page(browser) -> Iterator:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def headlines(page) -> list[str]:
    return page.locator(".row h3").all_inner_texts()


def choose(page, block: str, value: str) -> None:
    page.locator(f"[aria-labelledby=filter-{block}] .values").get_by_role("link", name=re.compile(f"^{value}")).click()


def test_archive_is_narrowed_by_date_place_and_person_and_widened_again(page, live_server, archive):
    page.goto(live_server.url)
    assert len(headlines(page)) == 3

    choose(page, "date", "2023")
    choose(page, "date", "November")
    choose(page, "date", "14")
    assert page.url.endswith("?date=2023-11-14")
    assert len(headlines(page)) == 2

    choose(page, "filed_from", "South Korea")
    choose(page, "about", "Incheon")
    choose(page, "person", "Yeom Do-gyeom")
    assert headlines(page) == [archive["fourth"].headline]
    assert "1 article" in page.locator("h1").inner_text()

    page.get_by_role("link", name=re.compile("^about Incheon")).click()
    assert len(headlines(page)) == 2
    page.get_by_role("link", name="Clear all").click()
    assert page.url == live_server.url + "/"
    assert len(headlines(page)) == 3


def test_filters_can_be_written_by_hand(page, live_server, archive):
    page.goto(live_server.url)

    page.get_by_role("textbox", name="About").fill("incheon")
    page.get_by_role("button", name="Apply: About").click()
    page.wait_for_url("**/?*about=incheon*")
    assert headlines(page) == [archive["fourth"].headline]

    page.get_by_role("textbox", name="Date", exact=True).fill("2023-99-99")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*date=2023-99-99*")
    assert "“2023-99-99” is not a date" in page.get_by_role("alert").inner_text()
    assert headlines(page) == []
    page.get_by_role("textbox", name="Date", exact=True).fill("2023..")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*date=2023..*")
    assert headlines(page) == [archive["fourth"].headline]


def test_article_of_the_founding_form_is_read(page, live_server, archive):
    page.goto(live_server.url)
    page.get_by_role("link", name=re.compile("238 passagers")).click()

    assert unquote(page.url) == live_server.url + unquote(archive["fourth"].get_absolute_url())
    assert page.locator("h1").get_attribute("lang") == "fr"
    assert page.locator(".kicker").inner_text() == "4e LD"
    copy = [" ".join(text.split()) for text in page.locator(".body > *").all_inner_texts()]
    assert copy == [
        "INCHEON, 14 nov. (Yonhap) -- Tous les passagers ont été évacués.",
        f"Caption Une famille évacuée. (Yonhap) ⊘ RESTRICTED: {RESTRICTION}",
        "Le décompte est fait.",
        "L'enquête commence.",
        "Caption Le navire à quai.",
    ]
    assert page.locator(".end-mark").inner_text() == "(FIN)"
    assert page.locator(".related a").count() == 1

    page.locator(".related a").click()
    assert page.locator("h1").inner_text() == archive["lead"].headline
    page.get_by_role("link", name="Incheon").first.click()
    assert page.locator("h1").inner_text() == "Incheon"
    page.get_by_role("link", name="2 articles filed from here").click()
    assert len(headlines(page)) == 2


def test_original_is_shown_as_it_came(page, live_server, archive):
    page.goto(live_server.url + archive["fourth"].get_absolute_url())
    page.get_by_role("link", name="Original, as received").click()

    assert page.locator("body").inner_text() == "as received"


def test_language_is_switched_and_kept(page, live_server, archive):
    page.goto(live_server.url + "/?date=2023-11")
    page.get_by_role("button", name="Français").click()

    assert page.url.endswith("/?date=2023-11")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").inner_text() == "2 articles en novembre 2023"
    page.goto(live_server.url + "/places/")
    assert page.get_by_role("link", name="Corée du Sud").count() == 1


def test_archive_is_read_by_its_calendar(page, live_server, archive):
    page.goto(live_server.url)
    page.get_by_role("link", name="Dates").click()
    page.get_by_role("link", name="2023", exact=True).click()
    page.get_by_role("link", name="November").click()
    page.locator(".calendar a").click()
    assert page.locator("h1").inner_text().startswith("Tuesday 14 November 2023")

    page.get_by_role("link", name="1 March 2022").click()
    assert headlines(page) == ["Salon du livre"]


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(page, live_server, archive, width):
    make_article(headline="W" * 300, body="x" * 3000, language="", version_label="L" * 60, agency="A" * 90)
    page.set_viewport_size({"width": width, "height": 800})
    addresses = ["/", "/?q=ferry", "/?q=" + "y" * 400, "/?date=2023-99-99", "/?date=2023-11", "/dates/", "/2023/"]
    addresses += ["/2023/11/", "/2023/11/14/", "/places/", "/people/", "/places/incheon/", "/help/", "/none/"]
    addresses += [article.get_absolute_url() for article in Article.objects.all()]
    for address in addresses:
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_filters_fold_on_a_phone_and_stand_open_on_a_desk(page, live_server, archive):
    page.goto(live_server.url)
    assert page.get_by_role("heading", name="Date", exact=True).is_visible()

    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.get_by_role("heading", name="Date", exact=True).is_visible()
    page.get_by_text("Filters", exact=True).click()
    assert page.get_by_role("heading", name="Date", exact=True).is_visible()


def test_keyboard_reaches_everything_in_the_order_of_the_page(page, live_server, archive):
    page.goto(live_server.url)
    reached = []
    for _ in range(13):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("(document.activeElement.innerText || document.activeElement.name).trim()"))

    assert reached == [
        "Skip to the content", "Newsroom", "q", "Search", "?\nHow to search", "Archive", "Dates", "Places", "People",
        "Organisations", "English", "Français", "Skip the filters",
    ]  # fmt: skip
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.list') !== null")


def test_targets_are_large_enough_to_touch(page, live_server, archive):
    page.set_viewport_size({"width": 390, "height": 800})
    for address in ("/", "/dates/", "/2023/11/", "/places/", archive["fourth"].get_absolute_url()):
        page.goto(live_server.url + address)
        small = page.evaluate(
            """[...document.querySelectorAll('main a, main button, main summary, header a, header button, footer a')]
            .filter(e => e.checkVisibility() && !e.classList.contains('skip') && !e.closest('p, dd, h2, figcaption'))
            .map(e => [e.innerText, e.getBoundingClientRect()]).filter(([t, r]) => r.height < 24 || r.width < 8)
            .map(([t, r]) => t + ' ' + r.height)"""
        )
        assert small == [], address


def test_everything_works_without_javascript(plain_page, live_server, archive):
    page = plain_page
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill("decompte")
    page.get_by_role("button", name="Search").click()
    assert headlines(page) == [archive["fourth"].headline]
    assert page.locator("mark").all_inner_texts() == ["décompte"]

    choose(page, "organisation", "Baekdu Marine")
    page.get_by_role("button", name="Français").click()
    assert page.locator("h1").inner_text() == "1 article avec «\xa0decompte\xa0», nommant Baekdu Marine"


def test_copy_with_markup_is_shown_and_not_run(page, live_server, archive):
    article = make_article(
        headline="<script>document.title='run'</script>",
        body="<img src=x onerror=\"document.title='run'\">",
        language="en",
    )
    page.goto(live_server.url + article.get_absolute_url())

    assert "<script>" in page.locator("h1").inner_text()
    assert "<img src=x" in page.locator(".body").inner_text()
    assert "run" not in page.title().replace("document.title='run'", "")
