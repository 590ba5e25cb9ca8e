"""Whom single mentions mean: what a librarian says of a mention, extraction leaves alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import count

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.decisions.addresses import address_for, folded
from articles.decisions.taking import CannotDecide, check_shown, held, record
from articles.decisions.wording import must_be_undone_first
from articles.models import Alias, Decision, Entity, Mention

MOST_AT_ONCE = 1000
LONGEST_KEY = 200
JOINED = re.compile(r"[\s\-‐‑’']+")


@transaction.atomic
def pin(mentions: Collection[Mention], entity: Entity, by: AbstractBaseUser | None) -> Decision:
    """Give the mentions to the entity, or confirm that they are its own, for good."""
    rows = _held_mentions(mentions)
    now = held([entity, *{row.entity_id for row in rows}])
    entity = now[entity.pk]
    check_shown(entity)
    others = {row.entity_id for row in rows} - {entity.pk, *_merged_into(entity, now)}
    decision = record(Decision.Kind.PIN, entity, by, [now[pk] for pk in sorted(others)], mentions=_as_they_are(rows))
    _give(rows, entity, decision)
    return decision


@transaction.atomic
def split(mentions: Collection[Mention], name: str, by: AbstractBaseUser | None, kind: str = "") -> Decision:
    """Give the mentions, all of one entity, to a new entity of that name."""
    rows = _held_mentions(mentions)
    now = held({row.entity_id for row in rows})
    owner = only_owner(now[pk] for pk in {row.entity_id for row in rows})
    check_shown(owner)
    made = _make(name.strip(), kind or owner.kind)
    decision = record(Decision.Kind.PIN, owner, by, [made], mentions=_as_they_are(rows), made=made.pk)
    _give(rows, made, decision)
    return decision


def check_mentions(mentions: Sequence[Mention]) -> None:
    """Refuse none, and more than can be looked at."""
    if not mentions:
        raise CannotDecide(_("Choose at least one mention."))
    if len(mentions) > MOST_AT_ONCE:
        raise CannotDecide(_("At most %(count)s mentions are pinned at once.") % {"count": MOST_AT_ONCE})


def _held_mentions(mentions: Collection[Mention]) -> list[Mention]:
    ids = [mention.pk for mention in mentions]
    rows = list(Mention.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    check_mentions(rows)
    return rows


def _as_they_are(rows: Sequence[Mention]) -> dict[str, list[int | None]]:
    """Return by mention the entity it has and the decision that pinned it there."""
    return {str(row.pk): [row.entity_id, row.pinned_by_id] for row in rows}


def _give(rows: Sequence[Mention], entity: Entity, decision: Decision) -> None:
    Mention.objects.filter(pk__in=[row.pk for row in rows]).update(entity=entity, pinned_by=decision)


def _merged_into(entity: Entity, entities: dict[int, Entity]) -> set[int]:
    return {each.pk for each in entities.values() if each.merged_into_id == entity.pk}


def only_owner(entities: Iterable[Entity]) -> Entity:
    """Return the one entity that all of them count as, or refuse."""
    owners = {entity.canonical for entity in entities}
    if len(owners) > 1:
        raise CannotDecide(_("These are mentions of several entities: choose those of one."))
    return owners.pop()


def _make(name: str, kind: str) -> Entity:
    """Return a new entity, under the key extraction would give it unless another has that one."""
    if not name or len(name) > Entity._meta.get_field("name").max_length or kind not in Entity.Kind.values:
        raise CannotDecide(_("Give the new one a name."))
    made = Entity(kind=kind, name=name, key=_free_key(kind, name))
    made.slug = address_for(Entity(), kind, name)
    made.save()
    Alias.objects.create(entity=made, name=name)
    return made


def _free_key(kind: str, name: str) -> str:
    key = f"{kind}:{JOINED.sub(' ', folded(name)).lower()[:LONGEST_KEY]}"
    if not Entity.objects.filter(key=key).exists():
        return key
    numbered = (f"{key}#{number}" for number in count(2))
    return next(key for key in numbered if not Entity.objects.filter(key=key).exists())


def undo_pin(decision: Decision) -> None:
    """Give the mentions back to the entities they had; one made for them counts as the one they were split off."""
    was = decision.details["mentions"]
    pinned = Mention.objects.filter(pk__in=was, pinned_by__isnull=False).select_related("pinned_by").order_by("pk")
    rows = list(pinned.select_for_update(of=["self"]))
    if repinned := next((row for row in rows if row.pinned_by_id != decision.pk), None):
        raise must_be_undone_first(repinned.pinned_by)
    _give_back(rows, was)
    if made := Entity.objects.filter(pk=decision.details.get("made")).first():
        since = Decision.objects.standing().concerning(made).exclude(pk=decision.pk)
        if built_on := since.first():
            raise must_be_undone_first(built_on)
        # Its address may have been cited: it stays, and leads to where the mentions are again.
        Entity.objects.filter(pk=made.pk).update(merged_into=decision.entity.canonical, merged_by=decision)


def _give_back(rows: Sequence[Mention], was: dict[str, list[int | None]]) -> None:
    groups: dict[tuple[int, int | None], list[int]] = {}
    for row in rows:
        groups.setdefault(tuple(was[str(row.pk)]), []).append(row.pk)
    there = set(Entity.objects.filter(pk__in=[entity_id for entity_id, _ in groups]).values_list("pk", flat=True))
    for (entity_id, pinned_by), ids in groups.items():
        if entity_id not in there:
            raise CannotDecide(_("The entity the mentions had was deleted meanwhile."))
        Mention.objects.filter(pk__in=ids).update(entity=entity_id, pinned_by=pinned_by)
