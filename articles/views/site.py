"""Pages about the archive itself."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def help_page(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, [f"articles/help.{get_language()[:2]}.html", "articles/help.en.html"])


@require_safe
def search_page(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, [f"articles/search.{get_language()[:2]}.html", "articles/search.en.html"])


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
