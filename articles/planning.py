"""How PostgreSQL is to go about a question where its planner cannot know what that costs, and how long it may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import OperationalError, connection, transaction

STATEMENT_CANCELED = "57014"
"""PostgreSQL, appendix A: query_canceled."""

LIST, NUMBERS, PASSAGES, ADVICE = 6000, 2500, 1500, 1500
"""Milliseconds a statement may take: for the list, the numbers beside it, its passages, help where nothing fits."""


class TookTooLong(Exception):
    """A statement was not done within its time; what was asked before in the same transaction stands."""


def by_index(at_most: int = 0) -> AbstractContextManager[None]:
    """Have PostgreSQL look words up in the search index and sort what is found, never meet them on a walk.

    A walk through the table or the days unpacks the search vector of every article on its way. It ends early for a list
    of common words; for a word that a hundred of a million articles have it was measured 3,000 times slower.
    """
    return _asking(at_most, "enable_seqscan", "enable_indexscan")


def as_it_likes(at_most: int = 0) -> AbstractContextManager[None]:
    """Have PostgreSQL plan as usual, within the time."""
    return _asking(at_most)


@contextmanager
def _asking(at_most: int, *without: str) -> Iterator[None]:
    """Set what holds for the statements within, each of which raises TookTooLong after `at_most` milliseconds."""
    settings = dict.fromkeys(without, "off") | ({"statement_timeout": str(at_most)} if at_most else {})
    nested = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in settings.items()) or "SELECT")
            yield
            if nested:  # else the end of the transaction does it
                cursor.execute("; ".join(f"SET LOCAL {name} = DEFAULT" for name in settings) or "SELECT")
    except OperationalError as problem:
        if getattr(problem.__cause__, "pgcode", None) == STATEMENT_CANCELED:
            raise TookTooLong from problem
        raise
