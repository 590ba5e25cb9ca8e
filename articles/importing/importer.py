"""From paths to the archive: read, find entities, save in batches, and keep the account of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, islice
from typing import Any

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection
from django.db.models import F

from articles.importing import import_runs, store
from articles.importing.batches import Batch, Done, batches
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.files import files_below
from articles.ingest.identity import Entry
from articles.ingest.preparing import pieces, prepare
from articles.ingest.source import MEGABYTE, Limits, Reading
from articles.ingest.workers import preparer
from articles.models import ImportRun
from articles.tallying import fold

WRITERS = 2
PIECES_A_JOB = 4
BATCHES_FOLDED = 25
"""After so many batches the differences they made to tallies are folded, so that questions have few to add up."""

Parsed = ParsedArticle | Problem
Seen = Callable[[Parsed], object]


@dataclass(frozen=True, slots=True)
class Options:
    """How to read, and whether to look for entities, in how many processes; with one, the importing process does.

    Without `skip_known`, files that were brought in before are read again, for those who want to see what is in them.
    """

    reading: Reading = Reading()
    entities: bool = True
    jobs: int = 1
    skip_known: bool = True

    def as_json(self) -> dict[str, object]:
        reading = self.reading
        received = reading.received.isoformat() if reading.received else None
        columns = dict(reading.columns)
        how = {"received": received, "encoding": reading.encoding, "columns": columns, "entities": self.entities}
        return how | ({"names": dict(reading.names)} if reading.names else {})

    @classmethod
    def from_json(cls, written: dict[str, Any], jobs: int) -> Options:
        received = date.fromisoformat(written["received"]) if written.get("received") else None
        columns, names = written.get("columns", {}), written.get("names", {})
        reading = Reading(received, written.get("encoding", ""), columns, limits(), names)
        return cls(reading, written.get("entities", True), jobs)


def limits() -> Limits:
    """Return the most an import takes from outside, as the settings have it."""
    return Limits(
        file_bytes=settings.IMPORT_FILE_MB * MEGABYTE,
        depth=settings.IMPORT_DEPTH,
        unfolded_bytes=settings.IMPORT_UNFOLDED_MB * MEGABYTE,
        unfolded_ratio=settings.IMPORT_UNFOLDED_RATIO,
        members=settings.IMPORT_MEMBERS,
    )


def parse_paths(files: Iterable[str | Problem], options: Options, done: Done = lambda file: None) -> Iterator[Parsed]:
    """Yield what the files hold, without touching the database; `done` hears of each file after it."""
    for piece in pieces(files, options.reading):
        for prepared in prepare(piece.items, options.reading, entities=False):
            yield from prepared.problems
            yield from (each.article for each in prepared.entries)
        for file in piece.ends:
            done(file)


def import_paths(
    paths: list[str], options: Options, done: Done = lambda file: None, seen: Seen = lambda parsed: None
) -> ImportRun:
    """Bring the articles below `paths` into the archive and return the run with its counts.

    Each batch is committed with the counts it adds, so that an import cut short can simply be run again. `done` hears
    of each file, `seen` of each article and problem. An exception marks the run interrupted and goes on to the caller.
    """
    run = ImportRun(paths=[store.storable(path) for path in paths], options=options.as_json())
    return _import(import_runs.begin(run), files_below(paths), options, done, seen)


def resume(run: ImportRun, jobs: int, done: Done = lambda file: None, seen: Seen = lambda parsed: None) -> ImportRun:
    """Go on with a run that was cut short, after the last file it had brought in whole, and return it."""
    options = Options.from_json(run.options, jobs)
    return _import(import_runs.begin(run), files_left(run), options, done, seen)


def files_left(run: ImportRun) -> Iterator[str | Problem]:
    """Yield the files a run has not brought in whole; all of them, if the last one it had is not there any more."""
    if run.read_up_to in files_below(run.paths):
        return islice(dropwhile(lambda file: file != run.read_up_to, files_below(run.paths)), 1, None)
    return files_below(run.paths)


def _import(run: ImportRun, files: Iterable[str | Problem], options: Options, done: Done, seen: Seen) -> ImportRun:
    # Of two cores the database keeps one busy: to read in other processes then costs more than it gains.
    jobs = options.jobs if options.entities or options.jobs > 2 else 1
    ahead = PIECES_A_JOB * jobs if jobs > 1 else 0
    try:
        with preparer(jobs) as prepare:
            found = batches(files, options.reading, options.entities, prepare, ahead, done, options.skip_known)
            _save_all(found, run, seen)
    except BaseException:
        # With the database gone the run stays "running"; the reason it ended is the one to be told.
        with suppress(DatabaseError):
            import_runs.close(run, ImportRun.State.INTERRUPTED)
        raise
    import_runs.close(run, ImportRun.State.FINISHED)
    fold(wait=False)
    return run


def _save_all(batches: Iterator[Batch], run: ImportRun, seen: Seen) -> None:
    """Save the first batch here, and the others in threads: while PostgreSQL indexes one, the next is read."""
    for batch in islice(batches, 1):
        _save(batch, run, seen)
        _note_progress(run, batch)
    waiting: deque[tuple[Batch, Future[None]]] = deque()
    with ThreadPoolExecutor(WRITERS) as writers:
        try:
            for number, batch in enumerate(batches, 1):
                waiting.append((batch, writers.submit(_save_in_thread, batch, run, seen)))
                while len(waiting) > WRITERS:
                    _wait_for(waiting, run)
                if number % BATCHES_FOLDED == 0:
                    fold(wait=False)
            while waiting:
                _wait_for(waiting, run)
        except BaseException:
            for _, each in waiting:
                each.cancel()
            raise


def _wait_for(waiting: deque[tuple[Batch, Future[None]]], run: ImportRun) -> None:
    """Wait for the earliest batch; all before it are committed."""
    batch, saved = waiting.popleft()
    saved.result()
    _note_progress(run, batch)


def _note_progress(run: ImportRun, batch: Batch) -> None:
    if batch.read_up_to:
        ImportRun.objects.filter(pk=run.pk).update(read_up_to=store.storable(batch.read_up_to))


def _save_in_thread(batch: Batch, run: ImportRun, seen: Seen) -> None:
    try:
        _save(batch, run, seen)
    finally:
        connection.close()


def _save(batch: Batch, run: ImportRun, seen: Seen) -> None:
    problems = list(batch.problems)
    try:
        saved = store.save_batch(batch.entries, run, batch.files)
    except (DataError, IntegrityError):
        saved = _save_singly(batch.entries, problems, run)
    store.save_problems(problems, run)
    for parsed in [*problems, *(each.article for each in batch.entries)]:
        seen(parsed)
    refused = len(problems) - len(batch.problems)
    ImportRun.objects.filter(pk=run.pk).update(
        created=F("created") + saved.created,
        updated=F("updated") + saved.updated,
        unchanged=F("unchanged") + batch.known + len(batch.entries) - saved.created - saved.updated - refused,
        unreadable=F("unreadable") + len(problems),
    )


def _save_singly(entries: list[Entry], problems: list[Problem], run: ImportRun) -> store.Saved:
    """One article the database refuses must not take its batch with it."""
    created = updated = 0
    for each in entries:
        try:
            saved = store.save_batch([each], run)
        except (DataError, IntegrityError) as error:
            reason = str(error).partition("\n")[0]
            problems.append(Problem(each.article.file, f"refused by the database: {reason}"))
        else:
            created += saved.created
            updated += saved.updated
    return store.Saved(created, updated)
