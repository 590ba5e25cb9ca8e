"""Persons, organisations and places, their names and where they are mentioned."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.entity_querysets import EntityQuerySet


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
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )
    merged_by = models.ForeignKey("Decision", models.PROTECT, null=True, editable=False, related_name="+")
    hidden_by = models.ForeignKey("Decision", models.PROTECT, null=True, editable=False, related_name="+")

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
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_by__isnull=True)
                | Q(merged_into__isnull=False, merged_by__isnull=False),
                name="entity_merged_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="entity_merged_into_another"
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

    @property
    def canonical(self) -> Entity:
        """The entity this one was merged into, or itself."""
        return self.merged_into or self

    @property
    def above(self) -> Entity | None:
        """The place it lies in, as readers are to see it."""
        above = self.parent and self.parent.canonical
        return above if above and not above.hidden_by_id else None

    @cached_property
    def family_ids(self) -> list[int]:
        """Its own id, and those of the entities that count as it since they were merged."""
        return Entity.objects.ids_counted_as(self)


class Alias(models.Model):
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases", verbose_name=_("entity"))
    name = models.CharField(_("name"), max_length=250)
    folded = models.GeneratedField(
        expression=Func(F("name"), function="newsroom_key"),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )
    added_by = models.ForeignKey("Decision", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="alias_entity_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="alias_name_given"),
        ]
        indexes = [
            models.Index(fields=["folded"], name="alias_folded"),
            # A list of what is pending would be read through at each letter typed.
            GinIndex(Func("name", function="newsroom_name_words"), fastupdate=False, name="alias_words"),
        ]

    def __str__(self) -> str:
        return self.name
