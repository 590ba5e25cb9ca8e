"""From paths to the archive: read, find entities, save in batches, and keep the account of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import dropwhile, islice
from typing import Any

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection
from django.db.models import F

from articles import import_runs, store
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.extractors import Extractor, extractor
from articles.ingest.files import files_below, opened
from articles.ingest.reading import read_source
from articles.ingest.source import MEGABYTE, Limits, Reading, Source
from articles.models import ImportRun

BATCH = 200
BATCH_BYTES = 8 * 1024 * 1024
WRITERS = 2

Parsed = ParsedArticle | Problem
Seen = Callable[[Parsed], object]
Done = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Options:
    """How to read, and whether to look for entities, in how many processes; with one, the importing process does."""

    reading: Reading = Reading()
    entities: bool = True
    jobs: int = 1

    def as_json(self) -> dict[str, object]:
        reading = self.reading
        received = reading.received.isoformat() if reading.received else None
        columns = dict(reading.columns)
        return {"received": received, "encoding": reading.encoding, "columns": columns, "entities": self.entities}

    @classmethod
    def from_json(cls, written: dict[str, Any], jobs: int) -> Options:
        received = date.fromisoformat(written["received"]) if written.get("received") else None
        reading = Reading(received, written.get("encoding", ""), written.get("columns", {}), limits())
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


@dataclass(slots=True)
class Batch:
    """What is committed together; `read_up_to` is the last file that ends in it."""

    parsed: list[Parsed] = field(default_factory=list)
    size: int = 0
    read_up_to: str = ""

    def take(self, each: Parsed) -> None:
        self.parsed.append(each)
        self.size += len(each.original) if isinstance(each, ParsedArticle) else 0

    @property
    def is_full(self) -> bool:
        return len(self.parsed) >= BATCH or self.size >= BATCH_BYTES


def parse_paths(files: Iterable[str | Problem], options: Options, done: Done = lambda file: None) -> Iterator[Parsed]:
    """Yield what the files hold, without touching the database; `done` hears of each file after it."""
    for file in files:
        yield from _parse(file, options)
        if isinstance(file, str):
            done(file)


def _parse(file: str | Problem, options: Options) -> Iterator[Parsed]:
    if isinstance(file, Problem):
        yield file
        return
    with opened(file) as source:
        for each in unfolded(source, options.reading.limits) if isinstance(source, Source) else (source,):
            yield from (each,) if isinstance(each, Problem) else read_source(each, options.reading)


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
    try:
        with extractor(options.jobs) as extract:
            _save_all(_batches(files, options, done), extract if options.entities else None, run, seen)
    except BaseException:
        # With the database gone the run stays "running"; the reason it ended is the one to be told.
        with suppress(DatabaseError):
            import_runs.close(run, ImportRun.State.INTERRUPTED)
        raise
    import_runs.close(run, ImportRun.State.FINISHED)
    return run


def _save_all(batches: Iterator[Batch], extract: Extractor | None, run: ImportRun, seen: Seen) -> None:
    """Save the first batch here, and the others in threads: while PostgreSQL indexes one, the next is read."""
    for batch in islice(batches, 1):
        _save(batch, extract, run, seen)
        _note_progress(run, batch)
    waiting: deque[tuple[Batch, Future[None]]] = deque()
    with ThreadPoolExecutor(WRITERS) as writers:
        try:
            for batch in batches:
                waiting.append((batch, writers.submit(_save_in_thread, batch, extract, run, seen)))
                while len(waiting) > WRITERS:
                    _wait_for(waiting, run)
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


def _save_in_thread(batch: Batch, extract: Extractor | None, run: ImportRun, seen: Seen) -> None:
    try:
        _save(batch, extract, run, seen)
    finally:
        connection.close()


def _batches(files: Iterable[str | Problem], options: Options, done: Done) -> Iterator[Batch]:
    batch = Batch()
    for file in files:
        for each in _parse(file, options):
            if batch.is_full:
                yield batch
                batch = Batch()
            batch.take(each)
        batch.read_up_to = file if isinstance(file, str) else file.file
        if isinstance(file, str):
            done(file)
    yield batch


def _save(batch: Batch, extract: Extractor | None, run: ImportRun, seen: Seen) -> None:
    problems = [each for each in batch.parsed if isinstance(each, Problem)]
    entries = [store.entry(each) for each in batch.parsed if isinstance(each, ParsedArticle)]
    wanted = store.not_in_archive(entries)
    if extract:
        found = extract([each.article for each in wanted])
        wanted = [replace(each, extraction=extraction) for each, extraction in zip(wanted, found, strict=True)]
    try:
        saved = store.save_batch(wanted, run) if wanted else store.Saved()
    except (DataError, IntegrityError):
        saved = _save_singly(wanted, problems, run)
    store.save_problems(problems, run)
    for parsed in [*problems, *(each.article for each in entries)]:
        seen(parsed)
    refused = len(problems) + len(entries) - len(batch.parsed)
    unchanged = len(entries) - saved.created - saved.updated - refused
    ImportRun.objects.filter(pk=run.pk).update(
        created=F("created") + saved.created,
        updated=F("updated") + saved.updated,
        unchanged=F("unchanged") + unchanged,
        unreadable=F("unreadable") + len(problems),
    )


def _save_singly(entries: list[store.Entry], problems: list[Problem], run: ImportRun) -> store.Saved:
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
