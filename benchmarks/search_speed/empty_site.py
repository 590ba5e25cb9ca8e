"""A Django view that does nothing, behind the same web server and middleware as Newsroom's pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.search_speed.newsroom_side import environment

PORT = 8474
ADDRESS = f"http://127.0.0.1:{PORT}/"


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing")


urlpatterns = [path("", nothing)]


def served(folder: Path) -> subprocess.Popen[bytes]:
    """Start the view at ADDRESS."""
    command = [sys.executable, "-m", "gunicorn", f"{__name__}:application", "--bind", f"127.0.0.1:{PORT}"]
    workers = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--log-level", "warning"]
    return subprocess.Popen([*command, *workers], env=environment(folder), cwd=Path(__file__).resolve().parents[2])


if "gunicorn" in sys.modules:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    settings.ROOT_URLCONF = __name__
    application = get_wsgi_application()
