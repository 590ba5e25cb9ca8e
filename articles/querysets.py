"""The questions the archive is asked, under names a reader understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, Max, Min, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear, Left, Lower, NullIf, Upper

from articles.search import matching_by_language, matching_condition

if TYPE_CHECKING:
    from articles.dates import Period
    from articles.models import Article, Entity

NO_DATE = date(1, 1, 1)
"""Where undated articles stand in the order of filing; `filed_on` of an article without a date."""

CALENDAR_PARTS = {"year": ExtractYear, "month": ExtractMonth, "day": ExtractDay}


class ArticleQuerySet(QuerySet):
    def newest_first(self) -> ArticleQuerySet:
        return self.order_by(F("filed_on").desc(), F("id").desc())

    def wire_order(self) -> ArticleQuerySet:
        """As they came over the wire: by day, then in the order of filing."""
        return self.order_by("filed_on", "id")

    def newest_version_first(self) -> ArticleQuerySet:
        return self.order_by(F("filed_on").desc(), F("version").desc(), F("id").desc())

    def older_than(self, filed_on: date, pk: int) -> ArticleQuerySet:
        return self.filter(Q(filed_on__lt=filed_on) | Q(filed_on=filed_on, pk__lt=pk), filed_on__lte=filed_on)

    def newer_than(self, filed_on: date, pk: int) -> ArticleQuerySet:
        return self.filter(Q(filed_on__gt=filed_on) | Q(filed_on=filed_on, pk__gt=pk), filed_on__gte=filed_on)

    def dated(self) -> ArticleQuerySet:
        return self.filter(date__isnull=False)

    def undated(self) -> ArticleQuerySet:
        return self.filter(date__isnull=True)

    def filed_between(self, first: date, last: date) -> ArticleQuerySet:
        """Articles dated from `first` to `last`, both included."""
        return self.filter(filed_on__range=(first, last))

    def within(self, period: Period) -> ArticleQuerySet:
        """Articles dated within the period, which may be open at an end; undated ones only if it is `undated`."""
        if period.undated:
            return self.undated()
        return self.filter(filed_on__gt=NO_DATE).filed_between(period.first or NO_DATE, period.last or date.max)

    def on_day(self, day: date) -> ArticleQuerySet:
        return self.dated().filter(filed_on=day)

    def filed_from(self, place: Entity) -> ArticleQuerySet:
        """Articles whose dateline names the place or a place inside it."""
        return self.filter(filed_from_ids__contains=[place.pk])

    def mentioning(self, entity: Entity) -> ArticleQuerySet:
        """Articles that name the entity, or a place inside it, in headline, body or captions."""
        return self.filter(entity_ids__contains=[entity.pk])

    def concerning(self, entity: Entity) -> ArticleQuerySet:
        """Articles filed from the entity or naming it."""
        return self.filter(Q(entity_ids__contains=[entity.pk]) | Q(filed_from_ids__contains=[entity.pk]))

    def of_agency(self, slug: str) -> ArticleQuerySet:
        return self.filter(agency__slug=slug)

    def in_language(self, code: str) -> ArticleQuerySet:
        return self.filter(language=code)

    def matching(self, words: str) -> ArticleQuerySet:
        """Articles that hold the words, in PostgreSQL's websearch syntax."""
        return self.filter(matching_condition(words))

    def each_matching(self, words: str, fields: Sequence[str]) -> QuerySet:
        """The same as rows of some fields, for counting: one look into the search index for each language.

        Asked as one condition, PostgreSQL would unpack the search vector of every article found.
        """
        if not words:
            return self.order_by().values_list(*fields)
        parts = [self.filter(part).order_by().values_list(*fields) for part in matching_by_language(words)]
        return parts[0].union(*parts[1:], all=True)

    def with_headline_key(self, keys: Iterable[str]) -> ArticleQuerySet:
        return self.filter(headline_key__in=list(keys))

    def for_listing(self) -> ArticleQuerySet:
        """What a row of a list shows: no body, no search vector, the lead cut short by the database."""
        return self.select_related("agency").only(*LISTED_FIELDS)

    def with_places(self) -> ArticleQuerySet:
        """Add the places of the dateline, in the order they were filed."""
        return self.prefetch_related("dateline_places__place")

    def for_reading(self) -> ArticleQuerySet:
        """What an article's page shows of the article itself."""
        return self.select_related("agency").defer("search_vector", "caption_text", "nonpublic_note").with_places()

    def for_related(self) -> ArticleQuerySet:
        """What is needed to choose among articles of one headline, and to link to the chosen one."""
        return self.only(
            "id", "headline", "headline_key", "version_label", "version", "language", "agency_id", "date", "filed_on"
        )

    def for_links(self) -> ArticleQuerySet:
        """Only what links to an article: its headline, label and day."""
        return self.only("id", "headline", "version_label", "language", "date", "filed_on")

    def count_by(self, part: str) -> dict[int, int]:
        """Return how many articles there are by year, month or day of the month; year 1 holds the undated."""
        grouped = self.order_by().values_list(CALENDAR_PARTS[part]("filed_on")).annotate(articles=Count("pk"))
        return dict(grouped.order_by(CALENDAR_PARTS[part]("filed_on")))

    def count_by_month(self) -> dict[tuple[int, int], int]:
        """Return how many dated articles there are by year and month."""
        parts = (ExtractYear("filed_on"), ExtractMonth("filed_on"))
        grouped = self.dated().order_by().values_list(*parts).annotate(articles=Count("pk"))
        return {(year, month): articles for year, month, articles in grouped.order_by(*parts)}

    def count_by_entity(self, column: str) -> dict[int, int]:
        """Return how many articles have each id in `column`, entity_ids or filed_from_ids."""
        return dict(self.order_by().values_list(Func(F(column), function="unnest")).annotate(articles=Count("pk")))

    def count_by_year_naming(self, entity: Entity) -> list[tuple[int, int, int]]:
        """Return (year, filed from it, naming it) for each year, newest first; the undated come as year 1."""
        grouped = self.concerning(entity).order_by().values_list(ExtractYear("filed_on"))
        return list(
            grouped.annotate(
                filed_from=Count("pk", filter=Q(filed_from_ids__contains=[entity.pk])),
                naming=Count("pk", filter=Q(entity_ids__contains=[entity.pk])),
            ).order_by(ExtractYear("filed_on").desc())
        )

    def last_day_before(self, day: date) -> date | None:
        """The nearest earlier day that holds articles."""
        return self.filter(filed_on__gt=NO_DATE, filed_on__lt=day).aggregate(day=Max("filed_on"))["day"]

    def first_day_after(self, day: date) -> date | None:
        """The nearest later day that holds articles."""
        return self.filter(filed_on__gt=day).aggregate(day=Min("filed_on"))["day"]

    def just_older(self, article: Article) -> Article | None:
        """The article filed before this one."""
        return self.older_than(article.filed_on, article.pk).newest_first().for_links().first()

    def just_newer(self, article: Article) -> Article | None:
        """The article filed after this one."""
        return self.newer_than(article.filed_on, article.pk).wire_order().for_links().first()

    def other_versions(self, article: Article) -> ArticleQuerySet:
        """The other articles of the same running story, newest version first."""
        return self.filter(story_id=article.story_id).exclude(pk=article.pk).newest_version_first()


LISTED_FIELDS = (
    "id",
    "story_id",
    "agency__name",
    "agency__slug",
    "language",
    "status",
    "version_label",
    "version",
    "headline",
    "lead",
    "date",
    "filed_on",
)


class EntityQuerySet(QuerySet):
    def of_kind(self, kind: str) -> EntityQuerySet:
        return self.filter(kind=kind)

    def persons(self) -> EntityQuerySet:
        return self.filter(kind="person")

    def organisations(self) -> EntityQuerySet:
        return self.filter(kind="organisation")

    def places(self) -> EntityQuerySet:
        return self.filter(kind="place")

    def countries(self) -> EntityQuerySet:
        return self.filter(kind="place", place_type="country")

    def called(self, names: Iterable[str]) -> EntityQuerySet:
        """Entities with one of the names as their address or as an alias, whatever its accents and case.

        Each comes once for every name that fits, with the address and folded alias that did.
        """
        names = list(names)
        keys = [Func(Value(name), function="newsroom_key") for name in names]
        return self.filter(Q(slug__in=names) | Q(aliases__folded__in=keys)).distinct()

    def shown_in(self, language: str) -> EntityQuerySet:
        """Add the name in a language (`shown`), how it is sorted (`sorted_by`) and its first letter (`initial`)."""
        shown = Coalesce(NullIf(KeyTextTransform(language, "names"), Value("")), "name", output_field=TextField())
        folded = Lower(Func(shown, function="newsroom_fold"), output_field=TextField())
        return self.annotate(shown=shown, sorted_by=folded, initial=Upper(Left(folded, 1))).order_by("sorted_by", "id")

    def beginning_with(self, letters: str) -> EntityQuerySet:
        """Entities whose shown name begins with the letters; needs `shown_in`."""
        folded = Lower(Func(Value(letters), function="newsroom_fold"), output_field=TextField())
        return self.annotate(wanted=folded).filter(sorted_by__startswith=F("wanted"))

    def count_articles(self, ids: Iterable[int]) -> dict[int, int]:
        """Return how many articles name each of the entities, not counting those that name a part of it."""
        named = self.filter(pk__in=list(ids)).order_by().values_list("pk")
        return dict(named.annotate(articles=Count("mentions__article", distinct=True)))

    def initials(self) -> list[str]:
        """The first letters of the shown names, in order; needs `shown_in`."""
        return list(self.order_by("initial").values_list("initial", flat=True).distinct())

    def named_in(self, article: Article) -> EntityQuerySet:
        """Entities the article names, the most often named first."""
        return self.filter(mentions__article=article).annotate(times=Count("mentions")).order_by("-times", "name")
