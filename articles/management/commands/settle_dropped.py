"""`manage.py settle_dropped`: find anew, in the whole archive, the passages that later versions dropped."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.dropped import count_all, settle_all


class Command(BaseCommand):
    help = (
        "Find anew, in every story of several articles, the passages that a later version no longer has, which "
        "searches such as dropped:fuel look through. What is right already stays as it is; it may be run at any time."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        silent = options["verbosity"] == 0 or not sys.stderr.isatty()
        with tqdm(total=None if silent else count_all(), unit=" stories", disable=silent, leave=False) as progress:
            stories, changed = settle_all(progress.update)
        self.stdout.write(f"Settled {stories} stories: {changed} dropped passages added or removed.")
