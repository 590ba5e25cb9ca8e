"""The generated archive in SQLite as a user of Datasette would have it: full-text index and facets of its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from benchmarks.search_speed.generated import AGENCIES, PERSONS, Archive

PORT = 8472
SCHEMA = """
    CREATE TABLE story (
        id INTEGER PRIMARY KEY, day TEXT, month TEXT, language TEXT, agency TEXT, place TEXT,
        about TEXT, persons TEXT, organisations TEXT, headline TEXT, body TEXT
    );
    CREATE VIRTUAL TABLE story_fts USING fts5 (headline, body, content=story, content_rowid=id);
"""
INDEXES = "".join(
    f"CREATE INDEX story_{column} ON story ({column});" for column in ("day", "month", "language", "agency", "place")
)
FACETS = [("_facet", name) for name in ("month", "language", "agency", "place")] + [
    ("_facet_array", name) for name in ("persons", "organisations")
]


def build(folder: Path, archive: Archive) -> float:
    """Bring the archive into a database in the folder, and return how many seconds that took."""
    start = perf_counter()
    database = sqlite3.connect(folder / "bench.db")
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    database.executemany(f"INSERT INTO story VALUES ({', '.join('?' * 11)})", _rows(archive))
    database.executescript(INDEXES + "INSERT INTO story_fts (story_fts) VALUES ('rebuild'); ANALYZE;")
    database.commit()
    database.close()
    return perf_counter() - start


def served(folder: Path) -> subprocess.Popen[bytes]:
    """Start Datasette over the folder's database, at PORT, with the limits it comes with."""
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(folder / "bench.db"), "--port", str(PORT)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def address(words: str) -> str:
    """The address of the first page of a search: the newest 20, with six facets."""
    asked = [("_search", words), ("_searchmode", "raw"), ("_fts_table", "story_fts"), ("_fts_pk", "id")]
    return f"http://127.0.0.1:{PORT}/bench/story?{urlencode([*asked, ('_sort_desc', 'id'), ('_size', '20'), *FACETS])}"


def _rows(archive: Archive) -> Iterator[tuple]:
    names = archive.entity_names
    for story in archive:
        named = sorted(set(story.named))
        yield (
            story.number + 1,
            story.day.isoformat(),
            f"{story.day:%Y-%m}",
            story.language,
            AGENCIES[story.agency],
            f"Place {story.place}",
            json.dumps([f"Place {each}" for each in sorted(set(story.about))]),
            json.dumps([names[each] for each in named if each < PERSONS]),
            json.dumps([names[each] for each in named if each >= PERSONS]),
            story.headline,
            "\n\n".join(story.paragraphs),
        )
