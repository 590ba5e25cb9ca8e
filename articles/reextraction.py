"""Who and where, looked for again in the articles of the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime

from django.db import transaction
from django.db.models import F, Prefetch
from django.utils import timezone

from articles.entity_rows import EntityIds, rows_for
from articles.ingest.article import Caption, Dateline, Extraction, ParsedArticle
from articles.ingest.extractors import Extractor, extractor
from articles.mention_rows import FOUND_IN_TEXT, replace_mentions
from articles.models import Article, DatelinePlace, ExtractionRun
from articles.models import Caption as KeptCaption
from articles.store import Entry

BATCH = 200
READ = ("id", "language", "headline", "body", "region", "fingerprint", "edited_at", "edited_fields")


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
    return run


def _extracted(
    batches: Iterator[list[Article]], extract: Extractor, extracting: Executor
) -> Iterator[tuple[list[Article], list[Extraction]]]:
    """Yield each batch with what was found in it; while it is written, the next is looked at."""

    def looked_at(batch: list[Article]) -> Future[list[Extraction]]:
        return extracting.submit(extract, [as_parsed(article) for article in batch])

    batch = next(batches, None)
    found = looked_at(batch) if batch else None
    while batch:
        coming = next(batches, None)
        extractions, found = found.result(), looked_at(coming) if coming else None
        yield batch, extractions
        batch = coming


def _batches(after: int) -> Iterator[list[Article]]:
    while batch := _read(Article.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield batch
        after = batch[-1].pk


def _read(articles: object) -> list[Article]:
    captions = Prefetch("captions", KeptCaption.objects.order_by("position"))
    return list(articles.only(*READ).prefetch_related(captions, Prefetch("dateline_places", _dateline_places())))


def _dateline_places() -> object:
    return DatelinePlace.objects.order_by("position")


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


def _write(run: ExtractionRun, articles: list[Article], extractions: Sequence[Extraction], extract: Extractor) -> None:
    with transaction.atomic():
        entities = rows_for(extractions)
    with transaction.atomic():
        now = _locked(articles)
        pairs = list(zip(articles, extractions, strict=True))
        same = [(article, found) for article, found in pairs if now.get(article.pk) == _state(article)]
        edited = [article.pk for article, _ in pairs if now.get(article.pk, _state(article)) != _state(article)]
        changed = _replace(same, entities)
        ExtractionRun.objects.filter(pk=run.pk).update(
            articles=F("articles") + len(same), changed=F("changed") + len(changed), last_article=articles[-1].pk
        )
    if edited:  # between reading and writing
        again = _read(Article.objects.filter(pk__in=edited).order_by("pk"))
        _write(run, again, extract([as_parsed(article) for article in again]), extract)
    run.refresh_from_db()


def _state(article: Article) -> tuple[str, datetime | None]:
    return article.fingerprint, article.edited_at


def _locked(articles: list[Article]) -> dict[int, tuple[str, datetime | None]]:
    """Return the state of the articles as it is now and will stay until the end of the transaction."""
    rows = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by("pk").select_for_update()
    return {article.pk: _state(article) for article in rows.only("id", "fingerprint", "edited_at")}


def _replace(found: list[tuple[Article, Extraction]], entities: EntityIds) -> set[int]:
    made = [(article.pk, Entry(as_parsed(article), "", "", extraction)) for article, extraction in found]
    return replace_mentions(made, entities, FOUND_IN_TEXT) | {
        article.pk
        for article, extraction in found
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
