"""Taking a decision about stories back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.chain_decisions.joining import undo_join
from articles.chain_decisions.keeping import undo_dismiss, undo_pin
from articles.chain_decisions.splitting import undo_split
from articles.decisions.taking import CannotDecide
from articles.dropped import settle_dropped
from articles.models import StoryDecision

UNDO: dict[str, Callable[[StoryDecision], None]] = {
    StoryDecision.Kind.JOIN: undo_join,
    StoryDecision.Kind.SPLIT: undo_split,
    StoryDecision.Kind.PIN: undo_pin,
    StoryDecision.Kind.DISMISS: undo_dismiss,
}


@transaction.atomic
def undo(decision: StoryDecision, by: AbstractBaseUser | None) -> StoryDecision:
    """Put everything back as it was before the decision; numbers of stories in use meanwhile keep leading somewhere."""
    decision = StoryDecision.objects.select_for_update(of=["self"]).get(pk=decision.pk)
    if decision.undone_at:
        raise CannotDecide(_("This decision was undone already."))
    UNDO[decision.kind](decision)
    settle_dropped([decision.story_id, *map(int, decision.details.get("created", ()))])
    decision.undone_by, decision.undone_at = by, timezone.now()
    decision.save(update_fields=["undone_by", "undone_at"])
    return decision
