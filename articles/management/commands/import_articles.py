"""`manage.py import_articles`: the doorway between files and the archive."""

from __future__ import annotations

import codecs
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import override
from tqdm import tqdm

from articles.importer import Options, import_paths, parse_paths
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.extractors import WorkerDied, cores
from articles.ingest.files import STANDARD_INPUT, files_below
from articles.ingest.source import Reading
from articles.parsed_json import as_json

SHOWN_PROBLEMS = 20
MOST_JOBS = 256


class Command(BaseCommand):
    help = (
        "Import wire copy from files and folders (- for standard input). Importing the same copy again changes nothing."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="file or folder (read with all it holds); - for standard input"
        )
        parser.add_argument(
            "--received", type=_day, metavar="YYYY-MM-DD", help="day the copy was received: the latest its date can be"
        )
        parser.add_argument("--encoding", type=_encoding, help="encoding of the files, where it is not recognised")
        parser.add_argument("--no-entities", action="store_true", help="do not look for who and where")
        parser.add_argument(
            "--jobs", type=jobs, default=cores(), metavar="N", help="processes that look for who and where (all cores)"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report only: the database is not touched")
        parser.add_argument("--json", action="store_true", help="print one JSON object per article")

    def handle(self, **options) -> None:
        started = monotonic()
        reading = Options(
            Reading(options["received"], options["encoding"] or ""), not options["no_entities"], options["jobs"]
        )
        paths = options["paths"]
        report = _Report(self, as_json=options["json"])
        with override("en"), _progress(paths, quiet=options["json"] or options["verbosity"] == 0) as bar:
            try:
                if options["dry_run"]:
                    unreadable = self._read(paths, reading, report, bar)
                else:
                    unreadable = self._import(paths, reading, report, bar, started)
            except DatabaseError as error:
                raise CommandError(
                    f"Database: {_first_line(error)}. What was committed stays; run the import again to complete it.",
                    returncode=2,
                ) from None
            except WorkerDied as fault:
                raise CommandError(
                    f"{fault}. What was committed stays; run the import again to complete it.", returncode=2
                ) from None
            except KeyboardInterrupt:
                raise CommandError(
                    "Interrupted. What was committed stays; run the import again to complete it.", returncode=130
                ) from None
            except BrokenPipeError:
                sys.stderr.close()
                raise SystemExit(1) from None
        if unreadable:
            raise SystemExit(1)

    def _read(self, paths: list[str], reading: Options, report: _Report, bar: tqdm) -> int:
        for parsed in parse_paths(files_below(paths), reading, lambda file: bar.update()):
            report.take(parsed)
        bar.close()
        report.close(
            f"Read {report.articles:,} articles: {report.unreadable:,} unreadable (dry run: nothing was written)"
        )
        return report.unreadable

    def _import(self, paths: list[str], reading: Options, report: _Report, bar: tqdm, started: float) -> int:
        run = import_paths(paths, reading, lambda file: bar.update(), report.take)
        bar.close()
        see = f" (see run {run.pk})" if run.unreadable else ""
        report.close(
            f"Imported {run.created + run.updated:,} articles: {run.updated:,} updated, {run.unchanged:,} unchanged, "
            f"{run.unreadable:,} unreadable{see} in {monotonic() - started:,.1f} s"
        )
        return run.unreadable


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

    def close(self, line: str) -> None:
        (self.command.stderr if self.as_json else self.command.stdout).write(line)


def _progress(paths: list[str], quiet: bool) -> tqdm:
    """A bar on a terminal; nothing where nobody watches."""
    silent = quiet or not sys.stderr.isatty()
    total = None if silent or STANDARD_INPUT in paths else sum(isinstance(each, str) for each in files_below(paths))
    return tqdm(total=total, unit=" files", unit_scale=False, disable=silent, leave=False)


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


def _encoding(text: str) -> str:
    try:
        "a".encode(text)
        return codecs.lookup(text).name
    except (LookupError, ValueError):
        raise ArgumentTypeError(f"{text!r} is not an encoding Python knows") from None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).partition("\n")[0].rstrip(".")
