"""What a librarian decides about notices: confirm, dismiss, tie by hand, undo. The machine never overrides it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Notice, NoticeKind, Tie


class CannotTie(ValueError):
    """Why a notice cannot be tied so, in a sentence for the librarian."""


@transaction.atomic
def decide(pk: int, state: str, by: AbstractBaseUser | None) -> Tie:
    """Have a tie stand, or dismiss it."""
    tie = _held(pk)
    tie.state = Tie.State(state)
    tie.by_hand, tie.decided_by, tie.decided_at = True, by, timezone.now()
    tie.save(update_fields=["state", "by_hand", "decided_by", "decided_at"])
    return tie


@transaction.atomic
def tie_by_hand(notice: int, target: int, kind: str, by: AbstractBaseUser | None) -> Tie:
    """Say that one article acts on another, whether or not the machine took it for a notice."""
    if notice == target:
        raise CannotTie(_("A notice cannot act on itself."))
    known = set(Article.objects.filter(pk__in=[notice, target]).values_list("pk", flat=True))
    if missing := {notice, target} - known:
        raise CannotTie(_("There is no article number %(number)s.") % {"number": min(missing)})
    Notice.objects.get_or_create(article_id=notice, defaults={"kind": NoticeKind(kind), "certain": False})
    values = {
        "kind": NoticeKind(kind),
        "state": Tie.State.STANDING,
        "by_hand": True,
        "decided_by": by,
        "decided_at": timezone.now(),
    }
    tie, _new = Tie.objects.update_or_create(
        notice_id=notice,
        target_id=target,
        defaults=values,
        create_defaults={**values, "evidence": ["librarian"]},
    )
    return tie


@transaction.atomic
def undo(pk: int) -> Tie | None:
    """Give a tie back to the machine, as it was sure or unsure of it; nothing is left of one made by hand."""
    tie = _held(pk)
    if not tie.by_hand:
        raise CannotTie(_("Nobody decided this: there is nothing to undo."))
    if tie.confidence is None:
        notice = tie.notice
        tie.delete()
        if not notice.headlines and not notice.ties.exists():
            notice.delete()
        return None
    tie.state = Tie.State.STANDING if tie.confidence >= Tie.SURE else Tie.State.WAITING
    tie.by_hand, tie.decided_by, tie.decided_at = False, None, None
    tie.save(update_fields=["state", "by_hand", "decided_by", "decided_at"])
    return tie


def _held(pk: int) -> Tie:
    tie = Tie.objects.select_for_update(of=("self",)).select_related("notice__article", "target").filter(pk=pk).first()
    if not tie:
        raise CannotTie(_("This tie is not there any more: the notice was imported anew."))
    return tie
