"""What librarians decide about entities, and the addresses their decisions leave behind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.decision_querysets import DecisionQuerySet
from articles.models.entities import Entity


class Decision(models.Model):
    """One decision of a librarian; `details` holds what it takes to say it in words and to undo it.

    Rows that follow from a decision point to it, so that extraction and imports know to leave them alone.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("merge")
        PIN = "pin", _("pin mentions")
        RENAME = "rename", _("rename")
        ADD_ALIAS = "add_alias", _("add an alias")
        REMOVE_ALIAS = "remove_alias", _("remove an alias")
        RETYPE = "retype", _("change the kind")
        HIDE = "hide", _("hide")
        DISMISS = "dismiss", _("dismiss a suggestion")

    kind = models.CharField(_("decision"), max_length=12, choices=Kind)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="decisions", verbose_name=_("entity"))
    details = models.JSONField(_("details"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["merge", "pin", "rename", "add_alias", "remove_alias", "retype", "hide", "dismiss"]
                ),
                name="decision_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entity}"


class OldAddress(models.Model):
    """An address an entity had before it was renamed or changed its kind; it leads to the entity for good."""

    kind = models.CharField(max_length=12, choices=Entity.Kind)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="oldaddress_kind_slug_unique")]

    def __str__(self) -> str:
        return self.slug
