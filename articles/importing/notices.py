"""Notices tied to what they act on, a set at a time: whichever of the two arrives first, in whatever batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection, transaction

from articles.importing.copying import Made
from articles.ingest.notices.filing import Filing, filing_of
from articles.ingest.notices.filing import Notice as Said
from articles.ingest.notices.matching import NEAR_DAYS, SURE, Candidate, Match, extends_to, match
from articles.ingest.notices.recognising import read_notice
from articles.models import Article, Notice, Relation, Tie

BATCH = 1000
MOST_CANDIDATES = 200
MOST_OF_A_DAY = 2_000
READ = (
    *("id", "version_label", "headline", "note", "body", "status", "guid", "revision", "slugline", "keywords"),
    *("date", "sent_at"),
)

Pairs = dict[int, dict[int, Match]]
"""By notice and article, how sure it is that one means the other."""


def record_notices(made: Made) -> None:
    """Keep what the articles of a batch say of others; those that say nothing any more are no notices any more."""
    _record({article_id: read_notice(filing_of(each.article)) for article_id, each in made})


def tie_articles(ids: Sequence[int]) -> None:
    """Tie the notices among the articles, and those that may mean one of the articles."""
    if ids and (notices := _concerning(ids)):
        tie(notices)


def tie_stories(story_ids: Sequence[int]) -> None:
    """Tie anew the notices that act on articles of the stories, or are articles of them: for stories that changed."""
    articles = Article.objects.filter(story__in=list(story_ids)).values("pk")
    concerned = Tie.objects.filter(target__in=articles).values_list("notice_id", flat=True)
    tie({*concerned, *Notice.objects.filter(article__in=articles).values_list("pk", flat=True)})


def tie_archive(done: Callable[[int], object] = lambda articles: None) -> int:
    """Look for notices in the whole archive and tie them; return how many there are.

    Each thousand articles are committed by themselves; `done` hears of them. What librarians decided stays.
    """
    after = 0
    while ids := _next(after):
        with transaction.atomic():
            _record({pk: read_notice(filing) for pk, filing in _filings(ids)})
        after = ids[-1]
        done(len(ids))
    notices = list(Notice.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(notices), BATCH):
        tie(notices[start : start + BATCH])
    return len(notices)


def _next(after: int) -> list[int]:
    return list(Article.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _filings(ids: Sequence[int]) -> Iterator[tuple[int, Filing]]:
    relations: defaultdict[int, list[str]] = defaultdict(list)
    for article_id, guid in Relation.objects.filter(article__in=ids, kind="previous").values_list("article", "guid"):
        relations[article_id].append(guid)
    for article in Article.objects.filter(pk__in=ids).only(*READ).iterator():
        yield (
            article.pk,
            Filing(
                label=article.version_label,
                headline=article.headline,
                note=article.note,
                paragraphs=tuple(article.paragraphs),
                status=article.status,
                guid=article.guid,
                revision=article.revision,
                slugline=article.slugline,
                keywords=tuple(article.keywords),
                relations=tuple(relations[article.pk]),
                date=article.date,
                sent_at=article.sent_at,
            ),
        )


def _record(said: dict[int, Said | None]) -> None:
    read = {article_id: notice for article_id, notice in said.items() if notice}
    gone = [article_id for article_id, notice in said.items() if not notice]
    # What a librarian tied by hand is a notice, whatever its words.
    Notice.objects.filter(pk__in=gone).exclude(ties__by_hand=True).delete()
    for article_id, notice in sorted(read.items()):
        Notice.objects.update_or_create(
            article_id=article_id,
            defaults={
                "kind": notice.kind,
                "certain": notice.certain,
                "guids": list(notice.guids),
                "headlines": list(notice.headlines),
                "slugs": list(notice.slugs),
                "day": notice.day,
                "hour": notice.hour,
                "names_one": notice.names_one,
                "changes": [list(change) for change in notice.changes],
                "said": notice.said,
            },
        )


CONCERNING = """
    WITH filed AS MATERIALIZED (
        SELECT id, guid, headline_key, date, agency_id, story_id FROM articles_article WHERE id = ANY (%(ids)s)
    ),
    named AS MATERIALIZED (
        SELECT array_agg(guid::text) FILTER (WHERE guid <> '') AS guids, array_agg(headline_key::text) AS keys,
               array_agg(DISTINCT date) || array_agg(DISTINCT date + 1) AS days
        FROM filed
    )
    SELECT article_id FROM articles_notice WHERE article_id = ANY (%(ids)s)
    UNION
    SELECT notice_id FROM articles_tie WHERE target_id = ANY (%(ids)s) AND NOT by_hand
    UNION
    SELECT article_id FROM articles_notice, named WHERE articles_notice.guids && named.guids::varchar[]
    UNION
    SELECT article_id FROM articles_notice, named WHERE headline_keys && named.keys::varchar[]
    UNION
    SELECT article_id FROM articles_notice AS notice
    WHERE notice.day = ANY ((SELECT days FROM named)::date[])
      AND NOT EXISTS (SELECT FROM articles_tie WHERE notice_id = notice.article_id AND state = 'standing')
    ORDER BY 1
"""


def _concerning(ids: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(CONCERNING, {"ids": list(ids)})
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def tie(notice_ids: Iterable[int]) -> None:
    """Find what the notices act on, and write it in the place of what was found before; librarians' ties stay."""
    ids = sorted(set(notice_ids))
    # Two that tie the same notice wait for each other, and the second sees what the first did.
    notices = {
        notice.pk: notice for notice in Notice.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    }
    if notices:
        _write(list(notices), notices, _matches(notices))


def _matches(notices: dict[int, Notice]) -> Pairs:
    found = _named(notices)
    unsure = [pk for pk in notices if not any(each.sure for each in found[pk].values())]
    for pk, matches in _compared(notices, _of_the_day(unsure)).items():
        found[pk] = {**matches, **found[pk]}
    for pk, notice in notices.items():
        if notice.kind == "correction" or notice.kind == "refile":
            found[pk] = _surest(found[pk])
    return _extended(notices, found)


def _surest(matches: dict[int, Match]) -> dict[int, Match]:
    """Where something is sure, what is not is not worth a librarian's time."""
    return {pk: each for pk, each in matches.items() if each.sure} or matches


def _named(notices: dict[int, Notice]) -> Pairs:
    return _compared(notices, _rows(NAMED, {"ids": list(notices), "days": NEAR_DAYS, "most": MOST_CANDIDATES}))


NAMED = """
    SELECT notice.article_id, article.id
    FROM articles_notice AS notice JOIN articles_article AS filed ON filed.id = notice.article_id
    CROSS JOIN LATERAL (
        (SELECT id FROM articles_article WHERE guid = ANY (notice.guids) AND guid <> '' LIMIT %(most)s)
        UNION
        (SELECT id FROM articles_article
         WHERE headline_key = ANY (notice.headline_keys) AND (
             notice.day IS NULL OR date IS NULL OR date BETWEEN notice.day - %(days)s AND notice.day + %(days)s
         ) LIMIT %(most)s)
        UNION
        (SELECT id FROM articles_article WHERE story_id = filed.story_id LIMIT %(most)s)
    ) AS article
    WHERE notice.article_id = ANY (%(ids)s) AND article.id <> notice.article_id
"""

OF_THE_DAY = """
    SELECT notice.article_id, article.id
    FROM articles_notice AS notice JOIN articles_article AS filed ON filed.id = notice.article_id
    CROSS JOIN LATERAL (
        SELECT id FROM articles_article
        WHERE agency_id = filed.agency_id AND filed_on BETWEEN notice.day - 1 AND notice.day
          AND language = filed.language LIMIT %(most)s
    ) AS article
    WHERE notice.article_id = ANY (%(ids)s) AND article.id <> notice.article_id
"""


def _of_the_day(ids: list[int]) -> list[tuple[int, int]]:
    return _rows(OF_THE_DAY, {"ids": ids, "most": MOST_OF_A_DAY}) if ids else []


def _rows(statement: str, parameters: dict[str, object]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _compared(notices: dict[int, Notice], pairs: list[tuple[int, int]]) -> Pairs:
    known = _candidates({pk for pair in pairs for pk in pair})
    found: Pairs = {pk: {} for pk in notices}
    for notice_id, article_id in pairs:
        notice = notices[notice_id]
        matched = match(_said(notice), frozenset(notice.headline_keys), known[notice_id], known[article_id])
        if matched.confidence:
            found[notice_id][article_id] = matched
    return found


def _said(notice: Notice) -> Said:
    return Said(
        kind=notice.kind,
        certain=notice.certain,
        guids=tuple(notice.guids),
        slugs=tuple(notice.slugs),
        day=notice.day,
        hour=notice.hour,
    )


def _candidates(ids: Iterable[int]) -> dict[int, Candidate]:
    rows = Article.objects.filter(pk__in=list(ids)).values_list(
        *("pk", "headline", "headline_key", "guid", "revision", "slugline", "keywords", "date", "sent_at"),
        *("agency_id", "story_id", "version", "notice__kind"),
    )
    return {row[0]: Candidate(*row[:6], tuple(row[6]), *row[7:12], row[12] or "") for row in rows}


def _extended(notices: dict[int, Notice], found: Pairs) -> Pairs:
    """Add to kills the versions of what they withdraw that were filed before them, unless they name one alone."""
    kills = {
        pk: {other: each for other, each in found[pk].items() if each.sure}
        for pk, notice in notices.items()
        if notice.kind == "kill" and not notice.names_one
    }
    named = {other for matches in kills.values() for other in matches}
    if not named:
        return found
    stories = dict(Article.objects.filter(pk__in=named).values_list("pk", "story"))
    versions: defaultdict[int, list[int]] = defaultdict(list)
    for pk, story in Article.objects.filter(story__in=set(stories.values())).values_list("pk", "story"):
        versions[story].append(pk)
    known = _candidates({*kills, *(pk for several in versions.values() for pk in several)})
    for pk, matches in kills.items():
        for target in matches:
            for other in versions[stories[target]]:
                extended = extends_to(known[pk], known[target], known[other])
                if extended.confidence and known[other].kind != "kill" and not _holds(found[pk], other, extended):
                    found[pk][other] = extended
    return found


def _holds(matches: dict[int, Match], other: int, extended: Match) -> bool:
    return other in matches and matches[other].confidence >= extended.confidence


def _write(ids: list[int], notices: dict[int, Notice], found: Pairs) -> None:
    rows = [
        (pk, other, notices[pk].kind, "standing" if each.confidence >= SURE else "waiting", each)
        for pk in sorted(found)
        for other, each in sorted(found[pk].items())
    ]
    values = {
        "ids": ids,
        "notices": [row[0] for row in rows],
        "targets": [row[1] for row in rows],
        "kinds": [row[2] for row in rows],
        "states": [row[3] for row in rows],
        "evidence": [",".join(row[4].evidence) for row in rows],
        "confidences": [row[4].confidence for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(FORGET, values)
        cursor.execute(KEEP, values)


FORGET = """
    DELETE FROM articles_tie AS tie
    WHERE notice_id = ANY (%(ids)s) AND NOT by_hand AND NOT EXISTS (
        SELECT FROM unnest(%(notices)s::bigint[], %(targets)s::bigint[]) AS wanted (notice_id, target_id)
        WHERE wanted.notice_id = tie.notice_id AND wanted.target_id = tie.target_id
    )
"""

KEEP = """
    INSERT INTO articles_tie AS tie (notice_id, target_id, kind, state, evidence, confidence, by_hand, made_at)
    SELECT notice_id, target_id, kind, state, string_to_array(evidence, ','), confidence, false, now()
    FROM unnest(
        %(notices)s::bigint[], %(targets)s::bigint[], %(kinds)s::text[], %(states)s::text[], %(evidence)s::text[],
        %(confidences)s::integer[]
    ) AS wanted (notice_id, target_id, kind, state, evidence, confidence)
    ON CONFLICT (notice_id, target_id) DO UPDATE
    SET kind = excluded.kind, state = excluded.state, evidence = excluded.evidence, confidence = excluded.confidence
    WHERE NOT tie.by_hand AND (tie.kind, tie.state, tie.evidence, tie.confidence)
          IS DISTINCT FROM (excluded.kind, excluded.state, excluded.evidence, excluded.confidence)
"""
