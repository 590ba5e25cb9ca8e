"""Words at the edge of a name that are none of it: `Si Kim`, `M. Ma`."""

from __future__ import annotations

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span

OPENERS = {
    "fr": frozenset("Si Mais Selon Pour Et Or Car Quand Lorsque Comme Avec Avant Après Depuis Pendant Puis Alors M. M Mme Mlle MM. Mmes".split()),
    "en": frozenset("If But When After As While And That Since Because Before With Mr. Mr Mrs. Mrs Ms. Ms Dr. Dr".split()),
}  # fmt: skip


def trim_edges(copy: TaggedCopy) -> None:
    """Take conjunctions and titles off the beginning of persons' names."""
    openers = OPENERS.get(copy.language, frozenset())
    for line, span, text in list(copy.names()):
        first, space, _ = text.partition(" ")
        if span.type == "PER" and space and first in openers:
            copy.add(line, Span(span.start + len(first) + 1, span.end, span.type))
