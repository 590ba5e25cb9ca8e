"""The web process: what gunicorn and the development server run."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.statements import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()
limit_statements(settings.DATABASES, settings.STATEMENT_TIMEOUT_MS)
