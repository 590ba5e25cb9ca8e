"""Taking a decision back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.decisions.kinds import undo_hide, undo_retype
from articles.decisions.merging import undo_merge
from articles.decisions.naming import undo_add_alias, undo_remove_alias, undo_rename
from articles.decisions.pinning import undo_pin
from articles.decisions.taking import CannotDecide, held
from articles.models import Decision, Entity

UNDO: dict[str, Callable[[Decision], None]] = {
    Decision.Kind.MERGE: undo_merge,
    Decision.Kind.PIN: undo_pin,
    Decision.Kind.RENAME: undo_rename,
    Decision.Kind.ADD_ALIAS: undo_add_alias,
    Decision.Kind.REMOVE_ALIAS: undo_remove_alias,
    Decision.Kind.RETYPE: undo_retype,
    Decision.Kind.HIDE: undo_hide,
    Decision.Kind.DISMISS: lambda decision: None,
}


@transaction.atomic
def undo(decision: Decision, by: AbstractBaseUser | None) -> Decision:
    """Put everything back as it was before the decision; an address in use meanwhile keeps leading there."""
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_at:
        raise CannotDecide(_("This decision was undone already."))
    entities = held([decision.entity_id, *_still_there(decision.details["with"])])
    decision.entity = entities[decision.entity_id]
    UNDO[decision.kind](decision)
    decision.undone_by, decision.undone_at = by, timezone.now()
    decision.save(update_fields=["undone_by", "undone_at"])
    return decision


def _still_there(ids: list[int]) -> list[int]:
    return list(Entity.objects.filter(pk__in=ids).values_list("pk", flat=True))
