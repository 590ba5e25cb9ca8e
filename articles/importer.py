"""From paths to the archive: read, find entities, save in batches, and keep the account of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from django.db import DatabaseError, DataError, IntegrityError, connection
from django.db.models import F
from django.utils import timezone

from articles import store
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.extractors import Extractor, extractor
from articles.ingest.files import files_below, opened
from articles.ingest.reading import read_source
from articles.ingest.source import Reading, Source
from articles.models import ImportRun

BATCH = 200
BATCH_BYTES = 8 * 1024 * 1024
WRITERS = 2

Parsed = ParsedArticle | Problem
Batch = list[Parsed]
Seen = Callable[[Parsed], object]


@dataclass(frozen=True, slots=True)
class Options:
    """How to read, and whether to look for entities, in how many processes; with one, the importing process does."""

    reading: Reading = Reading()
    entities: bool = True
    jobs: int = 1

    def as_json(self) -> dict[str, object]:
        reading = self.reading
        received = reading.received.isoformat() if reading.received else None
        return {"received": received, "encoding": reading.encoding, "entities": self.entities}


def parse_paths(
    files: Iterable[str | Problem], options: Options, done: Callable[[str], object] = lambda file: None
) -> Iterator[Parsed]:
    """Yield what the files hold, without touching the database; `done` hears of each file after it."""
    for file in files:
        if isinstance(file, Problem):
            yield file
            continue
        with opened(file) as source:
            for each in unfolded(source, options.reading.limits) if isinstance(source, Source) else (source,):
                yield from (each,) if isinstance(each, Problem) else read_source(each, options.reading)
        done(file)


def import_paths(
    paths: list[str],
    options: Options,
    done: Callable[[str], object] = lambda file: None,
    seen: Seen = lambda parsed: None,
) -> ImportRun:
    """Bring the articles below `paths` into the archive and return the run with its counts.

    Each batch is committed with the counts it adds, so that an import cut short can simply be run again. `done` hears
    of each file, `seen` of each article and problem. An exception marks the run interrupted and goes on to the caller.
    """
    run = ImportRun.objects.create(paths=[store.storable(path) for path in paths], options=options.as_json())
    try:
        with extractor(options.jobs) as extract:
            found_by = extract if options.entities else None
            _save_all(_batches(parse_paths(files_below(paths), options, done)), found_by, run, seen)
    except BaseException:
        # With the database gone the run stays "running"; the reason it ended is the one to be told.
        with suppress(DatabaseError):
            _close(run, ImportRun.State.INTERRUPTED)
        raise
    _close(run, ImportRun.State.FINISHED)
    return run


def _save_all(batches: Iterator[Batch], extract: Extractor | None, run: ImportRun, seen: Seen) -> None:
    """Save the first batch here, and the others in threads: while PostgreSQL indexes one, the next is read."""
    for batch in islice(batches, 1):
        _save(batch, extract, run, seen)
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(WRITERS) as writers:
        try:
            for batch in batches:
                waiting.append(writers.submit(_save_in_thread, batch, extract, run, seen))
                while len(waiting) > WRITERS:
                    waiting.popleft().result()
            while waiting:
                waiting.popleft().result()
        except BaseException:
            for each in waiting:
                each.cancel()
            raise


def _save_in_thread(batch: Batch, extract: Extractor | None, run: ImportRun, seen: Seen) -> None:
    try:
        _save(batch, extract, run, seen)
    finally:
        connection.close()


def _batches(parsed: Iterable[Parsed]) -> Iterator[Batch]:
    batch, size = [], 0
    for each in parsed:
        batch.append(each)
        size += len(each.original) if isinstance(each, ParsedArticle) else 0
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _save(batch: Batch, extract: Extractor | None, run: ImportRun, seen: Seen) -> None:
    problems = [each for each in batch if isinstance(each, Problem)]
    entries = [store.entry(each) for each in batch if isinstance(each, ParsedArticle)]
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
    refused = len(problems) + len(entries) - len(batch)
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


def _close(run: ImportRun, state: ImportRun.State) -> None:
    run.state = state
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "finished_at"])
    run.refresh_from_db()
