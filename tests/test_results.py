"""From an article to the next of the list a reader came from, and back to its row (articles/results.py)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.pages import PAGE_SIZE
from articles.results import results_around
from tests.makers import made_word, make_archive, make_article, make_organisation, make_person, make_place

pytestmark = pytest.mark.django_db


def around(article: Article, query: str):
    return results_around(article, QueryDict(query))


@pytest.fixture
def ferries() -> list[Article]:
    """More than two pages of hits, the newest first, with as many other articles between them."""
    found = []
    for number in range(PAGE_SIZE * 2 + 10):
        day = date(2023, 9, 1) + timedelta(days=number // 3)
        found.append(make_article(headline=f"Ferry {number}", date=day, original=None, agency=None))
        make_article(headline=f"Book fair {number}", date=day, original=None, agency=None)
    return found[::-1]


def addresses(client, query: str) -> dict[str, str]:
    """Return by headline the addresses in a list."""
    page = client.get(f"/{query}").content.decode()
    rows = re.findall(r'<h3 [^>]*><a href="([^"]+)">(.*?)</a></h3>', page, re.DOTALL)
    return {re.sub("<[^>]+>", "", headline).strip(): unescape(address) for address, headline in rows}


def link(page: str, rel: str) -> str | None:
    found = re.search(rf'<nav class="results".*?<a rel="{rel}" href="([^"]+)"', page, re.DOTALL)
    return unescape(found[1]) if found else None


def back(page: str) -> str:
    return unescape(re.search('<a class="back" href="([^"]+)"', page)[1])


def test_the_whole_list_is_read_from_article_to_article(client, ferries):
    address, read = addresses(client, "?q=ferry")[ferries[0].headline], []
    while address:
        page = client.get(address).content.decode()
        read.append(client.get(address).context["article"].pk)
        address = link(page, "next")

    assert read == [article.pk for article in ferries]
    while address := link(page, "prev"):
        page = client.get(address).content.decode()
        read.pop()
    assert len(read) == 1


@pytest.mark.parametrize("query", ["?q=ferry", "?q=ferry&before=", "?q=ferry&after=", "?date=2023&q=ferry&before="])
def test_back_leads_to_the_page_and_row_one_came_from(client, ferries, query):
    if query.endswith("="):
        middle = ferries[PAGE_SIZE + 5]
        query += f"{middle.filed_on.isoformat()}_{middle.pk}"
    listed = addresses(client, query)

    assert len(listed) == PAGE_SIZE
    for address in listed.values():
        answer = client.get(address)
        assert back(answer.content.decode()) == f"/{query}#article-{answer.context['article'].pk}"


def test_far_from_where_one_came_from_back_leads_to_a_page_that_has_the_row(client, ferries):
    address = addresses(client, "?q=ferry")[ferries[0].headline]
    for _ in range(PAGE_SIZE + 7):
        answer = client.get(address)
        path, _hash, row = back(answer.content.decode()).partition("#")
        assert f'id="{row}"' in client.get(path).content.decode()
        assert row == f"article-{answer.context['article'].pk}"
        address = link(answer.content.decode(), "next")

    assert "before=" in path


def test_a_list_turned_back_to_its_first_page_holds_the_row(client, ferries):
    near_the_top = ferries[3]
    listed = addresses(client, f"?q=ferry&after={near_the_top.filed_on.isoformat()}_{near_the_top.pk}")

    assert list(listed)[:2] == [ferries[0].headline, ferries[1].headline]
    path = back(client.get(listed[ferries[0].headline]).content.decode()).partition("#")[0]
    assert f'id="article-{ferries[0].pk}"' in client.get(path).content.decode()


def test_a_list_of_filters_alone_is_remembered_too(client):
    person = make_person()
    older, _between, newer = (
        make_article(headline=headline, mentions=mentions, date=date(2023, 9, day))
        for headline, mentions, day in (("One", [person], 1), ("Two", [], 2), ("Three", [person], 3))
    )
    address = addresses(client, "?person=yeom-do-gyeom")["Three"]

    assert address == newer.get_absolute_url() + "?person=yeom-do-gyeom"
    page = client.get(address).content.decode()
    assert link(page, "next") == older.get_absolute_url() + "?person=yeom-do-gyeom"
    assert link(page, "prev") is None
    assert "<mark" not in page


def test_the_whole_archive_carries_nothing(client):
    article = make_article()

    assert addresses(client, "") == {article.headline: article.get_absolute_url()}
    assert around(article, "") is None
    assert 'class="results"' not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "query", ["date=2023-99-99", "q=", "q=%00", "person=nobody", "before=x", "q=a&before=x", "from=1"]
)
def test_what_is_no_list_is_passed_over(client, query):
    article = make_article()

    assert client.get(f"{article.get_absolute_url()}?{query}").status_code == 200
    assert around(article, query) is None


def test_the_canonical_address_stays_bare(client):
    article = make_article(headline="Ferry")
    page = client.get(article.get_absolute_url() + "?q=ferry").content.decode()

    assert re.search('rel="canonical" href="([^"]+)"', page)[1] == f"http://testserver{article.get_absolute_url()}"


def test_an_old_address_keeps_the_list_it_remembers(client):
    article = make_article(headline="Ferry")
    answer = client.get(f"/articles/{article.pk}-old/?q=ferry&names=1")

    assert answer.status_code == 301
    assert urlsplit(answer.headers["Location"]).query == "q=ferry&names=1"


def test_names_can_be_marked_without_leaving_the_list(client):
    article = make_article(headline="Ferry", paragraphs=["Yeom Do-gyeom sailed."], mentions=[make_person()])
    page = client.get(article.get_absolute_url() + "?q=ferry").content.decode()
    address = unescape(re.search('<p class="marking"><a href="([^"]+)"', page)[1])

    assert address == "?q=ferry&names=1"
    page = client.get(article.get_absolute_url() + address).content.decode()
    assert 'class="named person"' in page and 'id="hit-1"' in page
    assert f'<p class="marking"><a href="{article.get_absolute_url()}?q=ferry">' in page


def test_questions_asked_do_not_grow_with_the_archive(client):
    def questions() -> list[int]:
        article = Article.objects.matching(made_word(2)).newest_first().first()
        counted = []
        for query in (f"q={made_word(2)}", f"q={made_word(2)}&about=city-0", "about=city-0&date=2020"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"{article.get_absolute_url()}?{query}").status_code == 200
            counted.append(len(captured))
        return counted

    make_archive(60)
    few = questions()
    make_archive(1500, seed=2)

    assert questions() == few


def test_no_body_of_another_article_is_loaded(client):
    make_organisation()
    make_place()
    for number in range(3):
        make_article(headline=f"Ferry {number}", body="A ferry.")
    article = Article.objects.newest_first()[1]
    with CaptureQueriesContext(connection) as captured:
        client.get(article.get_absolute_url() + "?q=ferry")
    loading = [query["sql"] for query in captured if '"articles_article"."body"' in query["sql"].split(" FROM ")[0]]

    assert len(loading) == 1
