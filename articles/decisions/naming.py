"""What an entity is called: its name, its names by language, its aliases."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.decisions.addresses import address_for, is_free, move
from articles.decisions.merging import release
from articles.decisions.taking import CannotDecide, check_shown, held, record
from articles.decisions.wording import must_be_undone_first
from articles.models import Alias, Decision, Entity

LONGEST_NAME = 250


@transaction.atomic
def rename(entity: Entity, name: str, names: dict[str, str], by: AbstractBaseUser | None) -> Decision:
    """Call the entity by the name, and by the names in their languages; the old name stays an alias.

    The address follows the name, and the old one leads to it.
    """
    entity = held([entity])[entity.pk]
    name = _checked(name)
    check_rename(entity, name, names)
    before = _called(entity)
    # What articles bring later under one of them is the same.
    known = dict.fromkeys([entity.name, *entity.names.values(), name, *names.values()])
    move(entity, entity.kind, address_for(entity, entity.kind, name))
    entity.name, entity.names = name, names
    entity.save(update_fields=["name", "names", "slug"])
    decision = record(Decision.Kind.RENAME, entity, by, before=before, after=_called(entity))
    for alias in known:
        Alias.objects.get_or_create(entity=entity, name=alias, defaults={"added_by": decision})
    return decision


def check_rename(entity: Entity, name: str, names: dict[str, str]) -> None:
    """Refuse what would change nothing."""
    check_shown(entity)
    if (entity.name, entity.names) == (name, names):
        raise CannotDecide(_("That is what it is called already."))


def _called(entity: Entity) -> dict[str, Any]:
    return {"name": entity.name, "names": entity.names, "slug": entity.slug}


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise CannotDecide(_("A name has 1 to %(count)s characters.") % {"count": LONGEST_NAME})
    return name


def undo_rename(decision: Decision) -> None:
    """Give name, names and address back; the address in use meanwhile leads there."""
    entity, before = decision.entity, decision.details["before"]
    check_newest_of_name_and_address(decision)
    removed = Decision.objects.standing().filter(
        entity=entity, kind=Decision.Kind.REMOVE_ALIAS, details__added_by=decision.pk
    )
    if built_on := removed.first():
        raise must_be_undone_first(built_on)
    go_back_to(entity, entity.kind, before["slug"])
    entity.name, entity.names = before["name"], before["names"]
    entity.save(update_fields=["name", "names", "slug"])
    _take_aliases_back(decision)


def check_newest_of_name_and_address(decision: Decision) -> None:
    """Refuse to undo while a later decision changed name or address again."""
    again = [Decision.Kind.RENAME, Decision.Kind.RETYPE]
    later = Decision.objects.standing().filter(entity=decision.entity_id, kind__in=again, pk__gt=decision.pk)
    if newest := later.first():
        raise must_be_undone_first(newest)


def go_back_to(entity: Entity, kind: str, slug: str) -> None:
    """Give the entity (unsaved) an address it had."""
    if not is_free(entity, kind, slug):
        raise CannotDecide(_("Another entity has the address “%(slug)s” now.") % {"slug": slug})
    move(entity, kind, slug)


def _take_aliases_back(decision: Decision) -> None:
    """Delete the aliases the decision added, and release what imports merged because of them."""
    release(decision)
    Alias.objects.filter(added_by=decision).delete()


@transaction.atomic
def add_alias(entity: Entity, name: str, by: AbstractBaseUser | None) -> Decision:
    """Know the entity by one more name: also what later imports find under it will count as the entity."""
    entity = held([entity])[entity.pk]
    name = _checked(name)
    check_alias(entity, name)
    decision = record(Decision.Kind.ADD_ALIAS, entity, by, alias=name)
    Alias.objects.create(entity=entity, name=name, added_by=decision)
    return decision


def check_alias(entity: Entity, name: str) -> None:
    """Refuse an alias the entity has."""
    check_shown(entity)
    if entity.aliases.filter(name=name).exists():
        raise CannotDecide(_("“%(alias)s” is an alias of “%(name)s” already.") % {"alias": name, "name": entity.name})


def undo_add_alias(decision: Decision) -> None:
    """Delete the alias, and make entities of their own of those that imports merged because of it."""
    entity, alias = decision.entity, decision.details["alias"]
    if alias in (entity.name, *entity.names.values()):
        renamed = Decision.objects.standing().filter(entity=entity, kind=Decision.Kind.RENAME)
        raise must_be_undone_first(renamed.first())
    _take_aliases_back(decision)


@transaction.atomic
def remove_alias(alias: Alias, by: AbstractBaseUser | None) -> Decision:
    """Know the entity by the alias no longer."""
    entity = held([alias.entity_id])[alias.entity_id]
    alias = Alias.objects.select_related("added_by").filter(pk=alias.pk).first()
    check_removal(entity, alias)
    added_by = alias.added_by_id
    decision = record(Decision.Kind.REMOVE_ALIAS, entity, by, alias=alias.name, added_by=added_by)
    alias.delete()
    return decision


def check_removal(entity: Entity, alias: Alias | None) -> None:
    """Refuse to take away a name in use, or what undoing takes away."""
    check_shown(entity)
    if alias is None:
        raise CannotDecide(_("“%(name)s” has no such alias any more.") % {"name": entity.name})
    if alias.name in (entity.name, *entity.names.values()):
        raise CannotDecide(
            _("Readers see “%(alias)s” as its name: rename it first, then remove the alias.") % {"alias": alias.name}
        )
    if alias.added_by and alias.added_by.kind == Decision.Kind.ADD_ALIAS:
        raise CannotDecide(_("A librarian added “%(alias)s”: undo that decision instead.") % {"alias": alias.name})


def undo_remove_alias(decision: Decision) -> None:
    """Give the alias back."""
    details, entity = decision.details, decision.entity
    present = Alias.objects.filter(entity=entity, name=details["alias"]).select_related("added_by").first()
    if present and present.added_by:
        raise must_be_undone_first(present.added_by)
    Alias.objects.get_or_create(entity=entity, name=details["alias"], defaults={"added_by_id": details["added_by"]})
