"""What belongs to one article: its original, captions, related headlines, places of filing and mentions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.decisions import Decision
from articles.models.entities import Entity
from articles.models.imports import ImportRun


class Original(models.Model):
    """The bytes an article was read from, each time they were other bytes."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="originals", verbose_name=_("article"))
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, verbose_name=_("import run"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    file = models.TextField(_("file"))
    position = models.PositiveIntegerField(_("place in the file"), default=0)
    format = models.CharField(_("format"), max_length=20)
    encoding = models.CharField(_("encoding"), max_length=20)
    content = models.BinaryField(_("bytes"))

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file


class Caption(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="captions", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    paragraph = models.PositiveIntegerField(_("after paragraph"), default=0)
    text = models.TextField(_("text"))
    credit = models.TextField(_("credit"), blank=True)
    restriction = models.TextField(_("usage restriction"), blank=True)
    picture = models.TextField(_("address of the picture"), blank=True)

    class Meta:
        verbose_name = _("caption")
        verbose_name_plural = _("captions")
        ordering = ["article_id", "paragraph", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="caption_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RelatedHeadline(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="related_headlines", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    version_label = models.CharField(_("version label"), max_length=100, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    headline = models.TextField(_("headline"))
    headline_key = models.GeneratedField(
        expression=Func(F("headline"), function="newsroom_key"),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("related headline")
        verbose_name_plural = _("related headlines")
        ordering = ["article_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="relatedheadline_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [models.Index(fields=["headline_key"], name="relatedheadline_key")]

    def __str__(self) -> str:
        return self.headline


class DatelinePlace(models.Model):
    """A place an article was filed from; `place` is empty while nobody knows which one it is."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="dateline_places", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    as_filed = models.CharField(_("as filed"), max_length=200)
    place = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        limit_choices_to={"kind": Entity.Kind.PLACE},
        verbose_name=_("place"),
    )

    class Meta:
        verbose_name = _("dateline place")
        verbose_name_plural = _("dateline places")
        ordering = ["article_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="datelineplace_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.as_filed

    @property
    def shown_place(self) -> Entity | None:
        """The place readers are led to, if it is known and not hidden."""
        place = self.place.canonical if self.place else None
        return None if place and place.hidden_by_id else place


class Mention(models.Model):
    """One occurrence of an entity: characters `start` to `end` of a headline, a paragraph or a caption."""

    class Zone(models.TextChoices):
        HEADLINE = "headline", _("headline")
        BODY = "body", _("body")
        CAPTION = "caption", _("caption")
        METADATA = "metadata", _("metadata")

    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions", verbose_name=_("article"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="mentions", verbose_name=_("entity"))
    zone = models.CharField(_("zone"), max_length=10, choices=Zone)
    part = models.PositiveIntegerField(_("paragraph or caption"), default=0)
    start = models.PositiveIntegerField(_("from character"), default=0)
    end = models.PositiveIntegerField(_("to character"), default=0)
    text = models.TextField(_("as written"))
    pinned_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, editable=False, db_index=False, related_name="pinned_mentions"
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["article_id", "zone", "part", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) | Q(zone="metadata"), name="mention_covers_characters"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "article"], name="mention_entity_article"),
            models.Index(fields=["pinned_by"], name="mention_pinned", condition=Q(pinned_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text


class Proposal(models.Model):
    """What a later import brought for a field that a librarian had edited, whose text stands until this is taken."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="proposals", verbose_name=_("article"))
    field = models.CharField(_("field"), max_length=30)
    value = models.JSONField(_("proposed"), null=True)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, verbose_name=_("import run"))
    made_at = models.DateTimeField(_("proposed on"), auto_now=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["article", "field"], name="proposal_article_field_unique")]

    def __str__(self) -> str:
        return f"{self.article}: {Article._meta.get_field(self.field).verbose_name}"
