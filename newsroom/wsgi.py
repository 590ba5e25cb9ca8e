"""The web process: what gunicorn and the development server run."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def limit_statements(databases: dict[str, dict], milliseconds: int) -> None:
    """Have PostgreSQL give up on any statement that takes too long for a reader to wait."""
    for database in databases.values():
        options = database.setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c statement_timeout={milliseconds}".strip()


application = get_wsgi_application()
if settings.STATEMENT_TIMEOUT_MS:
    limit_statements(settings.DATABASES, settings.STATEMENT_TIMEOUT_MS)
