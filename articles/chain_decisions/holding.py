"""What decisions about stories have in common: stories held meanwhile, articles pinned, and pins given back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from articles.chain_decisions.wording import must_be_undone_first
from articles.decisions.taking import CannotDecide
from articles.models import Article, Story, StoryDecision, StoryPin

MOST_ARTICLES = 500


def held(numbers: Iterable[int]) -> dict[int, Story]:
    """Return the stories as they are now, by number; nobody joins or leaves them until the transaction ends."""
    wanted = set(numbers)
    found = {story.pk: story for story in Story.objects.filter(pk__in=wanted).order_by("pk").select_for_update()}
    if missing := wanted - found.keys():
        raise CannotDecide(_("There is no story number %(number)s any more.") % {"number": min(missing)})
    return found


def articles_of(story: Story) -> dict[int, Article]:
    """Return the articles of a story, by number."""
    found = {article.pk: article for article in story.articles.for_links().order_by("pk")[: MOST_ARTICLES + 1]}
    if len(found) > MOST_ARTICLES:
        raise CannotDecide(_("This story has more than %(count)s articles.") % {"count": MOST_ARTICLES})
    return found


def record(kind: str, story: Story, by: AbstractBaseUser | None, **details: Any) -> StoryDecision:
    """Return the new decision, with the story's headline as of now."""
    details["headline"] = str(story)[:200]
    return StoryDecision.objects.create(kind=kind, story_id=story.pk, made_by=by, details=details)


def pin_all(articles: Collection[int], decision: StoryDecision) -> None:
    """Pin the articles where they are; the decision remembers who had pinned them before."""
    before = dict(StoryPin.objects.filter(article__in=articles).values_list("article", "decision"))
    decision.details["pinned"] = {str(article): before.get(article) for article in sorted(articles)}
    decision.save(update_fields=["details"])
    StoryPin.objects.filter(article__in=articles).delete()
    for article in sorted(articles):
        StoryPin.objects.create(article_id=article, decision=decision)


def check_newest(decision: StoryDecision) -> None:
    """Refuse to undo what a later decision builds on."""
    articles = [int(article) for article in decision.details["pinned"]]
    later = StoryPin.objects.filter(article__in=articles).exclude(decision=decision).select_related("decision")
    if built_on := later.order_by("-decision").first():
        raise must_be_undone_first(built_on.decision)


def unpin(decision: StoryDecision) -> None:
    """Give the pins back to the decisions that had them."""
    before = {int(article): pk for article, pk in decision.details["pinned"].items()}
    StoryPin.objects.filter(decision=decision).delete()
    there = set(Article.objects.filter(pk__in=before).values_list("pk", flat=True))
    for article, pk in before.items():
        if pk and article in there:
            StoryPin.objects.create(article_id=article, decision_id=pk)
