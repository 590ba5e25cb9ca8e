"""The work on an upload, in the process that was started for it: the dry run, and the import."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import Lock
from time import monotonic

from django.db import DatabaseError

from articles import processes, received_files
from articles.importing.importer import Options, import_paths, parse_paths
from articles.importing.preview import preview
from articles.importing.store import storable
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.workers import WorkerDied, cores
from articles.models import ImportRun, Upload

SECONDS_BETWEEN_NOTES = 1.0
State = Upload.State


class NotWanted(Exception):
    """The upload was discarded while it was read."""


def work_on(number: int) -> None:
    """Do what the upload waits for; nothing if another process does, or it waits for nothing."""
    with processes.holding(processes.UPLOADS, number) as ours:
        upload = Upload.objects.filter(pk=number).first() if ours else None
        if upload and upload.state in (State.WAITING, State.IMPORTING):
            try:
                _read(upload) if upload.state == State.WAITING else _import(upload)
            except NotWanted:
                return
            except BaseException as fault:
                # With the database gone the state stays; the lock, which is gone too, tells that nobody works on it.
                with suppress(DatabaseError):
                    Upload.objects.move(upload, State.FAILED, reason=storable(_in_words(fault)))
                raise


def _read(upload: Upload) -> None:
    if Upload.objects.move(upload, State.READING):
        options, progress = options_of(upload), Progress(upload)
        found = preview(parse_paths(options.reading.names, options, progress.done), progress.heard)
        Upload.objects.move(upload, State.READY, found=found.as_json(), progress={})


def _import(upload: Upload) -> None:
    options, progress = options_of(upload), Progress(upload)
    run = import_paths(list(options.reading.names), options, progress.done, progress.heard)
    if Upload.objects.move(upload, State.IMPORTED, run=run, progress={}):
        received_files.delete(upload)


def options_of(upload: Upload) -> Options:
    """Return how to read the upload's files, whose addresses are the names they came with."""
    options = Options.from_json(upload.options, cores())
    return replace(options, reading=replace(options.reading, names=received_files.paths(upload)))


class Progress:
    """Notes at the upload how far the work is, once a second; raises NotWanted once it was discarded.

    It may be told by several threads.
    """

    def __init__(self, upload: Upload) -> None:
        self.upload, self.counts = upload, {"files": 0, "articles": 0, "unreadable": 0}
        self.lock, self.noted = Lock(), monotonic()

    def done(self, file: str) -> None:
        self._count("files")

    def heard(self, parsed: ParsedArticle | Problem) -> None:
        self._count("articles" if isinstance(parsed, ParsedArticle) else "unreadable")

    def _count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1
            if monotonic() - self.noted > SECONDS_BETWEEN_NOTES:
                self._note()
                self.noted = monotonic()

    def _note(self) -> None:
        noted: dict[str, object] = {"progress": self.counts}
        if self.upload.state == State.IMPORTING and not self.upload.run_id:
            self.upload.run = ImportRun.objects.filter(paths=list(received_files.paths(self.upload))).first()
            noted["run"] = self.upload.run
        if not Upload.objects.filter(pk=self.upload.pk, state=self.upload.state).update(**noted):
            raise NotWanted


def _in_words(fault: BaseException) -> str:
    if isinstance(fault, KeyboardInterrupt):
        return "interrupted"
    if isinstance(fault, DatabaseError):
        return "the database: " + str(fault).strip().partition("\n")[0][:400]
    if isinstance(fault, WorkerDied):
        return str(fault)
    return f"{type(fault).__name__}: {fault}"[:500]
