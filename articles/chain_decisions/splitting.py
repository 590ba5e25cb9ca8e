"""One story that is two."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.chain_decisions.holding import articles_of, check_newest, held, pin_all, record, unpin
from articles.chain_decisions.joining import lead_on
from articles.decisions.taking import CannotDecide
from articles.dropped import settle_dropped
from articles.models import Article, Story, StoryDecision, VersionLink


@transaction.atomic
def split(story: Story, articles: Collection[int], by: AbstractBaseUser | None) -> StoryDecision:
    """Give the articles, some of the story's, a story of their own; the others keep its number."""
    story = held([story.pk])[story.pk]
    own = articles_of(story)
    leaving = sorted(set(articles) & own.keys())
    check_split(own, leaving)
    made = Story.objects.create()
    decision = record(
        StoryDecision.Kind.SPLIT,
        story,
        by,
        made=made.pk,
        leaving=leaving,
        headlines=[str(own[article])[:200] for article in leaving],
        links=_tell_apart(own.keys() - set(leaving), leaving),
    )
    VersionLink.objects.filter(pk__in=decision.details["links"]).update(decision=decision)
    Article.objects.filter(pk__in=leaving).update(story=made)
    pin_all(list(own), decision)
    settle_dropped([story.pk, made.pk])
    return decision


def check_split(own: Collection[int], leaving: Collection[int]) -> None:
    """Refuse to split off nothing, or everything."""
    if not leaving:
        raise CannotDecide(_("Choose at least one article of this story."))
    if len(leaving) == len(own):
        raise CannotDecide(_("Leave at least one article in this story."))


def _tell_apart(staying: Collection[int], leaving: Collection[int]) -> dict[str, list]:
    """Tell the two sides apart where they are linked; return the links, with the state and decision they had."""
    across = VersionLink.objects.filter(
        Q(article__in=staying, earlier__in=leaving) | Q(article__in=leaving, earlier__in=staying)
    )
    before = {str(link.pk): [link.state, link.decision_id] for link in across}
    VersionLink.objects.filter(pk__in=before).update(state=VersionLink.State.DISMISSED)
    return before


def undo_split(decision: StoryDecision) -> None:
    """Let what was split off go back, with what has joined it since; its number leads to the story."""
    check_newest(decision)
    stories = held([decision.story_id, decision.details["made"]])
    story, made = stories[decision.story_id], stories[decision.details["made"]]
    Article.objects.filter(story=made).update(story=story)
    lead_on([made.pk], story)
    for pk, (state, decision_id) in decision.details["links"].items():
        VersionLink.objects.filter(pk=int(pk), decision=decision).update(state=state, decision=decision_id)
    unpin(decision)
