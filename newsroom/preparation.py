"""What must be true before the site is served; each step does its work only if there is any, and says so first."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

MIGRATION_LOCK = 0x6E657773  # any number nobody else locks


def migrate(say: Callable[[str], object]) -> None:
    """Bring the database up to date; of several processes that start at once, one does it and the others wait."""
    if not _pending_migrations():
        return
    say("Preparing the database")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if _pending_migrations():
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def collect_static(say: Callable[[str], object]) -> None:
    """Collect, name and compress the static files if any of them changed since that was last done."""
    stamp = settings.VAR / "static.stamp"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("Collecting the static files")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def _pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _static_state() -> str:
    """Return a digest of the static files' names, sizes and dates, and of the versions that process them."""
    digest = hashlib.sha256(f"{version('django')} {version('whitenoise')} {settings.STATIC_ROOT}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()
