"""Extraction in worker processes, which load the taggers; with one job, in the process that asks."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context

from articles.ingest.article import Extraction, ParsedArticle
from articles.ingest.entities import extract

Extractor = Callable[[Sequence[ParsedArticle]], list[Extraction]]
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
    # A forked worker would share this process's database connections.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        yield lambda articles: _in_pool(pool, articles)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_pool(pool: ProcessPoolExecutor, articles: Sequence[ParsedArticle]) -> list[Extraction]:
    try:
        without_bytes = [replace(article, original=b"") for article in articles]
        return list(pool.map(extract, without_bytes, chunksize=ARTICLES_AT_ONCE))
    except BrokenProcessPool:
        raise WorkerDied("a worker process died, as when memory runs out; --jobs 1 needs the least") from None


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
