"""A sample of the archive, always the same: what holds for it is said of all, where counting all takes too long."""

from __future__ import annotations

from django.db.models import F, Q
from django.db.models.lookups import Exact

SAMPLES = (16, 64)
"""One article in so many; each has indexes of its own."""

COUNTED_EXACTLY = 12_000
LOOKED_AT = 2 * COUNTED_EXACTLY
"""Where the planner expects too few, so many are counted before a sample is taken after all."""

LARGE = 300_000
LEAST = 25
"""Fewer articles of a sample say too little of how many there are in all: the error would be more than a fifth."""


def one_in(share: int) -> Q:
    """Return the condition that one article in `share` meets, a power of two."""
    return Q(Exact(F("id").bitand(share - 1), 0))


def share_for(expected: int) -> int:
    """Return which sample tells enough of so many articles: one in how many; 1 where all are counted."""
    if expected <= COUNTED_EXACTLY:
        return 1
    return SAMPLES[0] if expected < LARGE else SAMPLES[1]
