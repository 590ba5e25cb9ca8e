"""`manage.py tallies`: the numbers of articles that the database keeps, folded, checked or made anew."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.tallying import WrongTally, fold, periods, rebuild, wrong_tallies

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Fold what was written since into the numbers of articles kept by month, year and of all time. "
        "Imports do so by themselves. Or check those numbers, or make them anew; nobody is kept waiting."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_mutually_exclusive_group()
        asked.add_argument("--check", action="store_true", help="compare with the articles; exit 1 if anything differs")
        asked.add_argument("--rebuild", action="store_true", help="make all anew from the articles")

    def handle(self, **options: Any) -> None:
        self.quiet, started = options["verbosity"] == 0, monotonic()
        try:
            wrong, done = self._do(options)
        except DatabaseError as fault:
            reason = str(fault).partition("\n")[0]
            raise CommandError(f"Database: {reason}. The tallies are as they were.", returncode=2) from None
        self.stdout.write(f"{done} in {monotonic() - started:,.1f} s")
        if wrong:
            raise SystemExit(1)

    def _do(self, options: dict[str, Any]) -> tuple[int, str]:
        """Return how many tallies are wrong, and what was done."""
        if options["check"]:
            wrong = self._check()
            return wrong, f"Checked the tallies: {wrong:,} wrong" + (" (--rebuild mends them)" if wrong else "")
        if options["rebuild"]:
            asked = periods()
            with self._progress(asked) as done:
                wrong = rebuild(asked, done)
            return 0, f"Rebuilt the tallies of {len(asked):,} periods: {wrong:,} were wrong"
        return 0, f"Folded {fold():,} differences into the tallies"

    def _check(self) -> int:
        asked, number = periods(), 0
        with self._progress(asked) as done:
            for number, wrong in enumerate(wrong_tallies(asked, done), 1):
                if number <= SHOWN:
                    with tqdm.external_write_mode(file=sys.stderr):
                        self.stderr.write(said(wrong))
        if number > SHOWN:
            self.stderr.write("… further ones are not shown here")
        return number

    @contextmanager
    def _progress(self, asked: list[int]) -> Iterator[Callable[[], object]]:
        silent = self.quiet or not sys.stderr.isatty()
        with tqdm(total=len(asked), unit=" periods", disable=silent, leave=False) as bar:
            yield bar.update


def said(wrong: WrongTally) -> str:
    """Return in words where a tally differs."""
    what = f"{wrong.what} {wrong.value}".strip()
    return f"{period_in_words(wrong.period)}, {what}: kept {wrong.kept:,}, counted {wrong.counted:,}"


def period_in_words(period: int) -> str:
    """Return 2023-09, 2023, all time or undated."""
    if period <= 0:
        return "undated" if period else "all time"
    year, month = divmod(period, 100)
    return f"{year:04}-{month:02}" if month else f"{year:04}"
