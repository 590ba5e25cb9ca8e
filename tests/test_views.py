"""The pages as they are sent."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.db import OperationalError, connection
from django.test import Client

from articles.models import Caption, Story
from tests.makers import make_archive, make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """A small archive with something on every page."""
    korea = make_place("South Korea", place_type="country", country_code="KR", latitude=36.5, longitude=127.9)
    seoul = make_place("Seoul", ["서울"], parent=korea, country_code="KR", names={"fr": "Séoul"})
    person, marine = make_person(), make_organisation()
    return make_article(
        headline="Ferry stops off Incheon",
        paragraphs=["A ferry stopped.", "It was towed."],
        dateline="SEOUL, Sept. 13 (Yonhap) --",
        version_label="2nd LD",
        version=2,
        filed_from=[seoul],
        mentions=[seoul, person, marine],
        captions=[{"paragraph": 1, "text": "A quay.", "credit": "Yonhap", "restriction": "Not for sale"}],
        related=[{"headline": "Elsewhere", "version_label": "LEAD", "version": 1}],
        end_mark="END",
        contacts=["desk@example.com"],
        bylines=["Sola Bang"],
        note="ATTN: ADDS photo",
    )


PAGES = [
    "/",
    "/?q=ferry",
    "/?date=2023-09&about=seoul&person=yeom-do-gyeom&organisation=baekdu-marine&filed_from=seoul&agency=yonhap",
    "/?language=en",
    "/?q=unheard",
    "/?date=2023-99-99",
    "/dates/",
    "/2023/",
    "/2023/09/",
    "/2023/09/13/",
    "/1999/",
    "/1999/02/",
    "/1999/02/28/",
    "/places/",
    "/places/?name=S",
    "/people/",
    "/people/?name=Y",
    "/organisations/",
    "/places/seoul/",
    "/places/south-korea/",
    "/people/yeom-do-gyeom/",
    "/organisations/baekdu-marine/",
    "/help/",
    "ARTICLE",
]


def text_of(response) -> str:
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole(archive, client, address, language):
    address = archive.get_absolute_url() if address == "ARTICLE" else address
    response = client.get(address, headers={"accept-language": language})
    page = text_of(response)

    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert len(re.findall("<h1[ >]", page)) == 1
    assert re.search("<title>[^<]{3,}— Newsroom</title>", page)
    assert '<link rel="canonical" href="http://testserver/' in page
    assert 'href="#main"' in page and '<main id="main"' in page
    assert not re.search(r"<script(?! src=)|style=|onclick=|javascript:", page)
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert all(deeper <= level + 1 for level, deeper in zip(levels, levels[1:], strict=False)), levels
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    if language == "en":
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_titles_are_unique(archive, client, language):
    make_article(date=date(2020, 1, 1))
    addresses = [archive.get_absolute_url() if address == "ARTICLE" else address for address in PAGES]
    pages = [text_of(client.get(address, headers={"accept-language": language})) for address in addresses]
    titles = [re.search("<title>([^<]*)</title>", page)[1] for page in pages]

    assert len(set(titles)) == len(titles), titles


def test_archive_is_empty_until_something_is_imported(client):
    assert "python manage.py import_articles FOLDER" in text_of(client.get("/"))
    assert "0 articles in the archive" in text_of(client.get("/help/"))


def test_archive_comes_in_pages_of_thirty(client):
    for number in range(65):
        make_article(headline=f"Headline {number}", date=date(2023, 9, 1 + number % 20))

    seen, address = [], "/"
    while address:
        page = text_of(client.get(address))
        seen.append(re.findall(r">(Headline \d+)<", page))
        link = re.search(r'rel="next" href="([^"]+)"', page)
        address = link[1].replace("&amp;", "&") if link else None

    assert [len(headlines) for headlines in seen] == [30, 30, 5]
    assert len({headline for headlines in seen for headline in headlines}) == 65


def test_bad_value_shows_what_is_wrong_and_no_articles(archive, client):
    response = client.get("/?date=2023-99-99&about=nowhere&q=ferry")
    page = text_of(response)

    assert response.status_code == 200
    assert 'role="alert"' in page
    assert page.count("“2023-99-99” is not a date.") == 2
    assert page.count("The archive knows no place “nowhere”.") == 2
    assert 'aria-invalid="true" aria-describedby="wrong-date"' in page
    assert 'value="2023-99-99"' in page and 'value="ferry"' in page
    assert "Ferry stops" not in page and "Yonhap" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%FF%FE", "date=%F0%9F%98%80", "q=" + "x" * 10_000, "about=" + "a" * 10_000, "before=0001-01-01_0",
        "after=9999-12-31_999999999999999999", "before=2023-01-01_99999999999999999999", "date=9999", "date=..0001",
        "q=a&q=b&date=1&date=2&about=&about=x", "q=%3Cscript%3Ealert(1)%3C/script%3E", "date[]=2023", "a=1&" * 500,
    ],
)  # fmt: skip
def test_no_query_string_breaks_the_archive(archive, client, query):
    response = client.get("/?" + query)

    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)


def test_no_hits_offers_to_drop_each_filter(archive, client):
    page = text_of(client.get("/?q=unheard&date=2023"))

    assert "No article fits all of this" in page
    assert '<a href="/?date=2023">without “unheard”</a> <span class="count">1 article</span>' in page
    assert '<a href="/?q=unheard">without in 2023</a> <span class="count">0 articles</span>' in page


def test_hits_are_marked_and_copy_is_never_markup(client):
    make_article(headline="<b>Ferry</b> & co", body="<script>alert('ferry')</script>", language="en")

    page = text_of(client.get("/?q=ferry"))

    assert "&lt;b&gt;<mark>Ferry</mark>&lt;/b&gt; &amp; co" in page
    assert "&lt;script&gt;alert(&#x27;<mark>ferry</mark>&#x27;)&lt;/script&gt;" in page


def test_article_shows_every_part_where_it_belongs(archive, client):
    page = text_of(client.get(archive.get_absolute_url()))

    order = [
        '<span class="label">2nd LD</span>', 'lang="en" dir="ltr">Ferry stops off Incheon</h1>', "ATTN: ADDS photo",
        "13 September 2023</time></a>", "year from a full date in a caption", "Sola Bang",
        '<span class="dateline">SEOUL, Sept. 13 (Yonhap) --</span> A ferry stopped.', "A quay.", "(Yonhap)</span>",
        "RESTRICTED:</strong> Not for sale", "It was towed.", "(END)", "desk@example.com", "Related headlines",
        '<span class="label">LEAD</span> Elsewhere', "Filed from", 'href="/places/seoul/"', 'href="/?agency=yonhap"',
        'href="/people/yeom-do-gyeom/"', 'href="/organisations/baekdu-marine/"', "Original, as received",
    ]  # fmt: skip
    places = [page.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_article_says_state_and_lack_of_a_date(client):
    withdrawn = make_article(status="canceled", date=None)
    withheld = make_article(status="withheld")

    page = text_of(client.get(withdrawn.get_absolute_url()))
    assert "WITHDRAWN" in page and "It has no date." in page
    for address in (withheld.get_absolute_url(), "/"):
        assert "WITHHELD" in text_of(client.get(address))


def test_note_not_for_publication_is_never_sent(client):
    article = make_article(
        nonpublic_note="desk telephone 555", subheadline="Second line", signoff="gr/bp", copyright="(c) X"
    )
    page = text_of(client.get(article.get_absolute_url()))

    assert "555" not in page
    assert "Second line" in page and "gr/bp" in page and "(c) X" in page


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ko", "ltr"), ("", "auto")])
def test_copy_carries_its_language_and_direction(client, language, direction):
    article = make_article(language=language, body="x")

    for address in (article.get_absolute_url(), "/"):
        assert f'lang="{language}" dir="{direction}"' in text_of(client.get(address))


def test_article_has_one_address(archive, client):
    canonical = archive.get_absolute_url()

    assert canonical == f"/articles/{archive.pk}-ferry-stops-off-incheon/"
    for other in (f"/articles/{archive.pk}/", f"/articles/{archive.pk}-old-headline/", f"/articles/{archive.pk}-/"):
        response = client.get(other)
        assert (response.status_code, response["Location"]) == (301, canonical)


def test_article_without_letters_in_its_headline_has_an_address(client):
    article = make_article(headline="!!!")

    assert article.get_absolute_url() == f"/articles/{article.pk}/"
    assert client.get(article.get_absolute_url()).status_code == 200


def test_versions_neighbours_and_related_articles_are_linked(client):
    story = Story.objects.create()
    first = make_article(headline="First", story=story, date=date(2023, 9, 12))
    second = make_article(
        headline="Second", story=story, version_label="LEAD", version=1, related=[{"headline": "FIRST."}]
    )
    page = text_of(client.get(second.get_absolute_url()))

    assert page.count(f'href="{first.get_absolute_url()}"') == 3


def test_edit_link_is_for_staff_who_may_edit(archive, client):
    editor = User.objects.create_user("editor", is_staff=True)
    client.force_login(editor)
    assert "/admin/articles/article/" not in text_of(client.get(archive.get_absolute_url()))

    editor.user_permissions.add(Permission.objects.get(codename="change_article"))

    assert f"/admin/articles/article/{archive.pk}/change/" in text_of(client.get(archive.get_absolute_url()))


@pytest.mark.parametrize(
    ("content", "encoding", "charset"),
    [
        ("Séoul\r\n\x00 <script>".encode(), "utf-8", "utf-8"),
        ("Séoul".encode("cp1252"), "cp1252", "windows-1252"),
        ("서울".encode("euc-kr"), "euc_kr", "euc-kr"),
        (bytes(range(256)), "latin-1", "windows-1252"),
    ],
)
def test_source_is_sent_byte_for_byte_as_text(client, content, encoding, charset):
    article = make_article(original=content, encoding=encoding, file="in/año 1.txt")

    response = client.get(f"/articles/{article.pk}/source/")

    assert response.content == content
    assert response["Content-Type"] == f"text/plain; charset={charset}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''a%C3%B1o%201.txt"


def test_source_that_is_not_kept_is_not_found(client):
    assert client.get(f"/articles/{make_article(original=None).pk}/source/").status_code == 404


def test_day_is_in_wire_order_and_leads_to_the_nearest_days(client):
    for headline, day in [("One", 13), ("Two", 13), ("Before", 1), ("After", 30)]:
        make_article(headline=headline, date=date(2023, 9, day))
    page = text_of(client.get("/2023/09/13/"))

    assert page.index(">One<") < page.index(">Two<")
    assert 'rel="prev" href="/2023/09/01/"' in page and 'rel="next" href="/2023/09/30/"' in page
    assert "holds no article of this day" in text_of(client.get("/2023/09/14/"))
    assert 'rel="next" href="/2023/09/30/"' in text_of(client.get("/2023/09/14/"))


def test_long_day_is_cut_into_pages(client):
    for number in range(130):
        make_article(headline=f"Take {number}")
    first = text_of(client.get("/2023/09/13/"))
    second = text_of(client.get("/2023/09/13/" + re.search(r'rel="next" href="(\?[^"]+)"', first)[1]))

    assert len(re.findall(r">Take \d+<", first)) == 100
    assert re.findall(r">(Take \d+)<", second) == [f"Take {number}" for number in range(100, 130)]


@pytest.mark.parametrize(
    "address",
    [
        "/2023/02/30/", "/2023/13/", "/0000/", "/2023/9/", "/20230/", "/articles/999999/", "/articles/0/source/",
        "/articles/99999999999999999999/", "/places/nowhere/", "/people/seoul/", "/nothing", "/places/seoul/?before=x",
        "/2023/09/13/?after=x", "/places/%00/", "/articles/1-a/b/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(archive, client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "There is no such page" in text_of(response)


def test_every_page_refuses_to_be_posted_to(archive, client):
    for address in ("/", "/dates/", "/places/", "/help/", "/healthz", archive.get_absolute_url()):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


def test_language_is_chosen_by_browser_then_by_switch(client):
    assert "Chercher dans l’archive" in text_of(client.get("/", headers={"accept-language": "fr-CA,fr;q=0.9"}))
    assert "Search the archive" in text_of(client.get("/", headers={"accept-language": "ko"}))

    response = client.post("/language/", {"language": "fr", "next": "/help/?a=1"})

    assert response["Location"] == "/help/?a=1"
    assert "<h1>Aide</h1>" in text_of(client.get("/help/"))


def test_language_switch_leads_nowhere_else(client):
    assert client.post("/language/", {"language": "fr", "next": "https://elsewhere.example/"})["Location"] == "/"


def test_numbers_are_grouped_in_the_readers_language_and_years_are_not(client):
    make_archive(1001)

    assert "1,001 articles" in text_of(client.get("/"))
    french = text_of(client.get("/dates/", headers={"accept-language": "fr"}))
    assert "1\xa0001 articles" in french
    assert ">2020</a>" in french


def test_healthz_asks_the_database(client, monkeypatch):
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok\n")

    def refuse(*_):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/healthz").status_code == 503


def test_database_away_is_said_in_the_sites_look(monkeypatch):
    def refuse(*_):
        raise OperationalError("away")

    monkeypatch.setattr("articles.views.archive.answer", refuse)
    response = Client(raise_request_exception=False).get("/", headers={"accept-language": "fr"})

    assert response.status_code == 503
    assert "L’archive ne répond pas" in text_of(response) and "reader.css" in text_of(response)


def test_error_of_ours_is_said_without_the_database(monkeypatch, django_assert_num_queries):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("articles.views.archive.ArticleFilter", fail)
    with django_assert_num_queries(1):  # whether the browser's copy still holds, before anything failed
        response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "Something went wrong here" in text_of(response) and "reader.css" in text_of(response)


def test_refused_form_and_bad_host_are_said_in_the_sites_look(settings):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "This form could not be accepted" in text_of(response) and "reader.css" in text_of(response)

    response = Client().get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "This request cannot be read" in text_of(response)


def test_two_hundred_captions_are_shown(client, django_assert_max_num_queries):
    article = make_article(
        paragraphs=[f"P{n}." for n in range(100)],
        captions=[{"paragraph": n // 2, "text": f"C{n}.", "restriction": "No resale"} for n in range(200)],
    )
    assert Caption.objects.count() == 200

    with django_assert_max_num_queries(15):
        page = text_of(client.get(article.get_absolute_url()))

    assert page.count("RESTRICTED:") == 200
