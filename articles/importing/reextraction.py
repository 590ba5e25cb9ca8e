"""Who and where, looked for again in the articles of the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from articles.importing.entity_rows import EntityIds, rows_for
from articles.importing.mention_rows import FOUND_IN_TEXT, replace_mentions
from articles.ingest.article import Caption, Dateline, Extraction, ParsedArticle
from articles.ingest.identity import Entry
from articles.ingest.workers import Extractor, extractor
from articles.models import Article, DatelinePlace, ExtractionRun
from articles.models import Caption as KeptCaption
from articles.tallying import fold

BATCH = 200
READ = ("id", "language", "headline", "body", "region", "fingerprint", "edited_at", "edited_fields")


class Kept(NamedTuple):
    """An article of the archive, and what of it its entities are found in."""

    article: Article
    parsed: ParsedArticle


def reextract_all(jobs: int, done: Callable[[int], object] = lambda articles: None) -> ExtractionRun:
    """Look for entities in every article again, in `jobs` processes, and return the run with its counts.

    Goes on where the last run was cut short. Each batch is committed with the run's place in the archive; `done` hears
    how many articles it held. What librarians decided stays.
    """
    run = ExtractionRun.objects.filter(finished_at=None).first() or ExtractionRun.objects.create()
    with extractor(jobs) as extract, ThreadPoolExecutor(1) as extracting:
        for batch, extractions in _extracted(_batches(run.last_article), extract, extracting):
            _write(run, batch, extractions, extract)
            done(len(batch))
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    fold(wait=False)
    return run


def _extracted(
    batches: Iterator[list[Kept]], extract: Extractor, extracting: Executor
) -> Iterator[tuple[list[Kept], list[Extraction]]]:
    """Yield each batch with what was found in it; while it is written, the next is looked at."""

    def looked_at(batch: list[Kept]) -> Future[list[Extraction]]:
        return extracting.submit(extract, [kept.parsed for kept in batch])

    batch = next(batches, None)
    found = looked_at(batch) if batch else None
    while batch:
        coming = next(batches, None)
        extractions, found = found.result(), looked_at(coming) if coming else None
        yield batch, extractions
        batch = coming


def _batches(after: int) -> Iterator[list[Kept]]:
    while batch := _read(Article.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].article.pk


def _read(articles: QuerySet[Article]) -> list[Kept]:
    captions = Prefetch("captions", KeptCaption.objects.order_by("position"))
    places = Prefetch("dateline_places", DatelinePlace.objects.order_by("position"))
    return [Kept(article, as_parsed(article)) for article in articles.only(*READ).prefetch_related(captions, places)]


def as_parsed(article: Article) -> ParsedArticle:
    """Return what of the archive's article its entities are found in, as a reader would have given it."""
    places = tuple(line.as_filed for line in article.dateline_places.all())
    return ParsedArticle(
        file="",
        language=article.language,
        headline=article.headline,
        dateline=Dateline(places=places, region=article.region),
        paragraphs=tuple(article.paragraphs),
        captions=tuple(Caption(caption.paragraph, caption.text) for caption in article.captions.all()),
    )


def _write(run: ExtractionRun, batch: list[Kept], extractions: Sequence[Extraction], extract: Extractor) -> None:
    """Write what was found in a batch; articles edited between reading and writing are looked at again first.

    The run's place in the archive moves on with the last of them.
    """
    last = batch[-1].article.pk
    while batch:
        edited = _write_unedited(run, batch, extractions, last)
        batch = _read(Article.objects.filter(pk__in=edited).order_by("pk")) if edited else []
        extractions = extract([kept.parsed for kept in batch]) if batch else []
    run.refresh_from_db()


def _write_unedited(run: ExtractionRun, batch: list[Kept], extractions: Sequence[Extraction], last: int) -> list[int]:
    """Write what was found in the articles that are still as they were read; return the ids of the others."""
    with transaction.atomic():
        entities = rows_for(extractions)
    with transaction.atomic():
        now = _locked(batch)
        pairs = list(zip(batch, extractions, strict=True))
        same = [(kept, found) for kept, found in pairs if now.get(kept.article.pk) == _state(kept.article)]
        edited = sorted(now.keys() - {kept.article.pk for kept, _ in same})
        changed = _replace(same, entities)
        place = {} if edited else {"last_article": last}
        ExtractionRun.objects.filter(pk=run.pk).update(
            articles=F("articles") + len(same), changed=F("changed") + len(changed), **place
        )
    return edited


def _state(article: Article) -> tuple[str, datetime | None]:
    return article.fingerprint, article.edited_at


def _locked(batch: list[Kept]) -> dict[int, tuple[str, datetime | None]]:
    """Return the state of the articles as it is now and will stay until the end of the transaction."""
    rows = Article.objects.filter(pk__in=[kept.article.pk for kept in batch]).order_by("pk").select_for_update()
    return {article.pk: _state(article) for article in rows.only("id", "fingerprint", "edited_at")}


def _replace(found: list[tuple[Kept, Extraction]], entities: EntityIds) -> set[int]:
    made = [(kept.article.pk, Entry(kept.parsed, "", "", extraction)) for kept, extraction in found]
    return replace_mentions(made, entities, FOUND_IN_TEXT) | {
        article.pk
        for (article, _), extraction in found
        if "dateline_places" not in article.edited_fields
        for line, key in zip(article.dateline_places.all(), extraction.dateline_keys, strict=True)
        if _moved(line, entities.ids.get(key))
    }


def _moved(line: DatelinePlace, place_id: int | None) -> bool:
    if line.place_id == place_id:
        return False
    line.place_id = place_id
    line.save(update_fields=["place"])
    return True
