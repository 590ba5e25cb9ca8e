"""What the pages of places, people and organisations show besides their articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import get_language

from articles.calendars import share
from articles.languages import country_name
from articles.models import Article, Entity
from articles.querysets import NO_DATE

PARTS_SHOWN = 60


@dataclass(frozen=True)
class YearRow:
    """How many articles of a year were filed from the entity, and how many name it; year None: undated."""

    year: int | None
    filed_from: int
    naming: int
    share_filed_from: int
    share_naming: int


@dataclass(frozen=True)
class CountryGroup:
    """A country's places, the country itself first; or those of no country."""

    name: str
    country: Entity | None
    places: list[Entity]
    listed: bool = False
    """Whether the country itself is among the places asked for."""


def counted(entities: Sequence[Entity]) -> Sequence[Entity]:
    """Give each person or organisation `naming`, its number of articles."""
    naming = Entity.objects.count_articles(entity.pk for entity in entities)
    for entity in entities:
        entity.naming = naming.get(entity.pk, 0)
    return entities


def portrait(entity: Entity) -> dict[str, Any]:
    """Return what is known of the entity, and its years."""
    rows = Article.objects.count_by_year_naming(entity)
    most = max((max(filed_from, naming) for _year, filed_from, naming in rows), default=0)
    is_place = entity.kind == Entity.Kind.PLACE
    parts = list(entity.parts.shown().shown_in(_language())[: PARTS_SHOWN + 1]) if is_place else []
    return {
        "aliases": _other_names(entity),
        "country": country_name(entity.country_code) if entity.country_code else "",
        "years": [
            YearRow(None if year == NO_DATE.year else year, filed, naming, share(filed, most), share(naming, most))
            for year, filed, naming in rows
        ],
        "filed_from": sum(filed for _year, filed, _naming in rows),
        "naming": sum(naming for _year, _filed, naming in rows),
        "parts": parts[:PARTS_SHOWN],
        "more_parts": len(parts) > PARTS_SHOWN,
    }


def places_by_country(shown: QuerySet) -> list[CountryGroup]:
    """Group places under their countries by name, those of no country last; needs `shown_in`."""
    countries = {country.country_code: country for country in Entity.objects.countries().shown_in(_language())}
    groups: dict[str, list[Entity]] = {}
    filed_from = Article.objects.count_by_entity("filed_from_ids")
    naming = Article.objects.count_by_entity("entity_ids")
    for place in shown:
        place.filed_from, place.naming = filed_from.get(place.pk, 0), naming.get(place.pk, 0)
        groups.setdefault(place.country_code, []).append(place)
    in_no_country = groups.pop("", [])
    found = [_country_group(code, countries.get(code), places) for code, places in groups.items()]
    found.sort(key=lambda group: slugify(group.name))
    return found + ([CountryGroup("", None, in_no_country)] if in_no_country else [])


def _country_group(code: str, country: Entity | None, places: list[Entity]) -> CountryGroup:
    listed = next((place for place in places if place.place_type == "country"), None)
    return CountryGroup(
        name=country.shown if country else country_name(code),
        country=listed or country,
        places=[place for place in places if place is not listed],
        listed=listed is not None,
    )


def _other_names(entity: Entity) -> list[tuple[str, str]]:
    """Return the names beside the one shown, each with its language where it is known."""
    names = dict.fromkeys(entity.aliases.values_list("name", flat=True), "")
    names |= {name: language for language, name in entity.names.items() if name}
    names.setdefault(entity.name, "")
    names.pop(entity.display_name, None)
    return sorted(names.items())


def _language() -> str:
    return (get_language() or "en")[:2]
