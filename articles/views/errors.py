"""Pages for what went wrong; they ask the database nothing."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.views.cursors import NoSuchPage


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("403.html"), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, NoSuchPage) else ""
    return HttpResponse(render_to_string("404.html", {"reason": reason}), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours, or for a database that is away or out of time."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    template, status = ("503.html", 503) if away else ("500.html", 500)
    try:
        page = render_to_string(template)
    except Exception:  # the page's own parts may be what failed
        page = _("Something went wrong here. It has been logged.")
    return HttpResponse(page, status=status, headers={"Retry-After": "30"} if away else None)
