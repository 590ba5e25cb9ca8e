"""The addresses of entities: no two share one, and one that was given up leads to its entity for good."""

from __future__ import annotations

from itertools import chain, count

from django.db import connection
from django.utils.text import slugify

from articles.models import Entity, OldAddress

LONGEST_BASE = 100


def folded(text: str) -> str:
    """Return the text without accents and ligatures, as the archive compares names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT newsroom_fold(%s)", [text])
        return cursor.fetchone()[0]


def written_as_address(name: str) -> str:
    return slugify(folded(name), allow_unicode=True)[:LONGEST_BASE].strip("-") or "unnamed"


def address_for(entity: Entity, kind: str, name: str) -> str:
    """Return the address the entity gets among that kind under that name: its own while that still fits."""
    base = written_as_address(name)
    if kind == entity.kind and base == written_as_address(entity.name):
        return entity.slug
    country = [f"{base}-{entity.country_code.lower()}"] if kind == "place" and entity.country_code else []
    numbered = (f"{base}-{number}" for number in count(2))
    return next(slug for slug in chain([base, *country], numbered) if is_free(entity, kind, slug))


def is_free(entity: Entity, kind: str, slug: str) -> bool:
    """Tell whether no other entity has the address, or had it."""
    at_address = {"kind": kind, "slug": slug}
    others = Entity.objects.filter(**at_address).exclude(pk=entity.pk)
    left_behind = OldAddress.objects.filter(**at_address).exclude(entity=entity.pk)
    return not others.exists() and not left_behind.exists()


def move(entity: Entity, kind: str, slug: str) -> None:
    """Give the entity kind and address (unsaved); the address it had leads to it from now on."""
    if (entity.kind, entity.slug) == (kind, slug):
        return
    OldAddress.objects.filter(kind=kind, slug=slug, entity=entity).delete()
    OldAddress.objects.update_or_create(kind=entity.kind, slug=entity.slug, defaults={"entity": entity})
    entity.kind, entity.slug = kind, slug
