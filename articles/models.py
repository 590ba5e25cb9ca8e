"""What the archive keeps, and what the database promises about it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.querysets import ArticleQuerySet, EntityQuerySet

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

    class Meta:
        verbose_name = pgettext_lazy("running story", "story")
        verbose_name_plural = pgettext_lazy("running stories", "stories")

    def __str__(self) -> str:
        newest = self.articles.newest_version_first().for_listing().first()
        return newest.headline if newest else f"#{self.pk}"


class ImportRun(models.Model):
    class State(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        INTERRUPTED = "interrupted", _("interrupted")

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RUNNING)
    paths = ArrayField(models.TextField(), verbose_name=_("paths"), default=list)
    options = models.JSONField(_("options"), default=dict)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    unreadable = models.PositiveIntegerField(_("unreadable"), default=0)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "finished", "interrupted"]), name="importrun_state_known"
            ),
        ]

    def __str__(self) -> str:
        return _("run %(number)s") % {"number": self.pk}


class ImportProblem(models.Model):
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems", verbose_name=_("run"))
    file = models.TextField(_("file"))
    line = models.PositiveIntegerField(_("line"), default=0)
    reason = models.TextField(_("reason"))
    excerpt = models.TextField(_("excerpt"), blank=True)

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        ordering = ["run_id", "id"]

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.reason}"


class Entity(models.Model):
    """A person, an organisation or a place, under a key that survives renaming."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        PLACE = "place", _("place")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    key = models.CharField(_("key"), max_length=250, unique=True)
    name = models.CharField(_("name"), max_length=250)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    slug = models.SlugField(_("address"), max_length=120, allow_unicode=True)
    place_type = models.CharField(_("type of place"), max_length=20, blank=True)
    country_code = models.CharField(_("country code"), max_length=2, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("lies in")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entity_kind_slug_unique"),
            models.CheckConstraint(condition=Q(kind__in=["person", "organisation", "place"]), name="entity_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="entity_name_given"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="entity_position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse(f"articles:{self.kind}", args=[self.slug])

    @property
    def display_name(self) -> str:
        """The name in the reader's language, or the canonical one."""
        return self.names.get((get_language() or "en")[:2]) or self.name


class Alias(models.Model):
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases", verbose_name=_("entity"))
    name = models.CharField(_("name"), max_length=250)
    folded = models.GeneratedField(
        expression=Func(F("name"), function="newsroom_key"),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="alias_entity_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="alias_name_given"),
        ]
        indexes = [models.Index(fields=["folded"], name="alias_folded")]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """One transmission of a wire story."""

    class Status(models.TextChoices):
        """IPTC NewsML-G2, pubStatus."""

        USABLE = "usable", _("usable")
        WITHHELD = "withheld", _("withheld")
        CANCELED = "canceled", _("withdrawn")

    class DateEvidence(models.TextChoices):
        DATELINE = "dateline", _("year written in the dateline")
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
        ]
        indexes = [
            models.Index(F("filed_on").desc(), F("id").desc(), name="article_newest"),
            models.Index(fields=["agency", "-filed_on", "-id"], name="article_agency_newest"),
            models.Index(fields=["language", "-filed_on", "-id"], name="article_language_newest"),
            models.Index(fields=["headline_key"], name="article_headline_key"),
            models.Index(fields=["fingerprint"], name="article_fingerprint"),
            GinIndex(fields=["search_vector"], name="article_search"),
            GinIndex(fields=["entity_ids"], name="article_entities"),
            GinIndex(fields=["filed_from_ids"], name="article_filed_from"),
        ]

    def __str__(self) -> str:
        return f"({self.version_label}) {self.headline}" if self.version_label else self.headline

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The headline as it stands in the article's address; may be empty."""
        return slugify(self.headline, allow_unicode=True)[:80].strip("-")

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n\n") if self.body else []


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

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["article_id", "zone", "part", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) | Q(zone="metadata"), name="mention_covers_characters"
            ),
        ]
        indexes = [models.Index(fields=["entity", "article"], name="mention_entity_article")]

    def __str__(self) -> str:
        return self.text
