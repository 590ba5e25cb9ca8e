"""Time comparisons: python benchmarks/comparing.py [PARAGRAPHS] [ROUNDS]

Compares two generated articles of 200 paragraphs in several ways of being rewritten, and makes the page of a story of
100 versions of 200 paragraphs in a throw-away test database. Prints the median and the slowest time in milliseconds, and the median of the time this process
itself worked, which other work on the machine does not lengthen.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from articles.comparing.comparison import Copy, compare  # noqa: E402
from articles.models import Story  # noqa: E402
from tests.makers import make_article  # noqa: E402

VERSIONS = 100
ALLOWED = {"comparison": 300, "story": 1000}


def words(chance: random.Random) -> list[str]:
    return [
        "".join(chance.choices(["ba", "ce", "di", "fo", "gu", "la"], k=chance.randrange(2, 6))) for _ in range(4000)
    ]


def article(chance: random.Random, known: Sequence[str], paragraphs: int) -> list[str]:
    """Return paragraphs of two sentences of some twenty words each, small words among them."""

    def sentence() -> str:
        found = [
            chance.choice(("the", "of", "to", "in", "a")) if chance.random() < 0.35 else chance.choice(known)
            for _ in range(20)
        ]
        return " ".join(found).capitalize() + f" {chance.randrange(1000)} people."

    return [f"{sentence()} {sentence()}" for _ in range(paragraphs)]


def rewritten(chance: random.Random, known: Sequence[str], paragraphs: Sequence[str], share: float) -> list[str]:
    """Return the paragraphs with a share of them reworded, half as many new, a tenth as many moved."""
    found = list(paragraphs)
    for place, text in enumerate(paragraphs):
        if chance.random() < share / 2:
            found[place] = article(chance, known, 1)[0]
        elif chance.random() < share:
            found[place] = " ".join(chance.choice(known) if chance.random() < 0.15 else word for word in text.split())
    for _ in range(int(len(found) * share / 10)):
        found.insert(chance.randrange(len(found)), found.pop(chance.randrange(len(found))))
    return found


def timed(name: str, ask: Callable[[], object], rounds: int, allowed: int) -> None:
    ask()
    times, own = [], []
    for _ in range(rounds):
        started, worked = perf_counter(), process_time()
        ask()
        times.append((perf_counter() - started) * 1000)
        own.append((process_time() - worked) * 1000)
    verdict = "" if median(own) <= allowed else f"  more than the {allowed} ms allowed"
    print(f"{name:<52}{median(times):>8.0f}{max(times):>8.0f}{median(own):>8.0f}{verdict}")


def comparisons(paragraphs: int, rounds: int) -> None:
    chance = random.Random(1)
    known = words(chance)
    before = article(chance, known, paragraphs)
    for name, share in (
        ("a lead with small changes", 0.1),
        ("half rewritten", 0.5),
        ("every paragraph rewritten", 1.0),
    ):
        pair = (
            Copy("A", "", before, language="en"),
            Copy("B", "", rewritten(chance, known, before, share), language="en"),
        )
        timed(f"{paragraphs} paragraphs, {name}", lambda pair=pair: compare(*pair), rounds, ALLOWED["comparison"])


def pages(paragraphs: int, rounds: int) -> None:
    chance = random.Random(2)
    known = words(chance)
    for name, share in (("small changes", 0.02), ("a tenth rewritten each time", 0.1)):
        story, body = Story.objects.create(), article(chance, known, paragraphs)
        for number in range(VERSIONS):
            made = make_article(story=story, version=number, version_label=f"{number}th LD", paragraphs=body)
            body = rewritten(chance, known, body, share)
        address = f"/stories/{story.pk}-{made.slug}/?history=1&dropped=1"
        client = Client()
        timed(f"story of {VERSIONS} versions, {name}", lambda: client.get(address), rounds, ALLOWED["story"])  # noqa: B023


def main() -> None:
    paragraphs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(f"{'':<52}{'median':>8}{'slowest':>8}{'own':>8}")
    comparisons(paragraphs, rounds)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment()
    database = connection.creation.create_test_db(verbosity=0)
    try:
        pages(paragraphs, rounds)
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
