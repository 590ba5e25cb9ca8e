"""Several entities that are one, and two that are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.decisions.enclosing import enclosing, put_back, take_out
from articles.decisions.taking import CannotDecide, check_shown, held, record
from articles.decisions.wording import must_be_undone_first
from articles.models import Decision, Entity

MOST_AT_ONCE = 100


@transaction.atomic
def merge(target: Entity, sources: Collection[Entity], by: AbstractBaseUser | None) -> Decision:
    """Let the sources, and what was merged into them, count as the target from now on."""
    now = held([target, *sources])
    target, sources = now[target.pk], [now[pk] for pk in dict.fromkeys(source.pk for source in sources)]
    check_merge(target, sources)
    decision = record(Decision.Kind.MERGE, target, by, sources)
    merged_before = list(Entity.objects.filter(merged_into__in=sources))
    _point(merged_before, target)
    Entity.objects.filter(pk__in=[source.pk for source in sources]).update(merged_into=target, merged_by=decision)
    if target.kind == Entity.Kind.PLACE:
        take_out(decision, [*sources, *merged_before], target)
    return decision


def check_merge(target: Entity, sources: Sequence[Entity]) -> None:
    """Refuse a merge that makes no sense."""
    if not sources:
        raise CannotDecide(_("Choose at least two to merge."))
    if len(sources) > MOST_AT_ONCE:
        raise CannotDecide(_("At most %(count)s are merged at once.") % {"count": MOST_AT_ONCE})
    if target in sources:
        raise CannotDecide(_("“%(name)s” cannot be merged into itself.") % {"name": target.name})
    check_shown(target, *sources)
    for source in sources:
        if source.kind != target.kind:
            raise CannotDecide(
                _("“%(source)s” (%(source_kind)s) and “%(target)s” (%(kind)s) differ in kind: change one’s kind first.")
                % {
                    "source": source.name,
                    "source_kind": source.get_kind_display(),
                    "target": target.name,
                    "kind": target.get_kind_display(),
                }
            )
    if target.kind == Entity.Kind.PLACE:
        _check_no_source_encloses(target, sources)


def _check_no_source_encloses(target: Entity, sources: Sequence[Entity]) -> None:
    around = enclosing(target.pk)
    for source in sources:
        if source.pk in around:
            raise CannotDecide(
                _("“%(target)s” lies in “%(source)s”: merge them the other way round.")
                % {"target": target.name, "source": source.name}
            )


def undo_merge(decision: Decision) -> None:
    """Make entities of the sources again, and point what had been merged into them back at them."""
    target = decision.entity
    if target.merged_by:
        raise must_be_undone_first(target.merged_by)
    release(decision)
    for entity in Entity.objects.filter(merged_into=target).select_related("merged_by__entity"):
        _point([entity], _merged_into_at_last(entity))
    put_back(decision)


def release(decision: Decision) -> None:
    """Make entities of their own of those merged by the decision."""
    Entity.objects.filter(merged_by=decision).update(merged_into=None, merged_by=None)


def _point(entities: Collection[Entity], target: Entity) -> None:
    Entity.objects.filter(pk__in=[entity.pk for entity in entities]).update(merged_into=target)


def _merged_into_at_last(entity: Entity) -> Entity:
    """Return what the entity counts as by the decisions that stand, each of which merged into its own entity."""
    while entity.merged_by:
        entity = entity.merged_by.entity
    return entity


@transaction.atomic
def dismiss(first: Entity, second: Entity, by: AbstractBaseUser | None) -> Decision:
    """Remember that the two are not the same, so that merging them is not suggested again."""
    if first == second:
        raise CannotDecide(_("Choose two that are not the same."))
    held([first, second])
    if frozenset([first.pk, second.pk]) in Decision.objects.pairs_told_apart():
        raise CannotDecide(_("These two were told apart already."))
    return record(Decision.Kind.DISMISS, first, by, [second])
