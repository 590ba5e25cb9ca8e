"""Notices: articles that correct, withdraw, hold or refile others, and what each was found to act on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article
from articles.notice_querysets import TieQuerySet


class NoticeKind(models.TextChoices):
    CORRECTION = "correction", pgettext_lazy("notice", "correction")
    KILL = "kill", pgettext_lazy("notice", "withdrawal")
    HOLD = "hold", pgettext_lazy("notice", "hold")
    ADVISORY = "advisory", pgettext_lazy("notice", "advisory")
    REFILE = "refile", pgettext_lazy("notice", "refile")


KIND_KNOWN = Q(kind__in=["correction", "kill", "hold", "advisory", "refile"])


class Notice(models.Model):
    """What an article says of another: which one, by the names it gives it, and what was wrong.

    `certain` tells whether it is labelled as a notice; otherwise only its wording says so.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="notice", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind)
    certain = models.BooleanField(_("labelled"), default=True)
    guids = ArrayField(models.CharField(max_length=250), verbose_name=_("ids named"), default=list, blank=True)
    headlines = ArrayField(models.TextField(), verbose_name=_("headlines named"), default=list, blank=True)
    slugs = ArrayField(models.CharField(max_length=250), verbose_name=_("sluglines named"), default=list, blank=True)
    day = models.DateField(_("day named"), null=True, blank=True)
    hour = models.TimeField(_("hour named"), null=True, blank=True)
    names_one = models.BooleanField(_("names one version"), default=False)
    changes = models.JSONField(_("changes"), default=list, blank=True)
    said = models.TextField(_("what it says"), blank=True)
    headline_keys = models.GeneratedField(
        expression=Func(F("headlines"), function="newsroom_keys"),
        output_field=ArrayField(models.CharField(max_length=32)),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.CheckConstraint(condition=KIND_KNOWN, name="notice_kind_known")]
        indexes = [
            GinIndex(fields=["guids"], name="notice_guids"),
            GinIndex(fields=["headline_keys"], name="notice_headline_keys"),
            models.Index(fields=["day"], name="notice_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article}"


class Tie(models.Model):
    """That a notice acts on an article. `confidence` is the machine's, in percent; a librarian's tie has none."""

    SURE = 80
    """From this confidence on a tie stands by itself."""

    class State(models.TextChoices):
        STANDING = "standing", pgettext_lazy("tie", "stands")
        WAITING = "waiting", pgettext_lazy("tie", "waits for a librarian")
        DISMISSED = "dismissed", pgettext_lazy("tie", "dismissed")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="ties", verbose_name=_("notice"))
    target = models.ForeignKey(Article, models.CASCADE, related_name="ties", verbose_name=_("article acted on"))
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind)
    state = models.CharField(_("state"), max_length=10, choices=State)
    evidence = ArrayField(models.CharField(max_length=20), verbose_name=_("evidence"), default=list, blank=True)
    confidence = models.PositiveSmallIntegerField(_("confidence"), null=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    by_hand = models.BooleanField(_("by a librarian"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "target"], name="tie_notice_target_unique"),
            models.CheckConstraint(condition=~Q(notice=F("target")), name="tie_between_two_articles"),
            models.CheckConstraint(condition=KIND_KNOWN, name="tie_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["standing", "waiting", "dismissed"]), name="tie_state_known"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 100)), name="tie_confidence_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(by_hand=True, decided_at__isnull=False)
                | Q(by_hand=False, decided_at__isnull=True, confidence__isnull=False),
                name="tie_by_machine_or_librarian",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="tie_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.notice} → {self.target}"

    @property
    def reasons(self) -> list[str]:
        """The evidence in words."""
        return [str(EVIDENCE[code]) for code in self.evidence if code in EVIDENCE]


EVIDENCE = {
    "named_id": _("the notice gives the article’s id"),
    "same_id": _("both have the same id"),
    "headline": _("the notice gives the article’s headline"),
    "similar": _("the headlines are alike"),
    "slug": _("both have the same slugline"),
    "hour": _("the notice gives the hour the article was sent"),
    "same_day": _("filed on the day the notice gives"),
    "near_day": _("filed within a week of the notice"),
    "undated": _("neither has a date"),
    "story": _("an earlier version of the same story"),
    "worded": _("only the wording makes it a notice"),
    "librarian": _("tied by a librarian"),
}
