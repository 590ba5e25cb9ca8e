"""`manage.py serve`: from nothing to a running site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.db.models import Q

from articles.models import ImportRun
from newsroom import environment, preparation
from newsroom.webserver import AddressRefused, WebServer, check_address


class Command(BaseCommand):
    help = "Prepare the database and the static files, then serve the site until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = environment.number("PORT", 8000, least=1, most=65535)
        parser.add_argument("--bind", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=port, help="port to listen on (default: PORT or 8000)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument("--samples", type=Path, metavar="DIR", help="imported if nothing else ever was")

    def handle(self, *, bind: str, port: int, workers: int, samples: Path | None, **options: Any) -> None:
        try:
            check_address(bind, port)
            preparation.migrate(self.say)
            preparation.collect_static(self.say)
            if samples and never_imported(samples):
                self.import_samples(samples)
        except (AddressRefused, OperationalError) as error:
            raise CommandError(str(error).strip()) from error
        server = WebServer(bind, port, workers)
        server.on_ready = lambda: self.say(f"Newsroom is at {server.address} — Ctrl-C stops it and its database")
        server.on_end = lambda: self.say("Newsroom has stopped")
        server.run()

    def import_samples(self, samples: Path) -> None:
        self.say(f"Importing {samples}")
        try:
            call_command("import_articles", str(samples), stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:  # the site is of use without them
            self.stderr.write(str(error))

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def never_imported(samples: Path) -> bool:
    """Return whether nothing was ever imported, except a part of these samples by a run that did not finish."""
    unfinished_samples = ~Q(state=ImportRun.State.FINISHED) & Q(paths=[str(samples)])
    return not ImportRun.objects.exclude(unfinished_samples).exists()
