"""`manage.py work_upload NUMBER`: started by the site for files sent from a browser."""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from articles.importing.upload_work import work_on

NICENESS = 5


class Command(BaseCommand):
    help = "Read an upload for its dry run, or import it once that is confirmed. The site starts this by itself."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="of the upload")

    def handle(self, *, number: int, **options: Any) -> None:
        os.nice(NICENESS)  # the site's readers come first
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still says how it ended
        with override("en"):
            work_on(number)
