"""Two persons joined by a hyphen, as headlines have them: `Sommet Kim-Poutine`."""

from __future__ import annotations

from functools import cache

from articles.ingest.known_names import known_names
from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.persons import family_name
from articles.ingest.tagger.spans import Span

HYPHENS = ("-", "‐", "‑", "–")


def split_joined_names(copy: TaggedCopy) -> None:
    """Make both halves persons if the article names both, or one of them and the other is known."""
    named = {family_name(text) or text for _, span, text in copy.names() if span.type == "PER"}
    for token in sorted(token for token in copy.capitalised if not token.isalnum()):
        hyphen = next((sign for sign in HYPHENS if sign in token), "")
        halves = token.split(hyphen) if hyphen else []
        if len(halves) != 2 or not all(half and half[0].isupper() for half in halves):
            continue
        if not all(half in named or half in _known_families() for half in halves) or named.isdisjoint(halves):
            continue
        for place in copy.capitalised[token]:
            start, end = copy.tokens[place.line].bounds[place.index]
            if any(span.start < start or span.end > end for span in copy.within(place.line, start, end)):
                continue
            middle = start + len(halves[0])
            copy.add(place.line, Span(start, middle, "PER"))
            copy.add(place.line, Span(middle + 1, end, "PER"))


@cache
def _known_families() -> frozenset[str]:
    return frozenset(
        family_name(name)
        for entity in {id(each): each for each in known_names().values()}.values()
        if entity.kind == "person"
        for name in (entity.name, *entity.others)
    )
