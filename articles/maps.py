"""The archive on a map: its places, each with the articles of a period filed from it and those about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nlargest

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy

from articles.dates import Period
from articles.fields import PeriodField
from articles.languages import country_name
from articles.models import Article, Entity
from articles.tallied_entities import count_by_place
from articles.tallies import span_of

PLACES_SHOWN = 500


class PlacesForm(forms.Form):
    """The period the places are asked for."""

    date = PeriodField(label=gettext_lazy("Date"), required=False)


@dataclass(frozen=True)
class CountryGroup:
    """A country's places, the country itself first; or those of no country."""

    name: str
    country: Entity | None
    places: list[Entity]
    listed: bool = False
    """Whether the country itself is among the places found."""


@dataclass(frozen=True)
class CountedPlaces:
    """The places with the most articles, each with `filed_from` and `naming`; `known` is how many there are in all."""

    groups: list[CountryGroup] = field(default_factory=list)
    shown: int = 0
    known: int = 0

    @property
    def shortened(self) -> bool:
        return self.known > self.shown


def counted_places(period: Period | None = None, letters: str = "") -> CountedPlaces:
    """Count the period's articles by place, under countries by name; of any period without one."""
    filed_from, naming = _numbers("filed_from_ids", period), _numbers("entity_ids", period)
    found = [pk for pk in _asked_for(letters) if pk in filed_from or pk in naming]
    chosen = nlargest(PLACES_SHOWN, found, key=lambda pk: (filed_from.get(pk, 0) + naming.get(pk, 0), -pk))
    places = Entity.objects.in_bulk(chosen)
    for pk, place in places.items():
        place.filed_from, place.naming = filed_from.get(pk, 0), naming.get(pk, 0)
    return CountedPlaces(_by_country([places[pk] for pk in chosen]), len(chosen), len(found))


def _numbers(column: str, period: Period | None) -> dict[int, int]:
    span = span_of(period)
    return count_by_place(column, span) if span else Article.objects.public().within(period).count_by_entity(column)


def mapped(place: Entity, filed_from: int, naming: int) -> list[Entity]:
    """Return the place with its numbers, as a map of it alone wants it; nothing if it has no position."""
    place.filed_from, place.naming = filed_from, naming
    return [place] if place.latitude is not None else []


def _asked_for(letters: str) -> list[int]:
    """Return the ids of the places whose shown name begins with the letters."""
    places = Entity.objects.places().shown()
    if letters:
        places = places.shown_in((get_language() or "en")[:2]).beginning_with(letters)
    return list(places.order_by().values_list("pk", flat=True))


def _by_country(places: list[Entity]) -> list[CountryGroup]:
    """Group the places, keeping their order; countries by name, the places of no country last."""
    countries = {country.country_code: country for country in Entity.objects.countries().shown()}
    groups: dict[str, list[Entity]] = {}
    for place in places:
        groups.setdefault(place.country_code, []).append(place)
    in_no_country = groups.pop("", [])
    found = [_country_group(code, countries.get(code), within) for code, within in groups.items()]
    found.sort(key=lambda group: slugify(group.name))
    return found + ([CountryGroup("", None, in_no_country)] if in_no_country else [])


def _country_group(code: str, country: Entity | None, places: list[Entity]) -> CountryGroup:
    listed = next((place for place in places if place.place_type == "country"), None)
    return CountryGroup(
        name=str(country) if country else country_name(code),
        country=listed or country,
        places=[place for place in places if place is not listed],
        listed=listed is not None,
    )
