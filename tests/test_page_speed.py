"""Lists ask the same questions of a large archive as of a small one, and never for whole texts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.makers import made_word, make_archive

pytestmark = pytest.mark.django_db

SMALL, LARGE = 60, 6000
WORD = made_word(2)
LISTS = [
    "/",
    f"/?q={WORD}",
    "/?date=YEAR",
    "/?date=YEAR-MONTH",
    "/?filed_from=city-0",
    "/?about=country-0&person=a-person-0&agency=yonhap&language=en",
    "/?organisation=a-organisation-0",
    "/?not_filed_from=city-0&not_about=country-1&not_person=a-person-0&not_organisation=a-organisation-0",
    "/?agency=afp&agency=yonhap&language=en&filed_from=city-0&filed_from=city-1&label=0&label=2&not_status=canceled",
    "/values/person/",
    "/values/about/?language=en&by=name&begins=c",
    "/?before=2021-01-01_1",
    "/?after=2019-01-01_1",
    "/dates/",
    "/YEAR/",
    "/YEAR/MONTH/",
    "/YEAR/MONTH/DAY/",
    "/places/",
    "/places/?name=C",
    "/people/",
    "/organisations/",
    "/places/city-0/",
    "/places/city-0/?show=filed_from",
    "/places/city-0/?before=2021-01-01_1",
    "/places/city-0/feed/",
    "/places/country-0/",
    "/places/country-0/?show=filed_from",
    "/people/a-person-0/",
    "/people/a-person-0/feed/",
    "/organisations/a-organisation-0/",
]


def questions(client, address: str) -> list[str]:
    """Return the SQL a page asks, as sent, less what sets how it is asked; dates are those of the oldest article."""
    day = Article.objects.dated().wire_order().first().date
    for name, form in {"YEAR": "%Y", "MONTH": "%m", "DAY": "%d"}.items():
        address = address.replace(name, day.strftime(form))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SET LOCAL"))]


def test_number_of_questions_does_not_grow(client):
    make_archive(SMALL)
    few = {address: len(questions(client, address)) for address in LISTS}
    make_archive(LARGE - SMALL, seed=2)

    assert Article.objects.count() == LARGE
    assert {address: len(questions(client, address)) for address in LISTS} == few
    assert max(few.values()) <= 18


def test_lists_never_load_bodies(client):
    make_archive(SMALL)

    for address in LISTS:
        for sql in questions(client, address):
            selected = sql.split(" FROM ")[0]
            assert not re.search(r'"body"|search_vector|caption_text|nonpublic_note|"content"|SELECT \*', selected), sql
