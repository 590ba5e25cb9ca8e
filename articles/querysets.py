"""The questions the archive is asked, under names a reader understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from django.db import connections
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.utils import timezone

from articles.notice_querysets import kinds_noted
from articles.openness import is_open
from articles.query.names import with_label
from articles.samples import one_in
from articles.search import Search, matching_by_language, matching_condition

if TYPE_CHECKING:
    from articles.asof import AsOf
    from articles.dates import Period
    from articles.models import Agency, Article, Entity, Subject
    from articles.pages import Cursor

NO_DATE = date(1, 1, 1)
"""Where undated articles stand in the order of filing; `filed_on` of an article without a date."""

COUNT_BY_ENTITY = """
    WITH found (article, ids) AS MATERIALIZED ({found}),
    named AS (SELECT unnest(ids) AS id, count(*) AS articles FROM found GROUP BY 1),
    merged AS MATERIALIZED (SELECT source, counted FROM newsroom_counted_as(ARRAY(SELECT id FROM named))),
    moved AS (
        SELECT counted AS id, count(DISTINCT article) AS articles
        FROM found CROSS JOIN LATERAL unnest(ids) AS id (source) JOIN merged USING (source)
        WHERE EXISTS (SELECT FROM merged) AND NOT ids @> ARRAY[counted] GROUP BY 1
    )
    SELECT id, sum(articles)::bigint FROM (TABLE named UNION ALL TABLE moved) AS counts
    JOIN articles_entity USING (id) WHERE merged_into_id IS NULL AND hidden_by_id IS NULL GROUP BY id
"""
"""An article that names a merged entity counts for those it counts as, unless it names them already."""

CALENDAR_PARTS = {"year": ExtractYear, "month": ExtractMonth, "day": ExtractDay}


def families(entities: Iterable[Entity]) -> list[int]:
    """Return the ids that count as one of the entities."""
    return sorted({pk for entity in entities for pk in entity.family_ids})


class ArticleQuerySet(QuerySet):
    def public(self, moment: datetime | None = None) -> ArticleQuerySet:
        """Articles the public may read at a moment, now if none is given: not withdrawn, under no embargo."""
        return self.filter(is_open(moment))

    def closed(self, moment: datetime | None = None) -> ArticleQuerySet:
        """The others, which are few and have an index of their own."""
        return self.filter(Q(withdrawn=True) | Q(embargoed_until__gt=moment or timezone.now()))

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by(F("filed_on").desc(), F("id").desc())

    def wire_order(self) -> ArticleQuerySet:
        """As they came over the wire: by day, then in the order of filing."""
        return self.order_by("filed_on", "id")

    def newest_version_first(self) -> ArticleQuerySet:
        return self.order_by(F("filed_on").desc(), F("version").desc(), F("id").desc())

    def folded(self) -> ArticleQuerySet:
        """Of each story only the newest of these articles."""
        of_story = self.filter(story_id=OuterRef("story_id")).order_by(F("filed_on").desc(), F("id").desc())
        # A scalar, which PostgreSQL asks row by row as it walks; NOT EXISTS it may turn into a join of all articles.
        return self.filter(pk=Subquery(of_story.values("pk")[:1]))

    def best_first(self, words: Search) -> ArticleQuerySet:
        """Those that match the words best, a headline counting most, then the newest."""
        return self.annotate(rank=words.rank).order_by(F("rank").desc(), F("filed_on").desc(), F("id").desc())

    def older_than(self, filed_on: date, pk: int) -> ArticleQuerySet:
        return self.filter(Q(filed_on__lt=filed_on) | Q(filed_on=filed_on, pk__lt=pk), filed_on__lte=filed_on)

    def newer_than(self, filed_on: date, pk: int) -> ArticleQuerySet:
        return self.filter(Q(filed_on__gt=filed_on) | Q(filed_on=filed_on, pk__gt=pk), filed_on__gte=filed_on)

    def beyond(self, place: Cursor | None, towards_newer: bool) -> ArticleQuerySet:
        """The articles beyond a place, or all of them, in the order in which one goes on from there."""
        if towards_newer:
            return (self.newer_than(place.filed_on, place.pk) if place else self).wire_order()
        return (self.older_than(place.filed_on, place.pk) if place else self).newest_first()

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

    def filed_by(self, asof: AsOf | None) -> ArticleQuerySet:
        """Articles that had been filed by then, and were not under embargo any more; none without a date.

        Without a moment, all of them.
        """
        if not asof:
            return self
        timed = Q(sent_at__lte=asof.moment)
        by_day = Q(sent_at=None, filed_on__gt=NO_DATE, filed_on__lte=asof.last_whole_day)
        free = Q(embargoed_until=None) | Q(embargoed_until__lte=asof.moment)
        # The days bound a walk through the archive: a dateline is a day ahead of the clock at most.
        return self.filter(timed | by_day, free, filed_on__lte=asof.last_whole_day + timedelta(days=2))

    def on_day(self, day: date) -> ArticleQuerySet:
        return self.dated().filter(filed_on=day)

    def filed_from(self, place: Entity) -> ArticleQuerySet:
        """Articles whose dateline names the place or a place inside it."""
        return self.filter(filed_from_ids__overlap=place.family_ids)

    def mentioning(self, entity: Entity) -> ArticleQuerySet:
        """Articles that name the entity, or a place inside it, in headline, body or captions."""
        return self.filter(entity_ids__overlap=entity.family_ids)

    def filed_from_any(self, places: Sequence[Entity]) -> ArticleQuerySet:
        """Articles whose dateline names one of the places, or a place inside one."""
        return self.filter(filed_from_ids__overlap=families(places))

    def not_filed_from(self, places: Sequence[Entity]) -> ArticleQuerySet:
        """Articles whose dateline names none of the places, nor a place inside one."""
        return self.exclude(filed_from_ids__overlap=families(places))

    def mentioning_all(self, entities: Sequence[Entity]) -> ArticleQuerySet:
        """Articles that name every one of the entities."""
        return reduce(ArticleQuerySet.mentioning, entities, self)

    def not_mentioning(self, entities: Sequence[Entity]) -> ArticleQuerySet:
        """Articles that name none of the entities, nor a place inside one."""
        return self.exclude(entity_ids__overlap=families(entities))

    def concerning(self, entity: Entity) -> ArticleQuerySet:
        """Articles filed from the entity or naming it."""
        return self.filter(Q(entity_ids__overlap=entity.family_ids) | Q(filed_from_ids__overlap=entity.family_ids))

    def of_agencies(self, agencies: Sequence[Agency]) -> ArticleQuerySet:
        return self.filter(agency__in=agencies)

    def not_of_agencies(self, agencies: Sequence[Agency]) -> ArticleQuerySet:
        """Articles of other agencies, or of none."""
        return self.exclude(agency__in=agencies)

    def in_language(self, code: str) -> ArticleQuerySet:
        return self.filter(language=code)

    def in_languages(self, codes: Sequence[str]) -> ArticleQuerySet:
        return self.filter(language__in=codes)

    def not_in_languages(self, codes: Sequence[str]) -> ArticleQuerySet:
        return self.exclude(language__in=codes)

    def labelled(self, labels: Sequence[str]) -> ArticleQuerySet:
        """Articles with one of the version labels: those of a version, given by number, or a label as filed."""
        return self.filter(with_label(labels))

    def not_labelled(self, labels: Sequence[str]) -> ArticleQuerySet:
        return self.exclude(with_label(labels))

    def of_statuses(self, statuses: Sequence[str]) -> ArticleQuerySet:
        return self.filter(status__in=statuses)

    def not_of_statuses(self, statuses: Sequence[str]) -> ArticleQuerySet:
        return self.exclude(status__in=statuses)

    def on_all_subjects(self, subjects: Sequence[Subject]) -> ArticleQuerySet:
        return self.filter(subjects__contains=[subject.code for subject in subjects])

    def not_on_subjects(self, subjects: Sequence[Subject]) -> ArticleQuerySet:
        return self.exclude(subjects__overlap=[subject.code for subject in subjects])

    def of_urgencies(self, urgencies: Sequence[int]) -> ArticleQuerySet:
        return self.filter(urgency__in=urgencies)

    def not_of_urgencies(self, urgencies: Sequence[int]) -> ArticleQuerySet:
        """Articles of another urgency, or of none."""
        return self.exclude(urgency__in=urgencies)

    def matching(self, words: str | Search) -> ArticleQuerySet:
        """Articles that a search finds."""
        return self.filter(matching_condition(words))

    def each_matching(self, words: str | Search | None, fields: Sequence[str]) -> QuerySet:
        """The same as rows of some fields, for counting: one look into the search index for each language.

        Asked as one condition, PostgreSQL would unpack the search vector of every article found.
        """
        if not words:
            return self.order_by().values_list(*fields)
        parts = [self.filter(part).order_by().values_list(*fields) for part in matching_by_language(words)]
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]

    def expected(self, words: str | Search | None = None) -> int:
        """About how many of them match the words, by PostgreSQL's statistics; nothing is looked at."""
        found, parameters = self.each_matching(words, ("pk",)).query.sql_with_params()
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {found}", parameters)
            return cursor.fetchone()[0][0]["Plan"]["Plan Rows"]

    def one_in(self, share: int) -> ArticleQuerySet:
        """A sample of them, always the same: one article in `share`, a power of two."""
        return self.filter(one_in(share))

    def with_headline_key(self, keys: Iterable[str]) -> ArticleQuerySet:
        return self.filter(headline_key__in=list(keys))

    def for_listing(self) -> ArticleQuerySet:
        """What a row of a list shows: no body, no search vector, the lead cut short by the database.

        `noted` are the kinds of notices that act on the article.
        """
        return self.select_related("agency").only(*LISTED_FIELDS).annotate(noted=kinds_noted())

    def for_feed(self) -> ArticleQuerySet:
        """What an entry of a feed says."""
        return (
            self.select_related("agency").only(*LISTED_FIELDS, "imported_at", "edited_at").annotate(noted=kinds_noted())
        )

    def with_places(self) -> ArticleQuerySet:
        """Add the places of the dateline, in the order they were filed."""
        return self.prefetch_related("dateline_places__place__merged_into")

    def for_reading(self) -> ArticleQuerySet:
        """What an article's page shows of the article itself."""
        return self.select_related("agency").defer("search_vector", "caption_text", "nonpublic_note").with_places()

    def for_versions(self) -> ArticleQuerySet:
        """What a line of versions says of each."""
        return self.for_listing().only(*LISTED_FIELDS, "sent_at", "words")

    def for_story(self) -> ArticleQuerySet:
        """What a story's page shows of each version, captions included."""
        return self.select_related("agency").defer(*UNREAD_FIELDS).prefetch_related("captions")

    def for_comparing(self) -> ArticleQuerySet:
        """What is compared of an article."""
        return self.for_story().prefetch_related("related_headlines")

    def for_related(self) -> ArticleQuerySet:
        """What is needed to choose among articles of one headline, and to link to the chosen one."""
        return self.only(
            "id", "headline", "headline_key", "version_label", "version", "language", "agency_id", "date", "filed_on"
        )

    def for_links(self) -> ArticleQuerySet:
        """Only what links to an article: its headline, label and day."""
        return self.only("id", "story_id", "headline", "version_label", "language", "date", "filed_on")

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
        """Return how many articles have each entity in `column`, entity_ids or filed_from_ids."""
        found, parameters = self.ids_in(column)
        with connections[self.db].cursor() as cursor:
            cursor.execute(COUNT_BY_ENTITY.format(found=found, column=column), parameters)
            return dict(cursor.fetchall())

    def ids_in(self, *columns: str) -> tuple[str, tuple]:
        """Return the query of (article, its entities), to be counted within a larger one, and its parameters."""
        articles = self if self.query.is_sliced else self.order_by()
        return articles.values("pk", *columns).query.sql_with_params()

    def first_and_last(self) -> list[Article]:
        """The oldest and the newest dated article, in this order; nothing if there is none."""
        dated = self.dated().for_links()
        found = dated.wire_order()[:1].union(dated.newest_first()[:1], all=True)
        return sorted(found, key=lambda article: (article.filed_on, article.pk))

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

    def count_by_story(self, stories: Iterable[int]) -> dict[int, int]:
        """Return how many of these articles each of the stories has."""
        grouped = self.filter(story_id__in=list(stories)).order_by().values_list("story_id")
        return dict(grouped.annotate(articles=Count("pk")))

    def other_versions(self, article: Article) -> ArticleQuerySet:
        """The other articles of the same running story, newest version first."""
        return self.filter(story_id=article.story_id).exclude(pk=article.pk).newest_version_first()

    def without_duplicates(self) -> ArticleQuerySet:
        """Leave out copy the archive had before, from another agency or filed again; the first of each group stays."""
        return self.filter(duplicate_of=None)


UNREAD_FIELDS = ("search_vector", "caption_text", "nonpublic_note", "entity_ids", "filed_from_ids")

LISTED_FIELDS = (
    "id",
    "story_id",
    "agency__name",
    "agency__slug",
    "language",
    "status",
    "withdrawn",
    "embargoed_until",
    "version_label",
    "version",
    "headline",
    "lead",
    "date",
    "filed_on",
)
