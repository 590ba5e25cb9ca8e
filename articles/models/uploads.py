"""Copy that came through the browser, and problem files that are read again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.imports import ImportProblem, ImportRun


class UploadQuerySet(models.QuerySet):
    def move(self, upload: Upload, to: Upload.State, **fields: Any) -> bool:
        """Bring an upload from the state it was read in to another; False if somebody else has moved it meanwhile."""
        moved = self.filter(pk=upload.pk, state=upload.state).update(state=to, since=timezone.now(), **fields)
        upload.refresh_from_db()
        return bool(moved)


class Upload(models.Model):
    """Files sent from a browser: first read without a trace, then imported or discarded."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READING = "reading", _("being read")
        READY = "ready", _("ready to import")
        IMPORTING = "importing", _("being imported")
        IMPORTED = "imported", _("imported")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    WORKING = (State.WAITING, State.READING, State.IMPORTING)
    """In these, a process of its own works on it."""
    ENDED = (State.IMPORTED, State.DISCARDED)
    """In these, its files are gone."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)
    names = models.JSONField(_("files"), default=list)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    options = models.JSONField(_("options"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    since = models.DateTimeField(_("in this state since"), default=timezone.now)
    progress = models.JSONField(_("progress"), default=dict)
    found = models.JSONField(_("what the dry run found"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    run = models.OneToOneField(
        ImportRun, models.SET_NULL, null=True, related_name="upload", verbose_name=_("import run")
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-id"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading", "ready", "importing", "imported", "failed", "discarded"]),
                name="upload_state_known",
            ),
        ]

    def __str__(self) -> str:
        return _("upload %(number)s") % {"number": self.pk}


class Retry(models.Model):
    """A problem file read once more; of several times, the last."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being read again")
        SOLVED = "solved", _("solved")
        UNREADABLE = "unreadable", _("still unreadable")
        MISSING = "missing", _("the file is not there any more")
        FAILED = "failed", _("could not be read again")

    problem = models.OneToOneField(ImportProblem, models.CASCADE, related_name="retry", verbose_name=_("problem"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(_("reason"), blank=True)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, related_name="retries", verbose_name=_("import run"))

    class Meta:
        verbose_name = _("retry")
        verbose_name_plural = _("retries")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "solved", "unreadable", "missing", "failed"]),
                name="retry_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem}: {self.get_state_display()}"
