"""Places around a place: articles count for those, so one that turns out wrong is taken out of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.decisions.taking import CannotDecide
from articles.decisions.wording import must_be_undone_first
from articles.models import Article, Decision, Entity
from articles.tallying import fold

MOST_COUNTED_ANEW = 2000


def enclosing(place_id: int) -> set[int]:
    """Return the ids of the place, as what it counts, and of all places its articles count for."""
    found: set[int] = set()
    level = {place_id}
    while level:
        found |= level
        around = Entity.objects.filter(pk__in=level).values_list("parent_id", "merged_into_id")
        level = {pk for pair in around for pk in pair if pk} - found
    return set(Entity.objects.filter(pk__in=found, merged_into=None).values_list("pk", flat=True))


def take_out(decision: Decision, places: Iterable[Entity], target: Entity | None = None) -> None:
    """Take the places out of those around them unless these enclose the target as well; the decision remembers."""
    places = list(places)
    if Decision.objects.filter(details__unsettled__has_any_keys=[str(place.pk) for place in places]).exists():
        raise CannotDecide(_("Its articles are still to be counted anew: manage.py settle_places does."))
    allowed = enclosing(target.pk) if target else set()
    wrong = [place for place in places if place.parent_id and not enclosing(place.parent_id) <= allowed]
    decision.details["lay_in"] = {str(place.pk): place.parent_id for place in wrong}
    _move(decision, {place.pk: None for place in wrong})


def put_back(decision: Decision) -> None:
    """Put the places back that the decision took out of those around them."""
    unsettled = decision.details.pop("unsettled", {})
    taken_out = {int(pk): parent for pk, parent in decision.details.get("lay_in", {}).items() if pk not in unsettled}
    around = {place.pk: place for place in Entity.objects.filter(pk__in=taken_out.values())}
    for pk, parent_id in taken_out.items():
        _check_encloses_again(around.get(parent_id), pk)
    _move(decision, taken_out)


def _check_encloses_again(parent: Entity | None, place_id: int) -> None:
    if parent is None:
        raise CannotDecide(_("A place it lay in was deleted meanwhile: it cannot be put back."))
    if parent.hidden_by or parent.kind != Entity.Kind.PLACE:
        left = Decision.objects.standing().filter(entity=parent, kind__in=["hide", "retype"])
        raise must_be_undone_first(left.first())
    if place_id in enclosing(parent.pk):
        raise CannotDecide(_("“%(name)s” lies in it now: say first where that lies.") % {"name": parent.name})


def _move(decision: Decision, parents: dict[int, int | None]) -> None:
    """Let the places lie where they are to, and the database count their articles anew.

    That takes milliseconds for each article, so that places named by many wait for `settle`.
    """
    waiting = {pk for pk in parents if is_named_by_many(pk)}
    for pk in parents.keys() - waiting:
        Entity.objects.filter(pk=pk).update(parent=parents[pk])
    if waiting:
        decision.details["unsettled"] = {str(pk): parents[pk] for pk in waiting}
    decision.save(update_fields=["details"])


def is_named_by_many(place_id: int) -> bool:
    """Tell whether more articles count for the place than can be counted anew while somebody waits."""
    counted = Article.objects.filter(Q(entity_ids__contains=[place_id]) | Q(filed_from_ids__contains=[place_id]))
    return counted.order_by()[: MOST_COUNTED_ANEW + 1].count() > MOST_COUNTED_ANEW


def settle() -> int:
    """Move the places that decisions left where they were, however many articles name them; return how many."""
    settled = 0
    for decision in Decision.objects.filter(details__has_key="unsettled").order_by("pk"):
        with transaction.atomic():
            decision = Decision.objects.select_for_update().get(pk=decision.pk)
            for pk, parent_id in decision.details.pop("unsettled", {}).items():
                settled += Entity.objects.filter(pk=pk).update(parent=parent_id)
            decision.save(update_fields=["details"])
    fold(wait=False)
    return settled


def check_nothing_lies_in(place: Entity) -> None:
    """Refuse to take away a place that encloses others or that articles were filed from."""
    inside = Entity.objects.filter(parent__in=place.family_ids).first()
    if inside:
        raise CannotDecide(
            _("“%(inside)s” lies in “%(name)s”: say first where it lies.") % {"inside": inside.name, "name": place.name}
        )
