"""`manage.py tie_notices`: find the notices of the whole archive and what they act on."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.importing.notices import tie_archive
from articles.models import Article, Tie


class Command(BaseCommand):
    help = (
        "Look through the archive for corrections, withdrawals, holds, advisories and refiles, and tie each to the "
        "articles it acts on. Imports do so for what they bring; this is for an archive imported before, and after "
        "stories were chained anew. Running it again changes nothing; what librarians decided stays."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        started = monotonic()
        silent = options["verbosity"] == 0 or not sys.stderr.isatty()
        try:
            total = None if silent else Article.objects.count()
            with tqdm(total=total, unit=" articles", disable=silent, leave=False) as bar:
                notices = tie_archive(bar.update)
        except DatabaseError as fault:
            raise CommandError(f"{fault}. What was committed stays; run again.", returncode=2) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted. What was committed stays; run again.", returncode=130) from None
        standing, waiting = Tie.objects.standing().count(), Tie.objects.waiting().count()
        self.stdout.write(
            f"{notices:,} notices: {standing:,} articles acted on, {waiting:,} ties wait for a librarian, "
            f"in {monotonic() - started:,.1f} s"
        )
