"""`manage.py import_articles`: the doorway between files and the archive."""

from __future__ import annotations

import codecs
import json
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import override
from tqdm import tqdm

from articles.importing.import_runs import cut_short
from articles.importing.importer import Options, files_left, import_paths, limits, parse_paths, resume
from articles.importing.parsed_json import as_json
from articles.importing.watching import watch
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.files import STANDARD_INPUT, files_below
from articles.ingest.readers.columns import read_columns
from articles.ingest.source import Reading
from articles.ingest.workers import WorkerDied, cores
from articles.models import ImportRun

SHOWN_PROBLEMS = 20
MOST_JOBS = 256
RUN_AGAIN = "What was committed stays; run the import again to complete it."


class Command(BaseCommand):
    help = (
        "Import wire copy from files and folders (- for standard input). Importing the same copy again changes nothing."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="file or folder (read with all it holds); - for standard input"
        )
        parser.add_argument(
            "--received", type=_day, metavar="YYYY-MM-DD", help="day the copy was received: the latest its date can be"
        )
        parser.add_argument("--encoding", type=_encoding, help="encoding of the files, where it is not recognised")
        parser.add_argument(
            "--columns",
            type=_columns,
            default={},
            metavar="FIELD=COLUMN,…",
            help="columns of tables: headline=titre",
        )
        parser.add_argument("--no-entities", action="store_true", help="do not look for who and where")
        parser.add_argument(
            "--jobs", type=jobs, default=cores(), metavar="N", help="processes that look for who and where (all cores)"
        )
        parser.add_argument("--resume", action="store_true", help="go on with the last import, which was cut short")
        parser.add_argument(
            "--watch", metavar="FOLDER", help="import what arrives in a folder, once it is whole, until stopped"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report only: the database is not touched")
        parser.add_argument("--json", action="store_true", help="print one JSON object per article")

    def handle(self, **options) -> None:
        if [bool(options["paths"]), options["resume"], bool(options["watch"])].count(True) != 1:
            raise CommandError("Give paths, or --resume, or --watch FOLDER: one of them.", returncode=2)
        if options["dry_run"] and not options["paths"]:
            raise CommandError("--dry-run needs paths.", returncode=2)
        reading = Options(
            Reading(options["received"], options["encoding"] or "", options["columns"], limits()),
            not options["no_entities"],
            options["jobs"],
            skip_known=not options["json"],
        )
        report = _Report(self, as_json=options["json"])
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, the run still says how it ended
        with override("en"):
            try:
                self._do(options, reading, report)
            except (DatabaseError, WorkerDied) as fault:
                what = f"Database: {_first_line(fault)}" if isinstance(fault, DatabaseError) else str(fault)
                raise CommandError(f"{what}. {RUN_AGAIN}", returncode=2) from None
            except KeyboardInterrupt:
                raise CommandError(f"Interrupted. {RUN_AGAIN}", returncode=130) from None
            except BrokenPipeError:
                sys.stderr.close()
                raise SystemExit(1) from None
        if report.unreadable and not options["watch"]:
            raise SystemExit(1)

    def _do(self, options: dict[str, Any], reading: Options, report: _Report) -> None:
        quiet = options["json"] or options["verbosity"] == 0
        if options["watch"]:
            self._watch(options["watch"], reading, report)
        elif options["resume"]:
            self._resume(options["jobs"], report, quiet)
        elif options["dry_run"]:
            with _progress(files_below(options["paths"]), report, quiet) as done:
                for parsed in parse_paths(files_below(options["paths"]), reading, done):
                    report.take(parsed)
            report.close(
                f"Read {report.articles:,} articles: {report.unreadable:,} unreadable (dry run: nothing was written)"
            )
        else:
            started = monotonic()
            with _progress(files_below(options["paths"]), report, quiet) as done:
                run = import_paths(options["paths"], reading, done, report.take)
            report.close_run(run, started)

    def _resume(self, jobs: int, report: _Report, quiet: bool) -> None:
        run, started = cut_short(), monotonic()
        if not run:
            raise CommandError("Nothing to resume: no import was cut short.")
        with _progress(files_left(run), report, quiet) as done:
            run = resume(run, jobs, done, report.take)
        report.close_run(run, started)

    def _watch(self, folder: str, reading: Options, report: _Report) -> None:
        if not Path(folder).is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        report.close(f"Watching {folder}: Ctrl-C stops.")
        try:
            watch(folder, reading, Event(), lambda run, started: report.close_run(run, started), seen=report.take)
        except KeyboardInterrupt:
            report.close("Stopped watching.")


class _Report:
    """Articles to standard output where JSON is asked for; problems and the closing line where they are seen."""

    def __init__(self, command: BaseCommand, as_json: bool) -> None:
        self.command, self.as_json = command, as_json
        self.articles = self.unreadable = 0

    def take(self, parsed: ParsedArticle | Problem) -> None:
        if isinstance(parsed, ParsedArticle):
            self.articles += 1
            if self.as_json:
                self.command.stdout.write(json.dumps(as_json(parsed), ensure_ascii=False))
            return
        self.unreadable += 1
        if self.unreadable <= SHOWN_PROBLEMS:
            where = f"{parsed.file}:{parsed.line}" if parsed.line else parsed.file
            with tqdm.external_write_mode(file=sys.stderr):
                self.command.stderr.write(f"{where}: {parsed.reason}")
        elif self.unreadable == SHOWN_PROBLEMS + 1:
            self.command.stderr.write("… further problems are not shown here")

    def close_run(self, run: ImportRun, started: float) -> None:
        see = f" (see run {run.pk})" if run.unreadable else ""
        self.close(
            f"Imported {run.created + run.updated:,} articles: {run.updated:,} updated, {run.unchanged:,} unchanged, "
            f"{run.unreadable:,} unreadable{see} in {monotonic() - started:,.1f} s"
        )

    def close(self, line: str) -> None:
        (self.command.stderr if self.as_json else self.command.stdout).write(line)


@contextmanager
def _progress(files: Iterable[str | Problem], report: _Report, quiet: bool) -> Iterator[Callable[[str], None]]:
    """On a terminal a bar with files, articles, rate and time left; nothing where nobody watches."""
    silent = quiet or not sys.stderr.isatty()
    total = None if silent else sum(isinstance(each, str) and each != STANDARD_INPUT for each in files)
    with tqdm(total=total or None, unit=" files", disable=silent, leave=False) as bar:

        def done(file: str) -> None:
            bar.set_postfix_str(f"{report.articles:,} articles", refresh=False)
            bar.update()

        yield done


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date like 2023-09-13") from None


def jobs(text: str) -> int:
    """Read a number of processes; raises ArgumentTypeError."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise ArgumentTypeError(f"{text!r} is not a number of processes from 1 to {MOST_JOBS}")
    return int(text)


def _columns(text: str) -> dict[str, str]:
    try:
        return read_columns(text)
    except ValueError as fault:
        raise ArgumentTypeError(str(fault)) from None


def _encoding(text: str) -> str:
    try:
        "a".encode(text)
        return codecs.lookup(text).name
    except (LookupError, ValueError):
        raise ArgumentTypeError(f"{text!r} is not an encoding Python knows") from None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).partition("\n")[0].rstrip(".")
