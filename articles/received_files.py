"""The files of an upload, until it is imported or discarded: kept under numbers, never under names they came with."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from django.conf import settings

from articles.models import Upload

A_DAY = 24 * 3600
LONGEST_NAME = 200


class Received(Protocol):
    """A file as it was sent: what it was called there, and where it lies."""

    name: str
    path: str


def folder(upload: Upload) -> Path:
    """Return where an upload's files are, and the log of the process that works on them."""
    return settings.UPLOADS / str(upload.pk)


def incoming() -> Path:
    """Return the folder for files that are being received, made if it is missing."""
    path = settings.UPLOADS / "incoming"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(upload: Upload, files: Sequence[Received]) -> None:
    """Move received files to the upload's folder; raises OSError."""
    place = folder(upload)
    place.mkdir(parents=True, mode=0o700)
    for number, file in enumerate(files):
        os.replace(file.path, _path(upload, number))


def paths(upload: Upload) -> dict[str, str]:
    """Return the addresses of an upload's files, by where they lie."""
    return {str(_path(upload, number)): name for number, name in enumerate(upload.names)}


def log(upload: Upload) -> Path:
    return folder(upload) / "log"


def delete(upload: Upload) -> None:
    """Remove the upload's files from the disk."""
    shutil.rmtree(folder(upload), ignore_errors=True)


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names as addresses: each in one line, of a sensible length, and no two the same."""
    found: list[str] = []
    for name in names:
        name = "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:] or "?"
        number, distinct_name = 2, name
        while distinct_name in found:
            distinct_name, number = f"{name} ({number})", number + 1
        found.append(distinct_name)
    return found


def sweep_incoming() -> None:
    """Remove what processes that were killed had begun to receive, or to copy."""
    for path in incoming().iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > A_DAY:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def kept() -> list[int]:
    """Return the numbers of the uploads that have a folder."""
    return [int(path.name) for path in settings.UPLOADS.iterdir() if path.name.isdecimal()]


def _path(upload: Upload, number: int) -> Path:
    return folder(upload) / f"{number:04}"
