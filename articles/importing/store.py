"""The one writer of articles: a batch a transaction, every article once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.importing import chaining, sketches
from articles.importing.copying import (
    insert_articles,
    insert_mentions,
    insert_originals,
    insert_parts,
    mention_rows,
    replace_parts,
    subject_code,
    update_articles,
)
from articles.importing.entity_rows import EntityIds, rows_for
from articles.importing.imported_files import remember
from articles.importing.mention_rows import replace_mentions
from articles.importing.notices import record_notices, tie_articles
from articles.importing.settling import settle_articles
from articles.ingest.article import Extraction, Problem
from articles.ingest.chaining.filing import Filing
from articles.ingest.identity import Entry
from articles.models import Agency, Article, ImportProblem, ImportRun, Proposal, Story

PARAGRAPH_BREAK = "\n\n"
EMPTY: Mapping[bytes, Sequence[str]] = MappingProxyType({})

ToChain = tuple[list[Filing], chaining.Plan | None]
Changed = tuple[Article, Entry]
"""An article of the archive, and what was now filed of it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many articles were new, and how many changed."""

    created: int = 0
    updated: int = 0


def save_batch(entries: Sequence[Entry], run: ImportRun, files: Mapping[bytes, Sequence[str]] = EMPTY) -> Saved:
    """Write the entries that are not in the archive, and say how many were new and how many changed an article.

    An article already there under the same identity is updated: its earlier bytes stay, and so does every field a
    librarian has edited. `files` tells by digest which identities the files held that are brought in whole with these
    entries. Several imports may run at once.
    """
    wanted = _not_in_archive(entries)
    # In a transaction of its own, so that imports that meet the same new entity do not wait for each other's batch.
    with transaction.atomic():
        entities = rows_for([each.extraction for each in wanted if each.extraction])
        agencies = _agencies({each.article.agency for each in wanted if each.article.agency})
    with transaction.atomic():
        saved, written, to_chain = _write(wanted, agencies, entities, run) if wanted else (Saved(), [], None)
        tie_articles(written)
        remember(files)
    if to_chain:
        chaining.settle(*to_chain)
    settle_articles(written)
    return saved


def _not_in_archive(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries whose text the archive does not hold under their identity, each identity once, sorted."""
    latest = {each.identity: each for each in entries}
    known = dict(Article.objects.filter(identity__in=latest).values_list("identity", "fingerprint"))
    return [latest[key] for key in sorted(latest) if known.get(key) != latest[key].fingerprint]


def _write(
    entries: list[Entry], agencies: dict[str, int], entities: EntityIds, run: ImportRun
) -> tuple[Saved, list[int], ToChain]:
    """Return how many were new and how many changed, the ids of both, and what is to be chained."""
    known = {
        article.identity: article
        for article in Article.objects.filter(identity__in=[each.identity for each in entries])
        .only("id", "identity", "fingerprint", "edited_fields")
        .order_by("id")
        .select_for_update()  # so that an edit saved meanwhile is waited for and then left alone
    }
    created, made, plan = _insert([each for each in entries if each.identity not in known], agencies, entities, run)
    # Another import may have brought the same text since it was looked for.
    changed = [
        (known[each.identity], each)
        for each in entries
        if each.identity in known and known[each.identity].fingerprint != each.fingerprint
    ]
    for edited, together in groupby(sorted(changed, key=_edited), _edited):
        _update(list(together), edited, agencies, entities, run)
    again = sketches.filings(((article.pk, each) for article, each in changed), agencies)
    sketches.replace(again)
    written = [*created, *(article.pk for article, _ in changed)]
    return Saved(len(created), len(changed)), written, ([*made, *again], None if again else plan)


def save_problems(problems: Sequence[Problem], run: ImportRun) -> None:
    """Keep what could not be read."""
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            file=storable(problem.file),
            line=problem.line,
            reason=storable(problem.reason),
            excerpt=storable(problem.excerpt),
        )
        for problem in problems
    )


def storable(text: str) -> str:
    """Return the text as a column can hold it: file names may hold bytes that are no text, excerpts NUL characters."""
    return text.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def _agencies(names: set[str]) -> dict[str, int]:
    found = dict(Agency.objects.filter(name__in=names).values_list("name", "id"))
    missing = sorted(names - found.keys())
    if missing:
        Agency.objects.bulk_create(
            [Agency(name=name, slug=_agency_slug(name)) for name in missing], ignore_conflicts=True
        )
        found |= dict(Agency.objects.filter(name__in=names).values_list("name", "id"))
    return found


def _agency_slug(name: str) -> str:
    return slugify(name, allow_unicode=True)[:100] or name[:100]


def _insert(
    new: list[Entry], agencies: dict[str, int], entities: EntityIds, run: ImportRun
) -> tuple[list[int], list[Filing], chaining.Plan | None]:
    """Insert the articles another import has not inserted meanwhile, each into its story, old or new."""
    if not new:
        return [], [], None
    # Ids in wire order, since an id decides among the articles of a day. The rows go in by identity, since two imports
    # that insert the same articles in different orders would wait for each other.
    new = sorted(new, key=_wire_order)
    article_ids, story_ids = _next_ids(Article, len(new)), _next_ids(Story, len(new))
    filings = sketches.filings(zip(article_ids, new, strict=True), agencies)
    plan = chaining.plan(filings, dict(zip(article_ids, story_ids, strict=True)))
    now = timezone.now()
    rows = [
        {
            "id": article_id,
            "story_id": plan.stories[article_id],
            "run_id": run.pk,
            "imported_at": now,
            "edited_fields": [],
            "identity": each.identity,
            "fingerprint": each.fingerprint,
            **_fields(each, agencies),
            **_kept_columns(each, entities),
        }
        for article_id, each in zip(article_ids, new, strict=True)
    ]
    # The foreign key to the story is checked at the end of the transaction.
    inserted = insert_articles(rows)
    made = [(article_id, each) for article_id, each in zip(article_ids, new, strict=True) if article_id in inserted]
    begun = {row["story_id"] for row in rows if row["id"] in inserted} & set(story_ids)
    Story.objects.bulk_create([Story(id=story_id) for story_id in sorted(begun)])
    insert_originals(_original(article_id, each, run) for article_id, each in made)
    insert_parts(made, entities)
    insert_mentions(mention_rows(made, entities))
    record_notices(made)
    filed = [filing for filing in filings if filing.id in inserted]
    sketches.insert(filed)
    return [article_id for article_id, _ in made], filed, plan


def _wire_order(each: Entry) -> tuple[date, int, str, int]:
    article = each.article
    return article.dateline.date or date.min, article.version, article.file, article.position


def _next_ids(model: type[Article] | type[Story], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _edited(changed: Changed) -> tuple[str, ...]:
    article, _ = changed
    return tuple(sorted({*article.edited_fields, *(["date_from"] if "date" in article.edited_fields else [])}))


def _update(
    changed: list[Changed], edited: Collection[str], agencies: dict[str, int], entities: EntityIds, run: ImportRun
) -> None:
    """Bring articles of which a librarian has edited the same fields up to what was filed."""
    rows = []
    for article, each in changed:
        brought = _fields(each, agencies)
        fields = {name: value for name, value in brought.items() if name.removesuffix("_id") not in edited}
        _propose(article, {name: value for name, value in brought.items() if name not in fields}, run)
        rows.append({"id": article.pk, "fingerprint": each.fingerprint, **fields})
    made = [(article.pk, each) for article, each in changed]
    update_articles(rows)
    insert_originals([_original(article_id, each, run) for article_id, each in made])
    replace_parts(made, entities, edited)
    replace_mentions(made, entities)
    record_notices(made)


def _propose(article: Article, brought: dict[str, object], run: ImportRun) -> None:
    """Keep what the import brought for edited fields, where it differs, in place of what an earlier one did."""
    brought = {name: value for name, value in brought.items() if name != "date_from"}
    present = Article.objects.filter(pk=article.pk).values(*brought).get() if brought else {}
    for name, value in brought.items():
        field = name.removesuffix("_id")
        if present[name] == value:
            Proposal.objects.filter(article=article, field=field).delete()
        else:
            value = value.isoformat() if isinstance(value, date) else value
            Proposal.objects.update_or_create(article=article, field=field, defaults={"value": value, "run": run})


def _fields(each: Entry, agencies: dict[str, int]) -> dict[str, object]:
    article, dateline = each.article, each.article.dateline
    return {
        "agency_id": agencies.get(article.agency),
        "language": article.language,
        "guid": article.guid[:250],
        "status": article.status,
        "version_label": article.version_label[:100],
        "version": min(article.version, 32767),
        "headline": article.headline,
        "subheadline": article.subheadline,
        "note": article.note,
        "nonpublic_note": article.nonpublic_note,
        "timestamp": article.timestamp,
        "dateline": dateline.text,
        "region": dateline.region[:200],
        "date": dateline.date,
        "date_from": dateline.date_from,
        "bylines": list(article.bylines),
        "contacts": list(article.contacts),
        "body": PARAGRAPH_BREAK.join(article.paragraphs),
        "end_mark": article.end_mark[:100],
        "signoff": article.signoff,
        "copyright": article.copyright,
        "keywords": list(article.keywords),
        "revision": article.revision[:100],
        "sent_at": article.sent_at,
        "embargoed_until": article.embargoed_until,
        "urgency": article.urgency,
        "slugline": article.slugline[:250],
        "usage_terms": article.usage_terms,
        "subjects": [subject_code(subject) for subject in article.subjects],
    }


def _kept_columns(each: Entry, entities: EntityIds) -> dict[str, object]:
    """What the triggers would fill in, filled in at once so that they find nothing to do."""
    extraction = each.extraction or Extraction()
    return {
        "caption_text": PARAGRAPH_BREAK.join(caption.text for caption in each.article.captions),
        "entity_ids": entities.with_places_above(mention.key for mention in extraction.mentions),
        "filed_from_ids": entities.with_places_above(key for key in extraction.dateline_keys if key),
    }


def _original(article_id: int, each: Entry, run: ImportRun) -> dict[str, object]:
    article = each.article
    return {
        "article_id": article_id,
        "run_id": run.pk,
        "received_at": timezone.now(),
        "file": storable(article.file),
        "position": article.position,
        "format": article.format,
        "encoding": article.encoding,
        "content": article.original,
    }
