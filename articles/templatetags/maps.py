"""What pages need to draw places on a map."""

from __future__ import annotations

from urllib.parse import quote

from django import template
from django.conf import settings
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Entity

register = template.Library()

HOLDING_OTHERS = {"continent", "country", "region"}


# A list calls these two hundreds of times. With format_html they took three times as long; all they write are numbers,
# words of our own, and an address that is quoted.


@register.simple_tag
def on_map(place: Entity) -> str:
    """The attributes by which the map finds a place and its numbers; none for a place without a position."""
    if place.latitude is None:
        return ""
    position = f'data-latitude="{place.latitude:.4f}" data-longitude="{place.longitude:.4f}"'
    numbers = f'data-from="{getattr(place, "filed_from", 0):d}" data-about="{getattr(place, "naming", 0):d}"'
    return mark_safe(f"{position} {numbers}{' data-holds' if place.place_type in HOLDING_OTHERS else ''}")


@register.simple_tag
def place_counts(place: Entity, archive: str) -> str:
    """The place's two numbers, each a link to its articles; `archive` is an address its filter can be added to."""
    slug, links = quote(place.slug), ""
    for name, word, articles in (
        ("filed_from", pgettext("filed from", "from"), place.filed_from),
        ("about", pgettext("articles about a place", "about"), place.naming),
    ):
        if articles:
            links += f'<a href="{escape(archive)}{name}={slug}">{word} {localize(articles)}</a>'
    return mark_safe(f'<span class="counts">{links}</span>')


@register.simple_tag
def map_background() -> dict[str, str]:
    """The tile server the settings name, if they do, and how a circle is read out."""
    return {
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
        "reading": _("%(name)s: %(from)s filed from, %(about)s about"),
    }
