"""Articles, the stories they tell and the agencies that filed them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.chain_querysets import StoryQuerySet
from articles.models.imports import ImportRun
from articles.querysets import ArticleQuerySet
from articles.samples import SAMPLES, one_in

UNDATED = "0001-01-01"


class Agency(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Story(models.Model):
    """The running story that one or more articles tell."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("running story", "story")
        verbose_name_plural = pgettext_lazy("running stories", "stories")

    def __str__(self) -> str:
        newest = self.articles.newest_version_first().for_listing().first()
        return newest.headline if newest else f"#{self.pk}"


class Article(models.Model):
    """One transmission of a wire story."""

    class Status(models.TextChoices):
        """IPTC NewsML-G2, pubStatus."""

        USABLE = "usable", _("usable")
        WITHHELD = "withheld", _("withheld")
        CANCELED = "canceled", _("withdrawn")

    class DateEvidence(models.TextChoices):
        DATELINE = "dateline", _("year written in the dateline")
        METADATA = "metadata", _("date in the agency's metadata")
        GUID = "guid", _("year from the agency's id")
        TIMESTAMP = "timestamp", _("year from the time line of the copy")
        CAPTIONS = "captions", _("year from a full date in a caption")
        WEEKDAY = "weekday", _("year from the weekday named")
        TEXT = "text", _("year from the years named in the text")
        RECEIVED = "received", _("year from the day the copy was received")
        EDITED = "edited", _("date set by a librarian")

    story = models.ForeignKey(Story, models.PROTECT, related_name="articles", verbose_name=_("story"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("agency")
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    guid = models.CharField(_("agency's id"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.USABLE)
    version_label = models.CharField(_("version label"), max_length=100, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    headline = models.TextField(_("headline"))
    subheadline = models.TextField(_("subheadline"), blank=True)
    note = models.TextField(_("editor's note"), blank=True)
    nonpublic_note = models.TextField(_("note not for publication"), blank=True)
    timestamp = models.TextField(_("time line"), blank=True)
    dateline = models.TextField(_("dateline"), blank=True)
    region = models.CharField(_("region in the dateline"), max_length=200, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    date_from = models.CharField(_("evidence for the date"), max_length=10, choices=DateEvidence, blank=True)
    bylines = ArrayField(models.TextField(), verbose_name=_("bylines"), default=list, blank=True)
    contacts = ArrayField(models.TextField(), verbose_name=_("contacts"), default=list, blank=True)
    body = models.TextField(_("body"), blank=True, help_text=_("Paragraphs are separated by an empty line."))
    end_mark = models.CharField(_("end mark"), max_length=100, blank=True)
    signoff = models.TextField(_("sign-off"), blank=True)
    copyright = models.TextField(_("copyright"), blank=True)
    keywords = ArrayField(models.TextField(), verbose_name=_("keywords"), default=list, blank=True)
    revision = models.CharField(_("agency's version"), max_length=100, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    # Kept by triggers from the status and from the notices that withdraw the article.
    withdrawn = models.BooleanField(_("closed to the public"), default=False, db_default=False, editable=False)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True, blank=True)
    slugline = models.CharField(_("slugline"), max_length=250, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    subjects = ArrayField(models.CharField(max_length=120), verbose_name=_("subjects"), default=list, blank=True)

    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    edited_fields = ArrayField(models.CharField(max_length=30), default=list, blank=True, editable=False)
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, editable=False, related_name="articles", verbose_name=_("import run")
    )
    identity = models.CharField(max_length=300, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)

    # Kept by triggers from the rows they sum up: captions, mentions, dateline places.
    caption_text = models.TextField(default="", blank=True, editable=False)
    entity_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    filed_from_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)

    filed_on = models.GeneratedField(
        expression=Coalesce(F("date"), Value(UNDATED, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    lead = models.GeneratedField(
        expression=Func(F("body"), function="newsroom_lead"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=Func("language", "body", function="newsroom_words"),
        output_field=models.IntegerField(_("words")),
        db_persist=True,
    )
    headline_key = models.GeneratedField(
        expression=Func(F("headline"), function="newsroom_key"),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )
    search_vector = models.GeneratedField(
        expression=Func("language", "headline", "body", "caption_text", function="newsroom_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(fields=["identity"], name="article_identity_unique"),
            models.CheckConstraint(
                condition=Q(status__in=["usable", "withheld", "canceled"]), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True, date_from="") | (Q(date__isnull=False) & ~Q(date_from="")),
                name="article_dated_with_evidence",
            ),
            models.CheckConstraint(condition=~Q(headline=""), name="article_headline_given"),
            models.CheckConstraint(condition=Q(urgency__range=(1, 9)), name="article_urgency_on_iptc_scale"),
        ]
        indexes = [
            models.Index(F("filed_on").desc(), F("id").desc(), name="article_newest"),
            models.Index(fields=["agency", "-filed_on", "-id"], name="article_agency_newest"),
            models.Index(fields=["language", "-filed_on", "-id"], name="article_language_newest"),
            models.Index(fields=["headline_key"], name="article_headline_key"),
            models.Index(fields=["fingerprint"], name="article_fingerprint"),
            models.Index(fields=["guid"], name="article_guid", condition=~Q(guid="")),
            models.Index(
                fields=["embargoed_until"],
                condition=Q(withdrawn=True) | Q(embargoed_until__isnull=False),
                name="article_closed",
            ),
            GinIndex(fields=["search_vector"], name="article_search"),
            GinIndex(Func("note", function="newsroom_note_vector"), name="article_note", condition=~Q(note="")),
            GinIndex(fields=["entity_ids"], name="article_entities"),
            GinIndex(fields=["filed_from_ids"], name="article_filed_from"),
            GinIndex(fields=["subjects"], name="article_subjects"),
            *(
                index
                for share in SAMPLES
                for index in (
                    GinIndex(fields=["search_vector"], condition=one_in(share), name=f"article_search_1_in_{share}"),
                    models.Index(fields=["filed_on"], condition=one_in(share), name=f"article_newest_1_in_{share}"),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"({self.version_label}) {self.headline}" if self.version_label else self.headline

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.pk, self.slug])

    @property
    def bare_address(self) -> str:
        """The address without the headline, which leads to the article as well."""
        return reverse("articles:article", args=[self.pk, ""])

    @property
    def is_embargoed(self) -> bool:
        return self.embargoed_until is not None and self.embargoed_until > timezone.now()

    @property
    def slug(self) -> str:
        """The headline as it stands in the article's address; may be empty."""
        return slugify(self.headline, allow_unicode=True)[:80].strip("-")

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n\n") if self.body else []
