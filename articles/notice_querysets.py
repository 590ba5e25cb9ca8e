"""The questions asked about notices and what they act on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from articles.openness import is_open

if TYPE_CHECKING:
    from articles.models import Article


class TieQuerySet(QuerySet):
    def standing(self) -> TieQuerySet:
        """Those that hold: found for sure, or confirmed."""
        return self.filter(state="standing")

    def waiting(self) -> TieQuerySet:
        """Those a librarian is to confirm or dismiss."""
        return self.filter(state="waiting")

    def of_article(self, article: Article) -> TieQuerySet:
        """What acts on the article, with the notices, the newest first."""
        acting = self.filter(target=article).select_related("notice__article__agency")
        return acting.only(*TIE, "notice__said", "notice__changes", *_told_of("notice__article")).order_by(*NEWEST)

    def by_article(self, article: Article) -> TieQuerySet:
        """What the article acts on, if it is a notice."""
        acted_on = self.filter(notice=article.pk).select_related("target__agency")
        return acted_on.only(*TIE, *_told_of("target")).order_by("target__filed_on", "target_id")

    def told_in_lists(self) -> TieQuerySet:
        """Those a list marks: corrections and holds whose notice the public may read."""
        return self.standing().from_open_notices().filter(kind__in=["correction", "hold"])

    def from_open_notices(self, moment: datetime | None = None) -> TieQuerySet:
        """Without those whose notice is closed to the public itself."""
        return self.filter(is_open(moment, "notice__article__"))


NEWEST = ("-notice__article__filed_on", "-notice_id")
TIE = ("id", "notice_id", "target_id", "kind", "state")
TOLD = ("headline", "version_label", "language", "date", "sent_at", "withdrawn", "embargoed_until", "agency__name")


def _told_of(article: str) -> list[str]:
    """Return the columns of an article that links to it show, as seen from a tie."""
    return [f"{article}__{name}" for name in TOLD]


def kinds_noted() -> ArraySubquery:
    """Return the kinds of notices that lists tell of an article, for annotating articles."""
    ties = apps.get_model("articles", "Tie").objects.told_in_lists()
    return ArraySubquery(ties.filter(target=OuterRef("pk")).order_by("kind").values("kind").distinct())
