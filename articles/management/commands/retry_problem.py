"""`manage.py retry_problem NUMBER`: started by the site for a problem that is to be read again."""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from articles.importing.retrying import read_again

NICENESS = 5


class Command(BaseCommand):
    help = "Read the file of a problem again, once that was asked for in the admin. The site starts this by itself."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="of the problem")

    def handle(self, *, number: int, **options: Any) -> None:
        os.nice(NICENESS)  # the site's readers come first
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still says how it ended
        with override("en"):
            read_again(number)
