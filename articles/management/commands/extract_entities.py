"""`manage.py extract_entities`: who and where in files, without the archive."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.encoding import Undecodable
from articles.ingest.file_names import FileNames, names_of_file


class Command(BaseCommand):
    help = "Print the persons, organisations and places that files name. Nothing is written; no database is needed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="wire copy, or any text")
        parser.add_argument("--json", action="store_true", help="print one JSON object per file, one a line")
        parser.add_argument("--raw", action="store_true", help="the tagger alone, without the rules after it")
        parser.add_argument(
            "--language", default="", metavar="CODE", help="language of all files, if not as recognised"
        )

    def handle(self, **options) -> None:
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
