"""How PostgreSQL is to go about a question where its planner cannot know: what unpacking a search vector costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def by_index() -> Iterator[None]:
    """Have PostgreSQL look words up in the index, never read through the whole table.

    Its planner holds that for cheap, not knowing what unpacking each search vector costs: measured ten times slower
    for a word that most articles have.
    """
    with _without("enable_seqscan"):
        yield


@contextmanager
def found_then_sorted() -> Iterator[None]:
    """Have PostgreSQL find few articles by their words and sort them, never walk through the days to meet them.

    The walk ends early for common words; for a word that a hundred of a million articles have it was measured 3,000
    times slower.
    """
    with _without("enable_seqscan", "enable_indexscan"):
        yield


@contextmanager
def _without(*ways: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {way} = off" for way in ways))
        yield
        cursor.execute("; ".join(f"SET LOCAL {way} = DEFAULT" for way in ways))
