"""Pages that were seen before are not made again while nothing has changed (RFC 9110, 8.8.3 and 13.1.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags
from django.utils.translation import get_language

from articles.changes import Archive, archive_now, program

ASKED_ANEW = ("healthz",)


class RevalidationMiddleware:
    """Give the public pages an entity tag, and answer 304 to a browser whose copy still holds, before anything is read.

    A page depends on its address, its language, the archive and the program. Who is signed in gets no tag.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.archive = None
        response = self.get_response(request)
        if request.archive and response.status_code in (200, 304):
            _tell(request, request.archive, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: Sequence[Any], named: Mapping[str, Any]
    ) -> HttpResponse | None:
        if not _is_public(request):
            return None
        request.archive = archive_now()
        if _tag(request, request.archive) in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponseNotModified()
        return None


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        not settings.DEBUG  # a template may have changed since the program was looked at
        and request.method in ("GET", "HEAD")
        and match.app_name == "articles"
        and match.url_name not in ASKED_ANEW
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def _tag(request: HttpRequest, archive: Archive) -> str:
    seen = "\n".join(
        [request.build_absolute_uri(), get_language() or "", str(archive.changes), str(archive.released_at), program()]
    )
    return f'W/"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'


def _tell(request: HttpRequest, archive: Archive, response: HttpResponse) -> None:
    response.headers["ETag"] = _tag(request, archive)
    response.headers.setdefault("Cache-Control", "public, no-cache")
    if archive.changed_at:
        response.headers.setdefault("Last-Modified", http_date(archive.changed_at.timestamp()))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
