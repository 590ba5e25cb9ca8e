"""`manage.py chain_articles`: put the articles of the whole archive into running stories."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from concurrent.futures.process import BrokenProcessPool
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.importing.rechaining import chain_all
from articles.importing.settling import settle_stories
from articles.ingest.workers import cores
from articles.management.commands.import_articles import jobs
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Chain every article of the archive: versions of one running story are joined, likely ones suggested, copy "
        "that is there twice is noted. Imports do so by themselves; this is for archives older than chaining, and "
        "for when its rules have changed. What librarians decided stays. Goes on where it was cut short."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="take the sketch of every text anew")
        parser.add_argument("--jobs", type=jobs, default=cores(), metavar="N", help="processes (all cores)")

    def handle(self, **options) -> None:
        started = monotonic()
        silent = options["verbosity"] == 0 or not sys.stderr.isatty()
        total = None if silent else 2 * Article.objects.count()
        try:
            with tqdm(total=total, unit=" articles", disable=silent, leave=False) as bar:
                run = chain_all(options["jobs"], options["again"], bar.update, settle_stories)
        except (DatabaseError, BrokenProcessPool) as fault:
            raise CommandError(f"{fault}. What was committed stays; run again to go on.", returncode=2) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted. What was committed stays; run again to go on.", returncode=130) from None
        self.stdout.write(
            f"Chained {run.articles:,} articles: {run.joined:,} stories joined to others, "
            f"{run.suggested:,} links suggested in {monotonic() - started:,.1f} s"
        )
