"""Time imports of stories of the founding story's size: python benchmarks/imports.py [STORIES]

Writes the stories (22 paragraphs, 3 captions, 5 related headlines, 7.5 kB) to a folder of its own and imports them into
a throw-away test database: without entities, again unchanged, and with entities. Prints articles a second, and the time
in proportion to COPY of the same rows into a copy of the article table with all its indexes, run in the same minute.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.db import connection  # noqa: E402

from articles.importer import Options, import_paths  # noqa: E402
from articles.models import Article  # noqa: E402

WORDS = """
le la les des un une pont port ville navire ferry maire accord sommet région délégué président conseil usine grève a déclaré
annoncé ouvert fermé reporté signé dans selon avec après pour depuis contre deux trois mille près cœur été
""".split()
PARAGRAPHS, PARAGRAPH_LETTERS = 22, 290


def story(number: int) -> str:
    """Return a story in the founding form, about 7.5 kB of French-like words, different for every number."""
    chance = random.Random(number)
    lines = [f"(LEAD) Accord {number} sur le pont", "SEOUL, 13 sept. (Yonhap) -- " + _sentence(chance)]
    for paragraph in range(1, PARAGRAPHS):
        if paragraph in (6, 13, 17):
            lines += ["", f"Le pont {paragraph} de Busan le mercredi 13 septembre 2023. (Redistribution interdite)"]
        lines.append(_sentence(chance))
    related = [line for item in range(5) for line in ("-", f"Pont {number + item} rouvert à la circulation")]
    return "\n".join([*lines, "ada.lind@example.com", "(FIN)", *related])


def _sentence(chance: random.Random) -> str:
    words = []
    while sum(map(len, words)) + len(words) < PARAGRAPH_LETTERS:
        # A third are rare words, so that there are as many different ones as in real copy.
        words.append(chance.choice(WORDS) if chance.random() < 0.66 else f"mot{chance.randrange(20_000)}")
    return " ".join(words).capitalize() + "."


def timed(folder: str, options: Options) -> float:
    start = perf_counter()
    import_paths([folder], options)
    return perf_counter() - start


def copied(count: int) -> float:
    """Copy the imported article rows out, and time how long they take back into an empty, indexed table."""
    kept = [field for field in Article._meta.concrete_fields if not field.generated and not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in kept)
    with connection.cursor() as cursor, TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        with path.open("w+b") as rows:
            cursor.copy_expert(f"COPY (SELECT {columns} FROM articles_article) TO STDOUT", rows)
            cursor.execute("CREATE TABLE copied (LIKE articles_article INCLUDING ALL)")
            rows.seek(0)
            start = perf_counter()
            cursor.copy_expert(f"COPY copied ({columns}) FROM STDIN", rows)
            taken = perf_counter() - start
        cursor.execute("SELECT count(*) FROM copied")
        assert cursor.fetchone() == (count,)
        cursor.execute("DROP TABLE copied")
    return taken


def run(count: int) -> None:
    database = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with TemporaryDirectory() as folder:
            for number in range(count):
                Path(folder, f"{number:06}.txt").write_text(story(number), encoding="utf-8")
            times = {"without entities": timed(folder, Options(entities=False))}
            assert Article.objects.count() == count
            times["the same again"] = timed(folder, Options(entities=False))
            reference = copied(count)
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE articles_story CASCADE")
            times["with entities"] = timed(folder, Options())
        print(f"{'import':20}{'articles/s':>12}{'× COPY':>9}")
        for name, taken in {"COPY, for reference": reference, **times}.items():
            print(f"{name:20}{count / taken:12.0f}{taken / reference:9.2f}")
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
