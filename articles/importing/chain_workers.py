"""Processes that chain the archive together; this module is imported by them before Django is set up."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

import django

Piece = TypeVar("Piece")
Done = TypeVar("Done")


@contextmanager
def workers(jobs: int, work: Callable[[Piece], Done]) -> Iterator[Callable[[Piece], Callable[[], Done]]]:
    """Give a function that has a piece dealt with; what it returns waits for it. With one job, it does so itself."""
    if jobs <= 1:
        yield lambda piece: lambda: work(piece)
        return
    # A forked worker would share this process's database connection.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin)

    def ask(piece: Piece) -> Callable[[], Done]:
        asked: Future[Done] = pool.submit(work, piece)
        return asked.result

    try:
        yield ask
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
