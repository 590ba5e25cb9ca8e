"""A feed's drop folder: what arrives in it is imported until somebody says stop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import monotonic

from articles.importing.batches import Done
from articles.importing.importer import Options, Seen, import_paths
from articles.ingest.article import Problem
from articles.ingest.files import files_below
from articles.models import ImportRun

SECONDS_BETWEEN_LOOKS = 1.0
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", "~")
"""How those who write in place name a file until it is whole; others rename it from a hidden name."""

Stamp = tuple[int, int, int]


def watch(
    folder: str,
    options: Options,
    stop: Event,
    imported: Callable[[ImportRun, float], object] = lambda run, started: None,
    done: Done = lambda file: None,
    seen: Seen = lambda parsed: None,
) -> None:
    """Import each file that comes to the folder, once it is whole, until `stop` is set.

    `imported` hears of each run, and when it started by the monotonic clock. A file is whole when its size and time are
    the same at two looks. One that is changed later is imported again.
    """
    before: dict[str, Stamp] = {}
    brought: dict[str, Stamp] = {}
    while True:
        there = dict(_files(folder))
        ready = [path for path, stamp in there.items() if before.get(path) == stamp != brought.get(path)]
        if ready:
            started = monotonic()
            imported(import_paths(sorted(ready), options, done, seen), started)
            brought |= {path: there[path] for path in ready}
        brought = {path: stamp for path, stamp in brought.items() if path in there}
        before = there
        if stop.wait(SECONDS_BETWEEN_LOOKS):
            return


def _files(folder: str) -> Iterator[tuple[str, Stamp]]:
    for path in files_below([folder]):
        if isinstance(path, Problem) or Path(path).name.lower().endswith(UNFINISHED):
            continue
        try:
            status = os.stat(path)
        except OSError:
            continue  # moved away between listing and looking
        yield path, (status.st_ino, status.st_size, status.st_mtime_ns)
