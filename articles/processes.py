"""Work too long for a web page: done in a process of its own, told from one that died by the lock it holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.db import connection
from django.utils import timezone

UPLOADS = 0x1D9F
RETRIES = 0x1DA0
"""The classes of the advisory locks held by processes that work on an upload, or read a problem file again."""

STARTS_WITHIN = timedelta(seconds=60)
AT_ONCE = 64 * 1024


def start(command: str, number: int, log: Path) -> None:
    """Run `manage.py COMMAND NUMBER` in a process that outlives this one; what it says goes to the log."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            [*_manage(command), str(number)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    Thread(target=process.wait, daemon=True).start()  # else it would stay a zombie of the web process


@contextmanager
def holding(kind: int, number: int) -> Iterator[bool]:
    """Hold what the number stands for while working on it; False if another process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, number % 2**31])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, number % 2**31])


def has_died(kind: int, number: int, since: datetime) -> bool:
    """Return whether nobody works on it, though there was time to begin."""
    return timezone.now() - since > STARTS_WITHIN and not is_held(kind, number)


def is_held(kind: int, number: int) -> bool:
    """Return whether a process works on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s AND objid = %s)",
            [kind, number % 2**31],
        )
        return cursor.fetchone()[0]


class Output:
    """What a command writes, in parts as they come; the command ends with whoever reads it."""

    def __init__(self, command: str, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [*_manage(command), *arguments],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        self._first = self._read()

    @property
    def is_empty(self) -> bool:
        return not self._first

    def __iter__(self) -> Iterator[bytes]:
        part = self._first
        while part:
            yield part
            part = self._read()

    def close(self) -> None:
        self._process.kill()
        self._process.stdout.close()
        self._process.wait()

    def _read(self) -> bytes:
        return self._process.stdout.read1(AT_ONCE)


def _manage(command: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), command]
