"""Time every kind of page on a generated archive: python benchmarks/pages.py [ARTICLES] [ROUNDS]

Builds the archive in a throw-away test database. Prints for each page the median and the slowest time in
milliseconds, the number of queries, and the time in proportion to a Django view that does nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment  # noqa: E402
from django.urls import include, path  # noqa: E402

from articles.models import Article, Entity  # noqa: E402
from tests.makers import made_word, make_archive  # noqa: E402

ALLOWED_MS = 100

urlpatterns = [path("empty", lambda request: HttpResponse("ok")), path("", include("newsroom.urls"))]


def addresses() -> dict[str, str]:
    """Return an address of every kind of page."""
    article = Article.objects.dated().newest_first()[500]
    place = Entity.objects.places().get(name="City 0")
    person = Entity.objects.persons().get(name="A Person 0")
    day = article.date
    return {
        "empty view": "/empty",
        "archive": "/",
        "archive, deep": f"/?before={day}_{article.pk}",
        "archive, one year": f"/?date={day:%Y}",
        "archive, one month": f"/?date={day:%Y-%m}",
        "archive, filed from": f"/?filed_from={place.slug}",
        "archive, about and person": f"/?about={place.slug}&person={person.slug}",
        "archive, exclusions": f"/?not_about={place.slug}&not_person={person.slug}",
        "archive, common word": f"/?q={made_word(2)}",
        "archive, two words": f"/?q={made_word(5)}+{made_word(400)}",
        "archive, rare word": f"/?q={made_word(2999)}",
        "archive, no hits": f"/?q=unheard&date={day:%Y}&about={place.slug}",
        "archive, bad value": "/?date=2023-99-99",
        "dates": "/dates/",
        "year": f"/{day:%Y}/",
        "month": f"/{day:%Y/%m}/",
        "day": f"/{day:%Y/%m/%d}/",
        "places": "/places/",
        "people": "/people/",
        "organisations": "/organisations/",
        "place": place.get_absolute_url(),
        "country": place.parent.get_absolute_url(),
        "place, filed from": f"{place.get_absolute_url()}?show=filed_from",
        "person": person.get_absolute_url(),
        "person's feed": f"{person.get_absolute_url()}feed/",
        "article": article.get_absolute_url(),
        "article, names marked": f"{article.get_absolute_url()}?names=1",
        "help": "/help/",
    }


def time_pages(rounds: int) -> bool:
    """Print a line for each page; return whether all were quick enough."""
    client = Client()
    pages = addresses()
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds + 1):
        for name, address in pages.items():
            start = perf_counter()
            response = client.get(address)
            if number:  # the first round warms caches up
                times[name].append((perf_counter() - start) * 1000)
            assert response.status_code == 200, (address, response.status_code)
    empty = median(times["empty view"])
    print(f"{'page':28}{'median ms':>10}{'slowest':>9}{'queries':>9}{'× empty view':>14}")
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        middle = median(times[name])
        print(f"{name:28}{middle:10.1f}{max(times[name]):9.1f}{len(queries):9}{middle / empty:14.0f}")
    return all(median(found) < ALLOWED_MS for found in times.values())


def run(articles: int, rounds: int) -> bool:
    setup_test_environment()
    database = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        make_archive(articles, paragraphs=12)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(ROOT_URLCONF=__name__, STORAGES=plain, DEBUG=False):
            print(f"{Article.objects.count()} articles, {rounds} rounds")
            return time_pages(rounds)
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(0 if run(*given, *(6000, 15)[len(given) :]) else 1)
