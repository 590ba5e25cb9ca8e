"""What the search box suggests while a reader types."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles.completion import suggestions

KEPT_FOR_SECONDS = 60


@require_safe
def suggest(request: HttpRequest) -> TemplateResponse:
    """Answer with a piece of a page, which a browser keeps long enough for letters taken back and typed again."""
    found = suggestions(request.GET.get("q", ""))
    answer = TemplateResponse(request, "articles/_suggestions.html", {"suggestions": found})
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_FOR_SECONDS}"
    answer.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(answer, ["Accept-Language", "Cookie"])
    return answer
