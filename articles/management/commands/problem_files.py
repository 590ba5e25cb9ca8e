"""`manage.py problem_files RUN`: what an import could not read, as a zip archive on standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from articles.importing.problem_zip import pack
from articles.models import ImportRun


class Command(BaseCommand):
    help = "Write the problem files of an import run to standard output, as a zip archive."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="number of the import run")
        parser.add_argument("--reason", default="", help="only files with this problem")
        languages = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("--language", default="en", choices=languages, help="of the listing within (en)")

    def handle(self, *, run: int, reason: str, language: str, **options: Any) -> None:
        found = ImportRun.objects.filter(pk=run).first()
        if not found:
            raise CommandError(f"There is no import run {run}.", returncode=2)
        try:
            with override(language):
                pack(found, reason, sys.stdout.buffer)
        except BrokenPipeError:
            sys.stderr.close()
            raise SystemExit(1) from None
