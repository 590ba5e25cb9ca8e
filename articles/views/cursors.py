"""Where in a list an address stands, for lists that have no other parameters to check."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from articles.asof import AsOf, read_asof
from articles.pages import Cursor, read_cursor


class NoSuchPage(Http404):
    """A page that is not there, for the reason the sentence gives the reader."""


def cursors(request: HttpRequest) -> dict[str, Cursor | None]:
    """Return `before` and `after` as the address gives them; an address that points nowhere is not found."""
    written = {name: request.GET.get(name) for name in ("before", "after")}
    try:
        return {name: read_cursor(value) if value else None for name, value in written.items()}
    except ValueError as problem:
        raise NoSuchPage(str(problem)) from None


def asof(request: HttpRequest) -> AsOf | None:
    """Return the moment the address asks for, if it does; one that cannot be read is not found."""
    written = request.GET.get("asof")
    try:
        return read_asof(written) if written else None
    except ValueError as problem:
        raise NoSuchPage(str(problem)) from None
