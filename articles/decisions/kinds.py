"""What an entity is, and whether it is anything at all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.decisions.addresses import address_for, move
from articles.decisions.enclosing import check_nothing_lies_in, put_back, take_out
from articles.decisions.naming import check_newest_of_name_and_address, go_back_to
from articles.decisions.taking import CannotDecide, check_shown, held, record
from articles.decisions.wording import must_be_undone_first
from articles.models import DatelinePlace, Decision, Entity

OF_PLACES_ONLY = {"place_type": "", "latitude": None, "longitude": None}


@transaction.atomic
def retype(entity: Entity, kind: str, by: AbstractBaseUser | None) -> Decision:
    """Make the entity one of another kind, with an address there; the old address leads to it."""
    entity = held([entity])[entity.pk]
    check_retype(entity, kind)
    before = _state(entity)
    if entity.kind == Entity.Kind.PLACE:
        for name, nothing in OF_PLACES_ONLY.items():
            setattr(entity, name, nothing)
    move(entity, kind, address_for(entity, kind, entity.name))
    entity.save(update_fields=["kind", "slug", *OF_PLACES_ONLY])
    decision = record(Decision.Kind.RETYPE, entity, by, before=before, after=_state(entity))
    if before["kind"] == Entity.Kind.PLACE:
        take_out(decision, [entity, *entity.merged.all()])
    return decision


def check_retype(entity: Entity, kind: str) -> None:
    """Refuse a change that leaves places or datelines without their place."""
    if kind not in Entity.Kind.values:
        raise CannotDecide(_("There is no such kind."))
    check_shown(entity)
    if kind == entity.kind:
        raise CannotDecide(_("That is what it is already."))
    if entity.kind == Entity.Kind.PLACE:
        check_nothing_lies_in(entity)
        _check_nothing_filed_from(entity)


def _check_nothing_filed_from(place: Entity) -> None:
    if DatelinePlace.objects.filter(place__in=place.family_ids).exists():
        raise CannotDecide(_("Articles were filed from “%(name)s”: it is a place.") % {"name": place.name})


def _state(entity: Entity) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in ("kind", "slug", *OF_PLACES_ONLY)}


def undo_retype(decision: Decision) -> None:
    """Give back kind, address, and what only a place has."""
    entity, before = decision.entity, decision.details["before"]
    check_newest_of_name_and_address(decision)
    if entity.merged_by:
        raise must_be_undone_first(entity.merged_by)
    merged_since = Decision.objects.standing().filter(entity=entity, kind=Decision.Kind.MERGE, pk__gt=decision.pk)
    if built_on := merged_since.first():
        raise must_be_undone_first(built_on)
    if entity.kind == Entity.Kind.PLACE:
        check_nothing_lies_in(entity)
        _check_nothing_filed_from(entity)
        entity.parent = None
    go_back_to(entity, before["kind"], before["slug"])
    for name in OF_PLACES_ONLY:
        setattr(entity, name, before[name])
    entity.save(update_fields=["kind", "slug", "parent", *OF_PLACES_ONLY])
    put_back(decision)


@transaction.atomic
def hide(entity: Entity, by: AbstractBaseUser | None) -> Decision:
    """Show readers no page of the entity, and no article as naming it."""
    entity = held([entity])[entity.pk]
    check_hide(entity)
    decision = record(Decision.Kind.HIDE, entity, by)
    Entity.objects.filter(pk=entity.pk).update(hidden_by=decision)
    if entity.kind == Entity.Kind.PLACE:
        take_out(decision, [entity, *entity.merged.all()])
    return decision


def check_hide(entity: Entity) -> None:
    """Refuse to hide what is not shown, or a place that encloses others."""
    check_shown(entity)
    if entity.kind == Entity.Kind.PLACE:
        check_nothing_lies_in(entity)


def undo_hide(decision: Decision) -> None:
    """Show the entity again, a place where it lay."""
    Entity.objects.filter(hidden_by=decision).update(hidden_by=None)
    put_back(decision)
