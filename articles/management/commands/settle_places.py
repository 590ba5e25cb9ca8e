"""`manage.py settle_places`: finish decisions about places that very many articles name."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.decisions.enclosing import settle


class Command(BaseCommand):
    help = (
        "Count anew, for the places around, the articles naming a place that a librarian merged, hid or showed again. "
        "Decisions do so at once unless thousands of articles name the place. Readers are not kept waiting."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        self.stdout.write(f"Settled {settle()} places.")
