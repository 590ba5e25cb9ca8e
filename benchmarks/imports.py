"""Time imports of stories of the founding story's size: make bench-import (ARGS= the number of stories, 3000 if not said)

Writes the stories (22 paragraphs, 3 captions, 5 related headlines, 7.5 kB) to a folder of its own and imports them into
a throw-away test database, without entities, again unchanged, and with entities on all cores. Beside it, in the same minute and on
the same rows: COPY into copies of the same tables with all their indexes; `bulk_create` of the articles and their parts; and
`update_or_create` of each, row by row (a tenth of them). Every row but COPY begins with reading the files. Prints articles a second and ratios.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.db import connection, models, transaction  # noqa: E402

from articles.importing.importer import Options, import_paths, parse_paths  # noqa: E402
from articles.importing.store import PARAGRAPH_BREAK  # noqa: E402
from articles.ingest.files import files_below  # noqa: E402
from articles.ingest.identity import Entry, entry  # noqa: E402
from articles.ingest.workers import cores  # noqa: E402
from articles.models import Agency, Article, Caption, DatelinePlace, Original, RelatedHeadline, Story  # noqa: E402

WORDS = """
le la les des un une pont port ville navire ferry maire accord sommet région délégué président conseil usine grève a déclaré
annoncé ouvert fermé reporté signé dans selon avec après pour depuis contre deux trois mille près cœur été
""".split()
PARAGRAPHS, PARAGRAPH_LETTERS = 22, 290
TABLES = (Story, Article, Original, Caption, RelatedHeadline, DatelinePlace)
BULK = 500


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


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def copied(count: int) -> float:
    """Copy the imported rows out, and time how long they take back into empty tables with the same indexes."""
    taken = 0.0
    with connection.cursor() as cursor, TemporaryDirectory() as folder:
        for table in TABLES:
            quote = connection.ops.quote_name
            columns = ", ".join(quote(field.column) for field in table._meta.concrete_fields if not field.generated)
            path = Path(folder) / "rows"
            with path.open("w+b") as rows:
                cursor.copy_expert(f"COPY (SELECT {columns} FROM {quote(table._meta.db_table)}) TO STDOUT", rows)
                cursor.execute(f"CREATE TABLE copied (LIKE {quote(table._meta.db_table)} INCLUDING ALL)")
                rows.seek(0)
                start = perf_counter()
                cursor.copy_expert(f"COPY copied ({columns}) FROM STDIN", rows)
                taken += perf_counter() - start
            cursor.execute("SELECT count(*) FROM copied")
            assert cursor.fetchone()[0] >= (count if table is Article else 0)
            cursor.execute("DROP TABLE copied")
    return taken


def parsed(folder: str) -> list[Entry]:
    return [entry(each) for each in parse_paths(files_below([folder]), Options())]


def values(each: Entry, agency: Agency) -> dict[str, object]:
    article = each.article
    return {
        "fingerprint": each.fingerprint,
        "agency": agency,
        "language": article.language,
        "version_label": article.version_label,
        "version": article.version,
        "headline": article.headline,
        "dateline": article.dateline.text,
        "date": article.dateline.date,
        "date_from": article.dateline.date_from,
        "contacts": list(article.contacts),
        "body": PARAGRAPH_BREAK.join(article.paragraphs),
        "end_mark": article.end_mark,
    }


def parts(article: Article, each: Entry) -> dict[type[models.Model], list[dict[str, object]]]:
    """The rows that belong to an article, by their model."""
    found = each.article
    return {
        Original: [{"file": found.file, "encoding": found.encoding, "content": found.original, "format": found.format}],
        Caption: [
            {
                "position": position,
                "paragraph": caption.paragraph,
                "text": caption.text,
                "restriction": caption.restriction,
            }
            for position, caption in enumerate(found.captions)
        ],
        RelatedHeadline: [
            {"position": position, "headline": related.headline, "version": related.version}
            for position, related in enumerate(found.related)
        ],
        DatelinePlace: [
            {"position": position, "as_filed": place} for position, place in enumerate(found.dateline.places)
        ],
    }


def bulk_created(folder: str) -> None:
    """The articles of the folder brought in with bulk_create, in batches."""
    agency, _ = Agency.objects.get_or_create(name="Yonhap", slug="yonhap")
    entries = parsed(folder)
    for start in range(0, len(entries), BULK):
        batch = entries[start : start + BULK]
        with transaction.atomic():
            stories = Story.objects.bulk_create([Story() for _ in batch])
            articles = Article.objects.bulk_create(
                Article(identity=each.identity, story=story, **values(each, agency))
                for each, story in zip(batch, stories, strict=True)
            )
            for model in TABLES[2:]:
                model.objects.bulk_create(
                    model(article=article, **row)
                    for article, each in zip(articles, batch, strict=True)
                    for row in parts(article, each)[model]
                )


def updated_or_created(folder: str, count: int) -> None:
    """Articles of the folder brought in with update_or_create, row by row."""
    agency, _ = Agency.objects.get_or_create(name="Yonhap", slug="yonhap")
    for each in parsed(folder)[:count]:
        article, _ = Article.objects.update_or_create(
            identity=each.identity,
            defaults=values(each, agency),
            create_defaults={**values(each, agency), "story": Story.objects.create()},
        )
        for model, rows in parts(article, each).items():
            for row in rows:
                key = {"position": row["position"]} if "position" in row else {"file": row["file"]}
                model.objects.update_or_create(article=article, **key, defaults=row)


def emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_story, articles_importedfile, articles_sketchkey CASCADE")
        cursor.execute("VACUUM")
        cursor.execute("CHECKPOINT")


def run(count: int) -> None:
    database = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with TemporaryDirectory() as folder, TemporaryDirectory() as tenth:
            for number in range(count):
                text = story(number)
                Path(folder, f"{number:06}.txt").write_text(text, encoding="utf-8")
                if number % 10 == 0:
                    Path(tenth, f"{number:06}.txt").write_text(text, encoding="utf-8")
            import_paths([tenth], Options(entities=False))
            emptied()
            bare = Options(entities=False, jobs=cores())
            first = timed(lambda: import_paths([folder], bare))
            rates = {"import": 0.0}
            assert Article.objects.count() == count
            rates["the same again, unchanged"] = count / timed(lambda: import_paths([folder], bare))
            rates["COPY"] = count / copied(count)
            emptied()
            rates["bulk_create"] = count / timed(lambda: bulk_created(folder))
            assert Article.objects.count() == count
            emptied()
            few = len(os.listdir(tenth))
            rates["update_or_create"] = few / timed(lambda: updated_or_created(tenth, few))
            emptied()
            # The mean of one at the beginning and one at the end, should the machine change its pace meanwhile.
            rates["import"] = 2 * count / (first + timed(lambda: import_paths([folder], bare)))
            emptied()
            rates["import with entities"] = count / timed(lambda: import_paths([folder], Options(jobs=cores())))
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
    print(f"{count:,} stories, {cores()} cores, PostgreSQL on the same")
    print(f"{'':28}{'articles/s':>12}{'import is':>12}")
    for name, rate in rates.items():
        print(f"{name:28}{rate:12,.0f}{rates['import'] / rate:11.2f}×")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
