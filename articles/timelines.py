"""How many articles there are of an entity, month by month: those that name it, and those filed from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from articles.asof import AsOf
from articles.calendars import Cell, years
from articles.dates import UNDATED, month_in_words
from articles.models import Article, Entity
from articles.querysets import ArticleQuerySet
from articles.tallies import by_month_of


@dataclass(frozen=True)
class Month:
    """A month, or a year, and its articles: their address in the archive, and in words how many they are."""

    articles: int = 0
    share: int = 0
    address: str = ""
    said: str = ""


@dataclass(frozen=True)
class YearRow:
    """A year and its twelve months; those without articles are empty."""

    year: str
    articles: int
    address: str
    months: list[Month]


@dataclass(frozen=True)
class Tally:
    """The articles that name an entity, or those filed from it; `name` is the archive's filter for them."""

    name: str
    slug: str
    counts: dict[tuple[int, int], int] = field(default_factory=dict)
    undated: int = 0
    asof: AsOf | None = None

    @property
    def articles(self) -> int:
        return sum(self.counts.values()) + self.undated

    @property
    def column(self) -> str:
        """Where an article keeps what is counted."""
        return "filed_from_ids" if self.name == "filed_from" else "entity_ids"

    def address(self, date: str = "", also: str = "", slug: str = "") -> str:
        """Return where the archive lists the articles, those of a period, or with one more condition."""
        pairs = [("date", date), (self.name, self.slug), (also, slug), ("asof", self.asof.text if self.asof else "")]
        return f"{reverse('articles:archive')}?{urlencode([pair for pair in pairs if pair[1]])}"

    @property
    def address_undated(self) -> str:
        return self.address(UNDATED)

    def timeline(self) -> list[YearRow]:
        """Return the years that have dated articles, newest first."""
        ahead, after = self.address("PERIOD").split("PERIOD")
        rows = []
        for year in years(self.counts):
            number = f"{year.number:04}"
            months = [_month(cell, f"{ahead}{number}-{cell.first:%m}{after}") for cell in year.months]
            rows.append(YearRow(number, year.articles, f"{ahead}{number}{after}", months))
        return rows


def tallies(entity: Entity, asof: AsOf | None = None) -> dict[str, Tally]:
    """Return by the name of its filter what names the entity, and for a place what was filed from it.

    Of a moment of the past the articles are counted one by one.
    """
    is_place = entity.kind == Entity.Kind.PLACE
    columns = {"about": "entity_ids", "filed_from": "filed_from_ids"} if is_place else {entity.kind: "entity_ids"}
    if asof:
        return {name: _as_of(Tally(name, entity.slug, asof=asof), entity) for name in columns}
    told = by_month_of(entity, columns.values())
    return {
        name: Tally(name, entity.slug, told[column].counts, told[column].undated) for name, column in columns.items()
    }


def _as_of(tally: Tally, entity: Entity) -> Tally:
    return replace(tally, counts=articles_of(tally, entity).count_by_month())


def articles_of(tally: Tally, entity: Entity) -> ArticleQuerySet:
    """Return the articles a tally counts."""
    articles = Article.objects.public().filed_by(tally.asof)
    return articles.filed_from(entity) if tally.name == "filed_from" else articles.mentioning(entity)


def _month(cell: Cell, address: str) -> Month:
    return Month(cell.articles, cell.share, address, _said(cell.first, cell.articles)) if cell.articles else Month()


def _said(month: date, articles: int) -> str:
    said = ngettext("%(month)s: %(articles)s article", "%(month)s: %(articles)s articles", articles)
    return said % {"month": month_in_words(month), "articles": number_format(articles)}
