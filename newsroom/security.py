"""Headers that keep a page to itself: its own scripts, styles and pictures, nothing inline, nothing from elsewhere.

The one exception is the tile server of the maps, if a setting names one.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def content_security_policy(tiles: str = "") -> str:
    """Return the policy; pictures may also come from the tile server, where one is named."""
    # The admin's and our own style sheets draw small marks as data.
    pictures = ["'self'", "data:", *([_origin(tiles)] if tiles else [])]
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {' '.join(pictures)}",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _origin(tiles: str) -> str:
    """Return a tile address's scheme and host as the policy writes them; {s} stands for any of several servers."""
    address = urlsplit(tiles)
    return f"{address.scheme}://{address.netloc.replace('{s}', '*')}"


CONTENT_SECURITY_POLICY = content_security_policy()


class ContentSecurityPolicyMiddleware:
    """Send the policy with every response that does not bring a stricter one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(settings.MAP_TILES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's pages for developers, with their inline style, exist under DEBUG only.
        if not (settings.DEBUG and response.status_code >= 400):
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
