"""Time merging where it is heaviest, and finding duplicates: python -m benchmarks.merging [ARTICLES] [ENTITIES]

Builds an archive in a throw-away test database, in which most articles name one person, and one place that lies in
the wrong country. Merges each into its double while a reader turns pages, and prints the seconds it took, the reader's
slowest page meanwhile, and the time to undo it. Then looks for likely duplicates among generated names.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from articles import decisions  # noqa: E402
from articles.models import Alias, Article, Decision, Entity  # noqa: E402
from articles.suggestions import likely_duplicates  # noqa: E402
from tests.makers import made_word, make_archive, make_person, make_place  # noqa: E402

ALLOWED_SECONDS = 10
ALLOWED_FOR_SUGGESTIONS = 2
TIMES = 50

COPIED = [
    field.column
    for field in Article._meta.concrete_fields
    if not field.generated and field.column not in ("id", "identity", "fingerprint", "entity_ids", "filed_from_ids")
]
# As an import writes them: with the ids the triggers would fill in, so that these find nothing to do.
COPIES = """
    INSERT INTO articles_article ({columns}, identity, fingerprint, entity_ids, filed_from_ids)
    SELECT {columns}, identity || '#' || number, lpad(id || '#' || number, 64, '0'), %(ids)s::bigint[], '{{}}'
    FROM articles_article CROSS JOIN generate_series(1, %(times)s) AS number
"""
MENTIONS = """
    INSERT INTO articles_mention (article_id, entity_id, zone, part, start, "end", text)
    SELECT article.id, named, 'body', 0, 0, 5, 'Doubl'
    FROM articles_article AS article CROSS JOIN unnest(%(named)s) AS named WHERE entity_ids @> %(named)s::bigint[]
"""


class Reader:
    """Somebody who turns the pages of an entity while a librarian decides about it."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        self.times: list[float] = []
        self._gone = Event()
        self._thread = Thread(target=self._read)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._gone.set()
        self._thread.join()

    def _read(self) -> None:
        client = Client()
        while not self._gone.is_set():
            for address in self.addresses:
                start = perf_counter()
                assert client.get(address, follow=True).status_code == 200
                self.times.append(perf_counter() - start)
        connection.close()


def of_merging(name: str, target: Entity, source: Entity) -> float:
    """Merge, undo, print both times; return the seconds merging took."""
    pages = [source.get_absolute_url(), target.get_absolute_url(), "/"]
    with Reader(pages) as alone:
        while len(alone.times) < 6:
            pass_time()
    with Reader(pages) as reader:
        start = perf_counter()
        decision = decisions.merge(target, [source], None)
        merged = perf_counter() - start
        while len(reader.times) < 3:
            pass_time()
    assert Article.objects.mentioning(Entity.objects.get(pk=target.pk)).count() == source.mentions.count()
    start = perf_counter()
    decisions.undo(Decision.objects.get(pk=decision.pk), None)
    undone = perf_counter() - start
    print(
        f"{name:42} {merged:6.2f} s to merge, {undone:6.2f} s to undo; a reader's page meanwhile: median"
        f" {median(reader.times) * 1000:.0f} ms, slowest {max(reader.times) * 1000:.0f} ms"
        f" (otherwise {median(alone.times) * 1000:.0f} and {max(alone.times) * 1000:.0f} ms)",
        flush=True,
    )
    return merged


def pass_time() -> None:
    Event().wait(0.01)


def fill_archive(articles: int, named: list[Entity]) -> None:
    """Write the articles, copies of generated ones, each naming the entities."""
    make_archive(max(1, articles // TIMES), paragraphs=12)
    parameters = {
        "times": TIMES,
        "named": [entity.pk for entity in named],
        "ids": sorted(pk for entity in named for pk in (entity.pk, entity.parent_id) if pk),
    }
    with connection.cursor() as cursor:
        cursor.execute(COPIES.format(columns=", ".join(f'"{column}"' for column in COPIED)), parameters)
        cursor.execute(MENTIONS, parameters)
        cursor.execute("VACUUM ANALYZE")


def of_suggestions(number: int) -> float:
    """Make persons and organisations, some of them twice, and return the seconds the slower list takes."""
    chance = random.Random(1)
    words = [made_word(n).title() for n in range(4000)]
    slowest = 0.0
    for kind in ("person", "organisation"):
        rows = []
        for n in range(number // 2):
            name = " ".join(chance.choice(words) for _ in range(chance.randint(2, 4)))
            rows += [Entity(kind=kind, key=f"{kind}:g{n}", name=name, slug=f"g{n}")]
        for n in range(number // 100):
            rows += [Entity(kind=kind, key=f"{kind}:d{n}", name=chance.choice(rows).name.upper(), slug=f"d{n}")]
        Entity.objects.bulk_create(rows, batch_size=5000)
        Alias.objects.bulk_create((Alias(entity=row, name=row.name) for row in rows), batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    for kind in ("person", "organisation", "place"):
        start = perf_counter()
        found = likely_duplicates(kind)
        seconds = perf_counter() - start
        names = Entity.objects.of_kind(kind).count()
        print(f"likely duplicates among {names} of kind {kind:14} {seconds:6.2f} s for {len(found)} pairs")
        slowest = max(slowest, seconds)
    return slowest


def run(articles: int, entities: int) -> bool:
    setup_test_environment()
    database = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        person, doubled = make_person("Doubled Person"), make_person("Doubled Person Again")
        place = make_place("Doubled Place", parent=make_place("Right Country", place_type="country"))
        misplaced = make_place("Misplaced Place", parent=make_place("Wrong Country", place_type="country"))
        fill_archive(articles, [doubled, misplaced])
        plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(STORAGES=plain, DEBUG=False):
            print(f"{articles} articles, each naming the merged")
            merged = of_merging("a person", person, doubled)
            misplaced_merged = of_merging("a place in the wrong country", place, misplaced)
        suggested = of_suggestions(entities)
        return max(merged, misplaced_merged) < ALLOWED_SECONDS and suggested < ALLOWED_FOR_SUGGESTIONS
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(0 if run(*given, *(100_000, 100_000)[len(given) :]) else 1)
