"""Several stories that are one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from articles.chain_decisions.holding import articles_of, check_newest, held, pin_all, record, unpin
from articles.chain_decisions.wording import must_be_undone_first
from articles.decisions.taking import CannotDecide
from articles.dropped import settle_dropped
from articles.models import Article, OldStory, Story, StoryDecision, VersionLink


@transaction.atomic
def join(stories: Collection[Story], by: AbstractBaseUser | None) -> StoryDecision:
    """Make one story of several, under the number of the oldest; the other numbers lead to it from now on."""
    now = held(story.pk for story in stories)
    target, *others = (now[pk] for pk in sorted(now))
    check_join([target, *others])
    moved = {article: story.pk for story in others for article in articles_of(story)}
    decision = record(
        StoryDecision.Kind.JOIN,
        target,
        by,
        moved={str(article): story for article, story in moved.items()},
        created={str(story.pk): story.created_at.isoformat() for story in others},
        headlines=[str(story)[:200] for story in others],
        led=_led([story.pk for story in others]),
    )
    Article.objects.filter(pk__in=moved).update(story=target)
    lead_on([story.pk for story in others], target)
    _confirm(decision, target)
    pin_all(list(articles_of(target)), decision)
    settle_dropped([target.pk])
    return decision


def check_join(stories: Sequence[Story]) -> None:
    """Refuse a join of nothing, and of what was told apart."""
    if len(stories) < 2:
        raise CannotDecide(_("Choose at least two stories to join."))
    told_apart = VersionLink.objects.told_apart().filter(article__story__in=stories, earlier__story__in=stories)
    if between := told_apart.filter(decision__isnull=False).select_related("decision").first():
        raise must_be_undone_first(between.decision)


def lead_on(emptied: Collection[int], target: Story) -> None:
    """Let the numbers of emptied stories, and those that led to them, lead to the target."""
    OldStory.objects.filter(story__in=emptied).update(story=target)
    for number in sorted(emptied):
        OldStory.objects.create(pk=number, story=target)
    Story.objects.filter(pk__in=emptied).delete()


def _led(stories: Collection[int]) -> dict[str, int]:
    return {str(pk): story for pk, story in OldStory.objects.filter(story__in=stories).values_list("pk", "story")}


def _confirm(decision: StoryDecision, target: Story) -> None:
    """What was suggested between the stories is so."""
    within = VersionLink.objects.filter(article__story=target, earlier__story=target, state="suggested")
    decision.details["confirmed"] = list(within.values_list("pk", flat=True))
    within.update(state=VersionLink.State.SURE, decision=decision)


def undo_join(decision: StoryDecision) -> None:
    """Take the stories apart again, each under its own number; what joined them since stays in the oldest."""
    check_newest(decision)
    moved = {int(article): story for article, story in decision.details["moved"].items()}
    for number, created_at in decision.details["created"].items():
        OldStory.objects.filter(pk=int(number)).delete()
        story = Story.objects.create(pk=int(number))
        Story.objects.filter(pk=story.pk).update(created_at=created_at)
        Article.objects.filter(pk__in=[pk for pk, its in moved.items() if its == story.pk]).update(story=story)
    for number, story in decision.details["led"].items():
        OldStory.objects.filter(pk=int(number)).update(story=story)
    links = VersionLink.objects.filter(pk__in=decision.details["confirmed"], decision=decision)
    links.update(state=VersionLink.State.SUGGESTED, decision=None)
    unpin(decision)
