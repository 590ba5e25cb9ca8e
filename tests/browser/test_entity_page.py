"""An entity's page, names marked in an article, and exclusion, as a reader uses them."""

import re
from datetime import date

import pytest

from articles.models import Article
from tests.makers import make_article, make_organisation, make_person, make_place
from tests.test_mentions_in_context import mention

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive() -> dict[str, Article]:
    korea = make_place("South Korea", place_type="country", country_code="KR", latitude=36.5, longitude=127.9)
    incheon = make_place("Incheon", parent=korea, country_code="KR", names={"ko": "인천", "ar": "إنتشون"})
    yeom, bang, marine = make_person("Yeom Do-gyeom"), make_person("Bang Sola"), make_organisation("Baekdu Marine")
    first = make_article(headline="A ferry stops", date=date(2021, 3, 1), filed_from=[incheon], mentions=[bang])
    second = make_article(
        headline="Yeom Do-gyeom resigns",
        date=date(2023, 9, 13),
        paragraphs=["Nobody had known. " * 120] * 3
        + ["Then Yeom Do-gyeom of Baekdu Marine spoke in Incheon. He left."],
        captions=[{"text": "Yeom Do-gyeom leaves. Yeom Do-gyeom returns.", "paragraph": 4}],
    )
    for entity, zone, part in [
        (yeom, "headline", 0), (yeom, "body", 3), (marine, "body", 3), (incheon, "body", 3), (yeom, "caption", 0),
    ]:  # fmt: skip
        mention(second, entity, zone=zone, part=part)
    arabic = make_article(
        headline="غادر يوم", language="ar", paragraphs=["وصل أمس. غادر إنتشون اليوم."], date=date(2023, 8, 1)
    )
    mention(arabic, incheon, "إنتشون")
    korean = make_article(headline="인천 항", language="ko", paragraphs=["비가 왔다. 인천에서 배가 떠났다."], date=None)
    mention(korean, incheon, "인천")
    return {"first": first, "second": second}


def headlines(page) -> list[str]:
    return page.locator(".row h3").all_inner_texts()


def test_from_a_sentence_to_its_paragraph_and_on_by_a_name(page, live_server, archive):
    page.goto(live_server.url + "/people/")
    page.get_by_role("link", name="Yeom Do-gyeom").click()

    assert page.locator("h1").inner_text() == "Yeom Do-gyeom"
    assert page.locator(".passage mark").first.inner_text() == "Yeom Do-gyeom"
    assert not page.get_by_text("Yeom Do-gyeom returns.").is_visible()
    page.get_by_text("and 2 more in this article").click()
    assert page.get_by_text("Yeom Do-gyeom returns.").is_visible()

    page.get_by_role("link", name=re.compile("Then Yeom Do-gyeom of Baekdu Marine")).click()
    assert page.url.endswith("#p4")
    assert page.locator("#p4").evaluate("e => e.getBoundingClientRect().top < innerHeight")

    page.get_by_role("link", name="Mark names in the text").click()
    marked = page.locator(".body a.named")
    assert marked.all_inner_texts() == ["Yeom Do-gyeom", "Baekdu Marine", "Incheon", "Yeom Do-gyeom", "Yeom Do-gyeom"]
    assert len({each.evaluate("e => getComputedStyle(e).textDecorationStyle") for each in marked.all()}) == 3
    marked.nth(1).click()
    assert page.locator("h1").inner_text() == "Baekdu Marine"


def test_timeline_and_company_lead_into_the_archive(page, live_server, archive):
    page.goto(live_server.url + "/places/incheon/")
    page.get_by_role("link", name="September 2023: 1 article").click()
    assert page.locator("h1").inner_text() == "1 article in September 2023, about Incheon"

    page.go_back()
    page.locator(".company").get_by_role("link", name="1 article with Yeom Do-gyeom").click()
    assert page.locator("h1").inner_text() == "1 article about Incheon, naming Yeom Do-gyeom"
    assert headlines(page) == [archive["second"].headline]


def test_place_keeps_what_was_filed_from_it_apart(page, live_server, archive):
    page.goto(live_server.url + "/places/incheon/")
    assert headlines(page) == ["Yeom Do-gyeom resigns", "غادر يوم", "인천 항"]
    assert page.locator(".passage[dir=rtl]").inner_text() == "غادر إنتشون اليوم."
    assert page.locator(".passage:lang(ko)").inner_text() == "인천에서 배가 떠났다."

    page.get_by_role("link", name="1 article filed from here").click()
    assert headlines(page) == ["A ferry stops"]
    assert page.locator(".tab[aria-current]").inner_text() == "1 article filed from here"


def test_value_is_left_out_by_keyboard_and_taken_back(page, live_server, archive):
    page.goto(live_server.url + "/")
    leave_out = page.get_by_role("link", name="leave out Incheon").last
    leave_out.focus()
    page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?not_about=incheon")

    assert page.locator("h1").inner_text() == "1 article not about Incheon"
    assert headlines(page) == ["A ferry stops"]
    page.get_by_role("textbox", name="Person", exact=True).fill("bang-sola")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*not_about=incheon*person=bang-sola*")
    page.get_by_role("link", name=re.compile("^not about Incheon")).click()
    assert page.locator("h1").inner_text() == "1 article naming Bang Sola"


def test_everything_works_without_javascript(browser, live_server, archive):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(live_server.url + "/people/yeom-do-gyeom/")
    page.get_by_text("and 2 more in this article").click()
    assert page.get_by_text("Yeom Do-gyeom returns.").is_visible()
    page.goto(live_server.url + archive["second"].get_absolute_url())
    page.get_by_role("link", name="Mark names in the text").click()
    assert page.locator(".body a.named").count() == 5
    page.get_by_role("link", name="Do not mark names").click()
    assert page.locator(".body a.named").count() == 0
    context.close()


ADDRESSES = ["/people/yeom-do-gyeom/", "/places/incheon/", "/places/incheon/?show=filed_from", "/places/south-korea/"]


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1440])
def test_nothing_is_wider_than_the_screen(page, live_server, archive, width):
    long_name = make_person("W" * 120, slug="long")
    mention(make_article(headline="x" * 300, paragraphs=["W" * 120 + "y" * 900], mentions=[]), long_name)
    page.set_viewport_size({"width": width, "height": 800})
    marked = archive["second"].get_absolute_url() + "?names=1"
    for address in [*ADDRESSES, "/people/long/", "/?about=incheon&not_person=long", marked]:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_targets_are_large_enough_to_touch(page, live_server, archive):
    page.set_viewport_size({"width": 390, "height": 800})
    for address in [*ADDRESSES, "/?not_about=incheon"]:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        small = page.evaluate(
            """[...document.querySelectorAll('main a, main button, main summary')]
            .filter(e => e.checkVisibility() && !e.classList.contains('skip') && !e.closest('p:not(.passage), dd, h2'))
            .map(e => [e.innerText, e.getBoundingClientRect()]).filter(([t, r]) => r.height < 24 || r.width < 8)
            .map(([t, r]) => t + ' ' + r.width + 'x' + r.height)"""
        )
        assert small == [], address
