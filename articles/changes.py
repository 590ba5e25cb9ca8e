"""Whether the archive, or the program that shows it, has changed since a page was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

SHOWN_BY = ("articles", "newsroom", "templates", "static", "locale")


class Archive(NamedTuple):
    """How often what readers see has changed, and when last (None: never); when the last embargo that is over ended."""

    changes: int
    changed_at: datetime | None
    released_at: datetime | None = None


def archive_now() -> Archive:
    """Return the state of the archive as this connection sees it."""
    with connection.cursor() as cursor:
        cursor.execute(ARCHIVE, {"moment": timezone.now()})
        return Archive(*cursor.fetchone())


# Embargoes end without a row being changed. The last to end stands at one end of an index.
ARCHIVE = """
    SELECT COALESCE(sum(number), 0)::bigint, greatest(max(change.at), released.at), released.at
    FROM (SELECT max(embargoed_until) AS at FROM articles_article WHERE embargoed_until <= %(moment)s) AS released
    LEFT JOIN articles_change AS change ON true
    GROUP BY released.at
"""


@cache
def program() -> str:
    """Return a digest of the files that make the pages, and of the settings that show in them."""
    digest = hashlib.sha256(repr((settings.MAP_TILES, settings.TIME_ZONE, settings.DEBUG)).encode())
    for path in sorted(_files()):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for folder in SHOWN_BY:
        for path in (settings.BASE_DIR / folder).rglob("*"):
            if path.suffix in (".py", ".html", ".txt", ".xml", ".css", ".js", ".mo", ".json", ".sql"):
                yield path
