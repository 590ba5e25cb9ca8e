"""What every decision has in common: entities held while it is taken, a refusal in words, a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Decision, Entity


class CannotDecide(ValueError):
    """Why a decision cannot be taken or undone, in a sentence for the librarian."""


def held(entities: Iterable[Entity | int]) -> dict[int, Entity]:
    """Return the entities as they are now, by id; nobody else decides about them until the transaction ends.

    Those merged into them are held as well, all in the order of their ids: two librarians never wait for each other.
    """
    ids = [entity.pk if isinstance(entity, Entity) else entity for entity in entities]
    rows = Entity.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).order_by("pk")
    # Only what others decide is kept out: imports go on writing mentions of these entities.
    found = {entity.pk: entity for entity in rows.select_for_update(no_key=True)}
    if missing := set(ids) - found.keys():
        raise CannotDecide(_("There is no entity number %(number)s any more.") % {"number": min(missing)})
    return found


def check_shown(*entities: Entity) -> None:
    """Refuse what is not there for readers: of that, nothing is decided but undoing."""
    for entity in entities:
        if entity.merged_into:
            raise CannotDecide(
                _("“%(name)s” was merged into “%(other)s”: decide about that one, or undo the merge first.")
                % {"name": entity.name, "other": entity.merged_into.name}
            )
        if entity.hidden_by_id:
            raise CannotDecide(_("“%(name)s” is hidden: undo that first.") % {"name": entity.name})


def record(
    kind: str, entity: Entity, by: AbstractBaseUser | None, concerned: Iterable[Entity] = (), **details: Any
) -> Decision:
    """Return the new decision about the entity, with the others it concerns and all their names as of now."""
    others = list(concerned)
    details |= {"name": entity.name, "with": [each.pk for each in others], "names": [each.name for each in others]}
    return Decision.objects.create(kind=kind, entity=entity, made_by=by, details=details)
