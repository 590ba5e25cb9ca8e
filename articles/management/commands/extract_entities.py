"""`manage.py extract_entities`: who and where in files, without the archive; or in all of the archive again."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.importing.reextraction import reextract_all
from articles.ingest.encoding import Undecodable
from articles.ingest.naming.file_names import FileNames, names_of_file
from articles.ingest.workers import WorkerDied, cores
from articles.management.commands.import_articles import jobs
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Print the persons, organisations and places that files name: nothing is written, no database is needed. "
        "Or, with --all, look for them again in every article of the archive."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="wire copy, or any text")
        parser.add_argument(
            "--all",
            action="store_true",
            help="look again in all of the archive, going on where it was cut short; librarians' decisions stay",
        )
        parser.add_argument("--jobs", type=jobs, default=cores(), metavar="N", help="processes for --all (all cores)")
        parser.add_argument("--json", action="store_true", help="print one JSON object per file, one a line")
        parser.add_argument("--raw", action="store_true", help="the tagger alone, without the rules after it")
        parser.add_argument(
            "--language", default="", metavar="CODE", help="language of all files, if not as recognised"
        )

    def handle(self, **options) -> None:
        if options["all"] == bool(options["files"]):
            raise CommandError("Name files, or ask for the archive with --all.", returncode=2)
        if not options["all"]:
            self._print(options)
        elif options["json"] or options["raw"] or options["language"]:
            raise CommandError("--json, --raw and --language are for files, not for --all.", returncode=2)
        else:
            self._reextract(options["jobs"], quiet=options["verbosity"] == 0)

    def _reextract(self, jobs: int, quiet: bool) -> None:
        started = monotonic()
        try:
            silent = quiet or not sys.stderr.isatty()
            total = None if silent else Article.objects.count()
            with tqdm(total=total, unit=" articles", disable=silent, leave=False) as bar:
                run = reextract_all(jobs, bar.update)
        except (DatabaseError, WorkerDied) as fault:
            raise CommandError(f"{fault}. What was committed stays; run again to go on.", returncode=2) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted. What was committed stays; run again to go on.", returncode=130) from None
        self.stdout.write(
            f"Looked again at {run.articles:,} articles: {run.changed:,} changed in {monotonic() - started:,.1f} s"
        )

    def _print(self, options: dict[str, Any]) -> None:
        unreadable = 0
        for file in options["files"]:
            try:
                found = names_of_file(Path(file).read_bytes(), file, options["raw"], options["language"])
            except (OSError, Undecodable) as fault:
                self.stderr.write(f"{file}: {fault}")
                unreadable += 1
                continue
            self.stdout.write(as_json(found) if options["json"] else as_lines(found))
        if unreadable:
            raise CommandError(f"{unreadable} of {len(options['files'])} files could not be read")


def as_json(found: FileNames) -> str:
    """Return the names of a file as one JSON object in one line."""
    mentions = [asdict(name) for name in found.names]
    return json.dumps({"file": found.file, "language": found.language, "mentions": mentions}, ensure_ascii=False)


def as_lines(found: FileNames) -> str:
    """Return the names of a file for reading: one a line, with what each means."""
    lines = [f"{name.start:>7} {name.type} {name.text} ({name.key})" for name in found.names]
    return "\n".join([found.file, *lines])
