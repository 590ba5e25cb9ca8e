"""The generated archive in Newsroom's own database, and its site through gunicorn."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from benchmarks.search_speed.generated import AGENCIES, PERSONS, PLACES, Archive, Story

ROOT = Path(__file__).resolve().parents[2]
ROWS_AT_ONCE = 500
PORT = 8471
WRITERS = 2
COLUMNS = (
    "id story_id agency_id language guid status version_label version headline subheadline note nonpublic_note timestamp "
    "dateline region date date_from bylines contacts body end_mark signoff copyright keywords imported_at edited_fields "
    "identity fingerprint caption_text entity_ids filed_from_ids revision slugline usage_terms subjects"
).split()


def environment(folder: Path) -> dict[str, str]:
    """The settings of a site whose data lie in the folder."""
    return os.environ | {"NEWSROOM_VAR": str(folder), "PORT": str(PORT), "WEB_WORKERS": "2"}


def build(folder: Path, archive: Archive) -> float:
    """Bring the archive into a database in the folder, and return how many seconds that took."""
    start = perf_counter()
    os.environ["NEWSROOM_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        _make_names(archive)
        indexes = _drop_indexes(cursor)
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(
            "INSERT INTO articles_story (id, created_at) SELECT number, now() FROM generate_series(1, %s) number",
            [archive.stories],
        )
        cursor.execute("ALTER TABLE articles_article DISABLE TRIGGER USER")
        stories = iter(archive)
        while rows := "".join(map(_row, islice(stories, ROWS_AT_ONCE))):
            cursor.copy_expert(f"COPY articles_article ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(rows))
        cursor.execute("ALTER TABLE articles_article ENABLE TRIGGER USER")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE articles_article")
        call_command("tallies", rebuild=True, verbosity=0)  # no trigger has kept them
        cursor.execute("SELECT setval(pg_get_serial_sequence('articles_article', 'id'), %s)", [archive.stories])
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return perf_counter() - start


def served(folder: Path) -> subprocess.Popen[bytes]:
    """Start the site over the folder's database, at PORT."""
    command = [sys.executable, str(ROOT / "manage.py"), "serve"]
    return subprocess.Popen(command, env=environment(folder), stdout=subprocess.DEVNULL)


def _make_names(archive: Archive) -> None:
    from articles.models import Agency, Alias, Entity

    Agency.objects.bulk_create(
        [Agency(id=number + 1, name=name, slug=name.lower()) for number, name in enumerate(AGENCIES)]
    )
    places = [
        Entity(id=number + 1, kind="place", key=f"bench:place:{number}", name=f"Place {number}", slug=f"place-{number}")
        for number in range(PLACES)
    ]
    named = [
        Entity(
            id=PLACES + number + 1,
            kind="person" if number < PERSONS else "organisation",
            key=f"bench:{number}",
            name=name,
            slug=name.lower().replace(" ", "-"),
        )
        for number, name in enumerate(archive.entity_names)
    ]
    Entity.objects.bulk_create([*places, *named], batch_size=2000)
    Alias.objects.bulk_create([Alias(entity_id=each.id, name=each.name) for each in [*places, *named]], batch_size=2000)


def _drop_indexes(cursor: object) -> list[str]:
    """Drop what can be built after the load, and return the statements that build it."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'articles_article' AND indexdef NOT LIKE '%UNIQUE%'"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _row(story: Story) -> str:
    named = sorted({PLACES + 1 + each for each in story.named} | {1 + each for each in story.about})
    values = {
        "id": story.number + 1,
        "story_id": story.running + 1,
        "agency_id": story.agency + 1,
        "language": story.language,
        "status": "usable",
        "version": story.version,
        "version_label": f"{story.version}e LD" if story.version else "",
        "headline": story.headline,
        "dateline": f"PLACE {story.place}, {story.day} ({AGENCIES[story.agency]}) --",
        "date": story.day,
        "date_from": "dateline",
        "body": "\\n\\n".join(story.paragraphs),
        "imported_at": f"{story.day} 12:00+00",
        "identity": f"text:{story.number}",
        "fingerprint": str(story.number),
        "entity_ids": _array(named),
        "filed_from_ids": _array([story.place + 1]),
    }
    arrays = dict.fromkeys(("bylines", "contacts", "keywords", "edited_fields", "subjects"), "{}")
    return "\t".join(str((arrays | values).get(column, "")) for column in COLUMNS) + "\n"


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def address(words: str) -> str:
    """The address of the first page of a search."""
    return f"http://127.0.0.1:{PORT}/?{urlencode({'q': words})}"
