"""A page seen before is not made again while nothing has changed, and is as soon as anything has."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Alias, Article, Caption, Entity, ImportRun
from tests.makers import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article(headline="Le pont rouvre")


def tag_of(client: Client, address: str = "/", **headers: str) -> str:
    return client.get(address, **headers).headers["ETag"]


def test_page_that_still_holds_is_not_sent_again(client, article):
    tag = tag_of(client, article.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        again = client.get(article.get_absolute_url(), HTTP_IF_NONE_MATCH=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert len(queries) == 1


@pytest.mark.parametrize("address", ["/", "/?q=pont", "/places/", "/dates/", "/help/"])
def test_every_public_page_can_be_asked_again(client, article, address):
    assert client.get(address, HTTP_IF_NONE_MATCH=tag_of(client, address)).status_code == 304


@pytest.mark.parametrize(
    "change",
    [
        lambda article: Article.objects.filter(pk=article.pk).update(headline="Le pont ferme"),
        lambda article: Caption.objects.create(article=article, position=9, paragraph=1, text="Le pont."),
        lambda article: Entity.objects.create(kind="person", key="person:ada", name="Ada", slug="ada"),
        lambda article: Alias.objects.all().delete(),
        lambda article: article.delete(),
        lambda article: make_article(headline="Un autre pont"),
    ],
)
def test_page_is_made_anew_after_any_change(client, article, change):
    tag = tag_of(client)

    change(article)

    again = client.get("/", HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_what_readers_do_not_see_changes_no_page(client, article):
    tag = tag_of(client)

    ImportRun.objects.create()

    assert client.get("/", HTTP_IF_NONE_MATCH=tag).status_code == 304


def test_address_language_and_program_have_tags_of_their_own(client, article, monkeypatch):
    tags = {tag_of(client), tag_of(client, "/?q=pont"), tag_of(client, HTTP_ACCEPT_LANGUAGE="fr")}
    monkeypatch.setattr("articles.revalidation.program", lambda: "another version")
    tags.add(tag_of(client))

    assert len(tags) == 4


def test_who_is_signed_in_always_sees_the_page_made_anew(admin_client, article):
    response = admin_client.get("/")

    assert "ETag" not in response.headers


@pytest.mark.parametrize("address", ["/healthz", "/admin/login/", "/articles/999999/"])
def test_what_is_no_page_of_the_archive_gets_no_tag(client, article, address):
    assert "ETag" not in client.get(address).headers


def test_caches_may_keep_a_page_but_must_ask(client, article):
    headers = client.get("/").headers

    assert headers["Cache-Control"] == "public, no-cache"
    assert "Last-Modified" in headers
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in headers["Vary"].split(",")}


@pytest.mark.parametrize("tag", ['"', "*", 'W/"x', "x" * 8000, '"a", "b"'])
def test_bad_tags_are_no_error(client, article, tag):
    assert client.get("/", HTTP_IF_NONE_MATCH=tag).status_code == 200
