"""The pages beside the searches: the deepest page of the list, an article, one that still holds, Korean in the database."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.search_speed import empty_site, newsroom_side
from benchmarks.search_speed.generated import FIRST_DAY, Archive

ROUNDS, REQUESTS, READERS = 15, 400, 4
SITE = f"http://127.0.0.1:{newsroom_side.PORT}"


def report(folder: Path, archive: Archive, ask: Callable[[str], tuple[float, bytes]]) -> None:
    """Print what the table asks of single pages."""
    deepest = f"{SITE}/?before={FIRST_DAY.replace(month=2)}_40"
    first, last = (median(ask(address)[0] for _ in range(ROUNDS)) for address in (f"{SITE}/", deepest))
    print(f"deepest page of the list: {last:.1f} ms, first page {first:.1f} ms: {last / first:.2f}")
    empty, article = rate(empty_site.ADDRESS), rate(an_article(ask))
    again = rate(an_article(ask), revalidating=True)
    print(f"answers a second: empty view {empty:.0f}, article {article:.0f} ({article / empty:.3f} of it),")
    print(f"  the article again, unchanged, {again:.0f} ({again / article:.1f} times the article)")
    print(f"two Korean letters in the database: {korean(folder, archive):.1f} ms")


def an_article(ask: Callable[[str], tuple[float, bytes]]) -> str:
    """Return the address of an article of the first page."""
    return SITE + re.search(rb'<h3[^>]*><a href="([^"]+)"', ask(f"{SITE}/")[1])[1].decode()


def rate(address: str, *, revalidating: bool = False) -> float:
    """Return how many answers a second four readers get over connections they keep."""
    parts = urlsplit(address)
    headers = {"If-None-Match": _tag(address)} if revalidating else {}

    def read(number: int) -> None:
        connection = HTTPConnection(parts.hostname, parts.port, timeout=60)
        for _ in range(REQUESTS // READERS):
            connection.request("GET", parts.path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == (304 if revalidating else 200), (address, answer.status)
        connection.close()

    for _warm in range(2):
        start = time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            list(readers.map(read, range(READERS)))
    return REQUESTS / (time.perf_counter() - start)


def _tag(address: str) -> str:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["ETag"]


def korean(folder: Path, archive: Archive) -> float:
    """Return how many milliseconds the newest thirty articles with two letters in a row take in the database."""
    os.environ["NEWSROOM_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.db import connection

    from articles.filters import ArticleFilter
    from articles.models import Article
    from articles.planning import by_index

    word = next(word for word in archive.words["ko"][2000:] if len(word) == 2)
    asked = ArticleFilter({"q": word}, queryset=Article.objects.all())
    asked.is_valid()
    times = []
    for _ in range(ROUNDS):
        with by_index():
            start = time.perf_counter()
            list(asked.found().newest_first().values_list("pk")[:30])
            times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return median(times)
