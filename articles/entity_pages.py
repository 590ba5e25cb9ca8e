"""What the pages of places, people and organisations show besides their articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.dates import MONTHS

from articles.company import company
from articles.languages import country_name
from articles.models import Alias, Entity
from articles.tallied_entities import count_naming
from articles.timelines import Tally, articles_of


def counted(entities: Sequence[Entity]) -> Sequence[Entity]:
    """Give each person or organisation `naming`, its number of articles."""
    naming = count_naming([entity.pk for entity in entities])
    for entity in entities:
        entity.naming = naming.get(entity.pk, 0)
    return entities


def portrait(entity: Entity, tally: Tally, inside: list[int]) -> dict[str, Any]:
    """Return what is known of the entity, and its company in the articles of one tally."""
    ends = articles_of(tally, entity).first_and_last()
    return {
        "aliases": other_names(entity),
        "country": country_name(entity.country_code) if entity.country_code else "",
        "first": ends[0] if ends else None,
        "last": ends[-1] if ends else None,
        "timeline": tally.timeline(),
        "month_names": list(MONTHS.values()),
        "company": company(entity, tally, inside),
    }


def other_names(entity: Entity) -> list[tuple[str, str]]:
    """Return the names beside the one shown, first those whose language is known; capitals alone make no other name."""
    names = {name: language for language, name in entity.names.items() if name}
    names.setdefault(entity.name, "")
    of_it_or_merged = Alias.objects.filter(Q(entity=entity) | Q(entity__merged_into=entity))
    for alias in of_it_or_merged.values_list("name", flat=True):
        names.setdefault(alias, "")
    different: dict[str, tuple[str, str]] = {}
    for name, language in names.items():
        different.setdefault(name.casefold(), (name, language))
    different.pop(entity.display_name.casefold(), None)
    return sorted(different.values(), key=lambda other: (not other[1], other[0]))
