"""A problem file read once more: what can be read of it now comes into the archive."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError
from django.utils import timezone

from articles import processes, received_files
from articles.importing.importer import Options, import_paths, parse_paths
from articles.importing.preview import preview
from articles.importing.problem_files import address_of, located, sources_within
from articles.importing.store import storable
from articles.ingest.article import Problem
from articles.ingest.containers import WITHIN
from articles.ingest.source import Unreadable
from articles.models import ImportProblem, ImportRun, Retry

State = Retry.State
MOST_COMPARED = 10_000
"""Problems of the file that are compared with the one in question."""


def read_again(number: int) -> None:
    """Read the file of a problem again, import what it holds, and keep what came of it; once at a time."""
    with processes.holding(processes.RETRIES, number) as ours:
        retry = Retry.objects.select_related("problem__run").filter(problem=number, state=State.WAITING).first()
        if not (ours and retry):
            return
        try:
            _read(retry)
        except BaseException as fault:
            with suppress(DatabaseError):
                _end(retry, State.FAILED, f"{type(fault).__name__}: {fault}"[:500])
            raise


def _read(retry: Retry) -> None:
    problem: ImportProblem = retry.problem
    path = located(problem.file, problem.run)
    with TemporaryDirectory(dir=received_files.incoming()) as folder:
        try:
            names = _to_read(path, address_of(path, problem.run), problem.file, Path(folder) / "0000") if path else {}
        except Unreadable as fault:
            _end(retry, State.UNREADABLE, fault.reason)
            return
        if not names:
            _end(retry, State.MISSING)
            return
        options = _options(problem.run, names)
        found = preview(parse_paths(options.reading.names, options), most_problems=MOST_COMPARED)
        problems = [(each["file"], each["line"], each["reason"]) for each in found.problems]
        if found.brings_something:
            retry.run = import_paths(list(names), options)
            problems = list(retry.run.problems.values_list("file", "line", "reason")[:MOST_COMPARED])
        reason = _still(problem, problems, nothing_read=not found.articles)
        _end(retry, State.UNREADABLE if reason else State.SOLVED, reason)


def _to_read(path: str, address: str, wanted: str, copy: Path) -> dict[str, str]:
    """Return the address of what is to be read, by its path; nothing if it is not there any more.

    That is the file on the disk, or a copy of the member of an archive; the whole archive, where the problem was an
    archive within it. Raises Unreadable for a member that cannot be taken out.
    """
    if address == wanted:
        return {path: address}
    for found, source in sources_within(path, address, [wanted]):
        if isinstance(source, Problem):
            if found:
                raise Unreadable(source.reason)
        elif found:
            with copy.open("wb") as target:
                shutil.copyfileobj(source.stream, target)
            return {str(copy): source.address}
        elif source.address.startswith(wanted + WITHIN):
            return {path: address}
    return {}


def _options(run: ImportRun, names: dict[str, str]) -> Options:
    options = Options.from_json(run.options, jobs=1)
    return replace(options, reading=replace(options.reading, names=names), skip_known=False)


def _still(problem: ImportProblem, problems: list[tuple[str, int, str]], nothing_read: bool) -> str:
    """Return why the problem is one still, or nothing: by its line, else by its reason, for lines may have moved."""
    here = [(line, reason) for file, line, reason in problems if file == problem.file]
    same_line = [reason for line, reason in here if line == problem.line]
    same_reason = [reason for _, reason in here if reason == problem.reason]
    any_reason = [reason for *_, reason in problems] if nothing_read else []
    return next(iter([*same_line, *same_reason, *any_reason]), "")


def _end(retry: Retry, state: Retry.State, reason: str = "") -> None:
    retry.state, retry.reason, retry.at = state, storable(reason), timezone.now()
    retry.save(update_fields=["state", "reason", "at", "run"])
