"""What only structured formats say of an article: its subjects by code, and the articles it points to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Subject(models.Model):
    """The name of a subject code; `code` is written with its scheme, as in medtop:20000394."""

    code = models.CharField(_("code"), max_length=120, primary_key=True)
    name = models.CharField(_("name"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name or self.code


class Relation(models.Model):
    """Another article an article points to, by its agency's id; that article may arrive later, or never."""

    class Kind(models.TextChoices):
        """IPTC NewsML-G2, item relations."""

        PREVIOUS = "previous", _("previous version")
        SEE_ALSO = "see-also", _("see also")
        DERIVED_FROM = "derived-from", _("derived from")
        TRANSLATED_FROM = "translated-from", _("translated from")

    article = models.ForeignKey(Article, models.CASCADE, related_name="relations", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    guid = models.CharField(_("agency's id"), max_length=250)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["article", "kind", "guid"], name="relation_unique"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["previous", "see-also", "derived-from", "translated-from"]),
                name="relation_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["guid"], name="relation_guid")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.guid}"
