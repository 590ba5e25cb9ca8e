"""A town the copy is filed from is that town wherever its name stands alone."""

from __future__ import annotations

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.vocabulary import folded


def mark_dateline_places(copy: TaggedCopy) -> None:
    """Make the names of the dateline's places places, unless they stand inside a longer name."""
    wanted = {folded(name) for name in copy.filed_from}
    if not wanted:
        return
    for token, places in copy.capitalised.items():
        if folded(token) not in wanted:
            continue
        for place in places:
            start, end = copy.tokens[place.line].bounds[place.index]
            touching = copy.within(place.line, start, end)
            same = [(span.start, span.end) for span in touching] == [(start, end)]
            if same or (not touching and copy.stands_alone(place)):
                copy.add(place.line, Span(start, end, "LOC"))
