"""Reading and extraction in worker processes, which load the taggers; with one job, in the process that asks."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context

from articles.ingest.article import Extraction, ParsedArticle
from articles.ingest.entities import extract
from articles.ingest.preparing import Item, Prepared, prepare
from articles.ingest.source import Reading

Extractor = Callable[[Sequence[ParsedArticle]], list[Extraction]]
Answer = Callable[[], list[Prepared]]
Preparer = Callable[[Sequence[Item], Reading, bool], Answer]
ARTICLES_AT_ONCE = 10


class WorkerDied(RuntimeError):
    """A worker process ended without an answer."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def extractor(jobs: int) -> Iterator[Extractor]:
    """Give a function from articles to their extractions, in order; `jobs` processes start with its first call.

    It may be called by several threads at once, and raises WorkerDied.
    """
    if jobs <= 1:
        yield lambda articles: [extract(article) for article in articles]
        return
    with _pool(jobs) as pool:
        yield lambda articles: _extract_in(pool, articles)


@contextmanager
def preparer(jobs: int) -> Iterator[Preparer]:
    """Give a function that has items made ready; what it returns waits for them, and raises WorkerDied."""
    if jobs <= 1:
        yield _prepare_here
        return
    with _pool(jobs) as pool:
        yield lambda items, reading, entities: _prepare_in(pool, items, reading, entities)


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # A forked worker would share this process's database connections.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare_here(items: Sequence[Item], reading: Reading, entities: bool) -> Answer:
    prepared = prepare(items, reading, entities)
    return lambda: prepared


def _prepare_in(pool: ProcessPoolExecutor, items: Sequence[Item], reading: Reading, entities: bool) -> Answer:
    with _telling_of_death():
        future = pool.submit(prepare, items, reading, entities)
    return lambda: _result(future)


def _result(future: Future[list[Prepared]]) -> list[Prepared]:
    with _telling_of_death():
        return future.result()


def _extract_in(pool: ProcessPoolExecutor, articles: Sequence[ParsedArticle]) -> list[Extraction]:
    with _telling_of_death():
        without_bytes = [replace(article, original=b"") for article in articles]
        return list(pool.map(extract, without_bytes, chunksize=ARTICLES_AT_ONCE))


@contextmanager
def _telling_of_death() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise WorkerDied("a worker process died, as when memory runs out; --jobs 1 needs the least") from None


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
