"""Import runs and what they could not read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
    read_up_to = models.TextField(_("brought in up to"), blank=True)

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


class ImportedFile(models.Model):
    """A small file that was brought in whole: its digest as the importer makes it, and its articles."""

    digest = models.BinaryField(_("digest"), primary_key=True, max_length=32)
    article_ids = ArrayField(models.BigIntegerField(), verbose_name=_("articles"))

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = [
            models.CheckConstraint(condition=Q(article_ids__len__gt=0), name="importedfile_has_articles"),
        ]

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class ExtractionRun(models.Model):
    """One passage through the archive that looks for entities again; goes by article number."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    last_article = models.BigIntegerField(_("done up to article"), default=0)
    articles = models.PositiveIntegerField(_("articles"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)

    class Meta:
        verbose_name = _("extraction run")
        verbose_name_plural = _("extraction runs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(changed__lte=models.F("articles")), name="extractionrun_changed_of_all"),
        ]

    def __str__(self) -> str:
        return _("run %(number)s") % {"number": self.pk}
