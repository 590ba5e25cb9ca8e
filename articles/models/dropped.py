"""Passages that a later version of a story no longer has, kept to be searched."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class DroppedPassage(models.Model):
    """A sentence that no later version of the article's story has; the article is the last one that had it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="dropped_passages", verbose_name=_("article"))
    position = models.PositiveIntegerField(_("order"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    text = models.TextField(_("text"))
    vector = models.GeneratedField(
        expression=Func("language", Value(""), "text", Value(""), function="newsroom_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("dropped passage")
        verbose_name_plural = _("dropped passages")
        ordering = ["article_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="droppedpassage_position_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="droppedpassage_text_given"),
        ]
        indexes = [GinIndex(fields=["vector"], name="droppedpassage_search")]

    def __str__(self) -> str:
        return self.text
