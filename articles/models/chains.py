"""How articles were chained into stories: the traces they are found by, the links, and what librarians said of them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.chain_querysets import DuplicateQuerySet, LinkQuerySet
from articles.decision_querysets import StandingQuerySet
from articles.models.article import Article, Story


class Sketch(models.Model):
    """What chaining keeps of an article's text: the lowest digests of its passages and of its words."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="sketch")
    day = models.DateField()
    keys = ArrayField(models.IntegerField(), default=list)
    passages = models.PositiveIntegerField(default=0)
    lowest_passages = ArrayField(models.IntegerField(), default=list)
    words = models.PositiveIntegerField(default=0)
    lowest_words = ArrayField(models.IntegerField(), default=list)

    class Meta:
        verbose_name = _("sketch of a text")
        verbose_name_plural = _("sketches of texts")

    def __str__(self) -> str:
        return f"#{self.article_id}"


class SketchKey(models.Model):
    """A digest an article is found by: of a headline, a passage or an id; a trigger keeps these with the sketch."""

    pk = models.CompositePrimaryKey("key", "day", "article_id")
    key = models.IntegerField()
    day = models.DateField()
    article_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("key of a text")
        verbose_name_plural = _("keys of texts")

    def __str__(self) -> str:
        return f"{self.key} {self.day} #{self.article_id}"


class StoryDecision(models.Model):
    """What a librarian decided about running stories; `details` holds what it takes to say and to undo it."""

    class Kind(models.TextChoices):
        JOIN = "join", pgettext_lazy("stories", "join")
        SPLIT = "split", pgettext_lazy("stories", "split")
        PIN = "pin", pgettext_lazy("stories", "keep as they are")
        DISMISS = "dismiss", pgettext_lazy("stories", "tell apart")

    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    story_id = models.BigIntegerField(_("story"))
    details = models.JSONField(_("details"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a story")
        verbose_name_plural = _("decisions about stories")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["join", "split", "pin", "dismiss"]), name="storydecision_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["story_id"], name="storydecision_story")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: #{self.story_id}"


class StoryPin(models.Model):
    """An article that a librarian has put where it is: chaining never moves it to another story."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="story_pin")
    decision = models.ForeignKey(StoryDecision, models.PROTECT, related_name="pins")

    class Meta:
        verbose_name = _("article kept in its story")
        verbose_name_plural = _("articles kept in their stories")

    def __str__(self) -> str:
        return f"#{self.article_id}"


class OldStory(models.Model):
    """The number of a story whose articles have all joined another; it leads there for good."""

    id = models.BigIntegerField(primary_key=True)
    story = models.ForeignKey(Story, models.CASCADE, related_name="old_addresses", verbose_name=_("story"))

    class Meta:
        verbose_name = _("old address of a story")
        verbose_name_plural = _("old addresses of stories")

    def __str__(self) -> str:
        return f"#{self.pk}"


class VersionLink(models.Model):
    """That an article continues an earlier one; `evidence` says why, `confidence` how sure that is, in hundredths."""

    class State(models.TextChoices):
        SURE = "sure", pgettext_lazy("link", "joined")
        SUGGESTED = "suggested", pgettext_lazy("link", "suggested")
        DISMISSED = "dismissed", pgettext_lazy("link", "told apart")

    article = models.ForeignKey(Article, models.CASCADE, related_name="version_links", verbose_name=_("article"))
    earlier = models.ForeignKey(Article, models.CASCADE, related_name="later_links", verbose_name=_("earlier version"))
    confidence = models.PositiveSmallIntegerField(_("confidence"))
    evidence = models.JSONField(_("evidence"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State)
    decision = models.ForeignKey(
        StoryDecision, models.PROTECT, null=True, related_name="links", verbose_name=_("decided by a librarian")
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between versions")
        verbose_name_plural = _("links between versions")
        constraints = [
            models.UniqueConstraint(fields=["article", "earlier"], name="versionlink_unique"),
            models.CheckConstraint(condition=~Q(article=F("earlier")), name="versionlink_of_two"),
            models.CheckConstraint(
                condition=Q(confidence__range=(0, 100)), name="versionlink_confidence_in_hundredths"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sure", "suggested", "dismissed"]), name="versionlink_state_known"
            ),
        ]
        indexes = [
            models.Index(
                F("confidence").desc(), F("id").desc(), name="versionlink_suggested", condition=Q(state="suggested")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} → #{self.earlier_id}"


class Duplicate(models.Model):
    """The same copy as an article that was in the archive before: filed by another agency, or filed again."""

    class Rule(models.TextChoices):
        OTHER_AGENCY = "agency", _("filed by another agency")
        FILED_AGAIN = "again", _("filed again unchanged")

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="duplicate_of", verbose_name=_("article")
    )
    original = models.ForeignKey(Article, models.CASCADE, related_name="duplicates", verbose_name=_("same copy as"))
    likeness = models.PositiveSmallIntegerField(_("likeness"))
    rule = models.CharField(_("rule"), max_length=10, choices=Rule)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("near-duplicate")
        verbose_name_plural = _("near-duplicates")
        constraints = [
            models.CheckConstraint(condition=~Q(article=F("original")), name="duplicate_of_another"),
            models.CheckConstraint(condition=Q(likeness__range=(1, 100)), name="duplicate_likeness_in_hundredths"),
            models.CheckConstraint(condition=Q(rule__in=["agency", "again"]), name="duplicate_rule_known"),
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} = #{self.original_id}"


class ChainRun(models.Model):
    """One passage through the archive that chains its articles; `done_up_to` is its place, by article number or day."""

    class Stage(models.TextChoices):
        SKETCHING = "sketching", _("taking sketches of texts")
        LINKING = "linking", _("linking")

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SKETCHING)
    last_article = models.BigIntegerField(_("done up to article"), default=0)
    last_day = models.DateField(_("done up to day"), null=True)
    articles = models.PositiveIntegerField(_("articles"), default=0)
    joined = models.PositiveIntegerField(_("stories joined to others"), default=0)
    suggested = models.PositiveIntegerField(_("links suggested"), default=0)

    class Meta:
        verbose_name = _("chaining run")
        verbose_name_plural = _("chaining runs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=["sketching", "linking"]), name="chainrun_stage_known"),
        ]

    def __str__(self) -> str:
        return _("run %(number)s") % {"number": self.pk}
