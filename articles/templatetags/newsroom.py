"""What pages need beyond Django's own tags."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from urllib.parse import urlencode

from django import template
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext, pgettext_lazy

from articles import dates, languages, stories, tallies
from articles.excerpts import Part
from articles.models import Entity

register = template.Library()

register.filter("in_words", dates.day_in_words)
register.filter("weekday_in_words", dates.weekday_in_words)
register.filter("month_in_words", dates.month_in_words)
register.filter("language_name", languages.language_name)
register.filter("filed", stories.filed)
register.filter("filed_beside", stories.filed_beside)
register.filter("version_name", stories.label_of)


@register.filter
@cache
def written_as(code: str) -> str:
    """The `lang` and `dir` attributes of text in a language; an unknown one is said to be unknown."""
    return format_html('lang="{}" dir="{}"', code, languages.direction(code) if code else "auto")


@register.filter
def marked(parts: Iterable[Part]) -> str:
    """The parts of a text with its hits marked; a template would take ten times as long for the sixty of a page."""
    return mark_safe("".join(f"<mark>{escape(part.text)}</mark>" if part.hit else escape(part.text) for part in parts))


@register.filter
def iso(day: date) -> str:
    """The date as addresses and <time> write it."""
    return day.isoformat()


@register.filter
def alone(row: object) -> list[object]:
    """The one row as a list of rows."""
    return [row]


@register.filter
def place_type(kind: str) -> str:
    """The type of a place, in words."""
    return str(PLACE_TYPES.get(kind, kind))


PLACE_TYPES = {
    "city": pgettext_lazy("type of place", "city"),
    "continent": pgettext_lazy("type of place", "continent"),
    "country": pgettext_lazy("type of place", "country"),
    "region": pgettext_lazy("type of place", "region"),
    "sea": pgettext_lazy("type of place", "sea"),
}


@register.filter
def position(place: Entity) -> str:
    """Where a place lies: 37.57° N, 126.98° E."""
    north = pgettext("north", "N") if place.latitude >= 0 else pgettext("south", "S")
    east = pgettext("east", "E") if place.longitude >= 0 else pgettext("west", "W")
    latitude, longitude = (number_format(abs(degrees), 2) for degrees in (place.latitude, place.longitude))
    return f"{latitude}° {north}, {longitude}° {east}"


@register.simple_tag
def query(**parameters: object) -> str:
    """The query string of the parameters that have a value."""
    pairs = [(name, value) for name, value in parameters.items() if value not in (None, "")]
    return f"?{urlencode(pairs)}" if pairs else ""


@register.inclusion_tag("articles/_bar.html")
def bar(share: int) -> dict[str, int]:
    """A bar as long as `share` percent."""
    return {"share": share}


@register.simple_tag
def archive_size() -> int:
    """How many articles the public may read."""
    return tallies.size()
