"""A story that is right as it is, and two articles that have nothing to do with each other."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.chain_decisions.holding import articles_of, check_newest, held, pin_all, record, unpin
from articles.decisions.taking import CannotDecide
from articles.models import Story, StoryDecision, VersionLink


@transaction.atomic
def pin(story: Story, by: AbstractBaseUser | None) -> StoryDecision:
    """Keep the articles of the story together: chaining takes none of them out, nor joins them to a pinned story."""
    story = held([story.pk])[story.pk]
    decision = record(StoryDecision.Kind.PIN, story, by)
    pin_all(list(articles_of(story)), decision)
    return decision


def undo_pin(decision: StoryDecision) -> None:
    """Let chaining move them again."""
    check_newest(decision)
    unpin(decision)


@transaction.atomic
def dismiss(link: VersionLink, by: AbstractBaseUser | None) -> StoryDecision:
    """Say that an article does not continue the other: they are not joined, nor is it suggested again."""
    link = VersionLink.objects.select_for_update(of=["self"]).select_related("article", "earlier").get(pk=link.pk)
    if link.state != VersionLink.State.SUGGESTED:
        raise CannotDecide(_("This is decided already."))
    decision = record(
        StoryDecision.Kind.DISMISS,
        link.earlier.story,
        by,
        link=link.pk,
        articles=[link.earlier_id, link.article_id],
        headlines=[str(link.earlier)[:200], str(link.article)[:200]],
    )
    VersionLink.objects.filter(pk=link.pk).update(state=VersionLink.State.DISMISSED, decision=decision)
    return decision


def undo_dismiss(decision: StoryDecision) -> None:
    """Suggest it again."""
    link = VersionLink.objects.filter(pk=decision.details["link"], decision=decision)
    link.update(state=VersionLink.State.SUGGESTED, decision=None)
