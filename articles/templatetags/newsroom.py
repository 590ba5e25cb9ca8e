"""What pages need beyond Django's own tags."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django import template
from django.db import connection
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import pgettext, pgettext_lazy

from articles import dates, languages
from articles.models import Entity

register = template.Library()

register.filter("in_words", dates.day_in_words)
register.filter("weekday_in_words", dates.weekday_in_words)
register.filter("month_in_words", dates.month_in_words)
register.filter("language_name", languages.language_name)


@register.filter
def written_as(code: str) -> str:
    """The `lang` and `dir` attributes of text in a language; an unknown one is said to be unknown."""
    return format_html('lang="{}" dir="{}"', code, languages.direction(code) if code else "auto")


@register.filter
def iso(day: date) -> str:
    """The date as addresses and <time> write it."""
    return day.isoformat()


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
    """How many articles the public may read; by PostgreSQL's estimate where counting them would be slow."""
    with connection.cursor() as cursor:
        cursor.execute(ARCHIVE_SIZE, {"moment": timezone.now()})
        return cursor.fetchone()[0]


ARCHIVE_SIZE = """
    SELECT CASE WHEN reltuples > 100000 THEN reltuples::bigint ELSE (SELECT count(*) FROM articles_article) END
           - (SELECT count(*) FROM articles_article WHERE withdrawn OR embargoed_until > %(moment)s)
    FROM pg_class WHERE oid = 'articles_article'::regclass
"""
