"""The record of each import: opened, kept exact while it works, and found again when it was cut short."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.utils import timezone

from articles.models import ImportRun

LOCKS = 0x1D9E
"""The class of the advisory locks that working imports hold on the numbers of their runs."""


def begin(run: ImportRun) -> ImportRun:
    """Save a run as running, held by this connection; runs whose process is gone become interrupted."""
    _settle_dead_runs()
    run.state, run.finished_at = ImportRun.State.RUNNING, None
    run.save()
    _try_to_hold(run)
    return run


def close(run: ImportRun, state: ImportRun.State) -> None:
    """End a run and load its counts."""
    run.state, run.finished_at = state, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    _let_go(run)
    run.refresh_from_db()


def cut_short() -> ImportRun | None:
    """Return the last run, if it was cut short."""
    _settle_dead_runs()
    last = ImportRun.objects.order_by("-pk").first()
    return last if last and last.state == ImportRun.State.INTERRUPTED else None


def _settle_dead_runs() -> None:
    """A run whose process was killed could not say so."""
    for run in ImportRun.objects.filter(state=ImportRun.State.RUNNING):
        if _try_to_hold(run):
            ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.INTERRUPTED, finished_at=timezone.now())
            _let_go(run)


def _try_to_hold(run: ImportRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, run.pk % 2**31])
        return cursor.fetchone()[0]


def _let_go(run: ImportRun) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, run.pk % 2**31])
    except DatabaseError:
        connection.close()
