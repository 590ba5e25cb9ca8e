"""Two names joined by a hyphen, as headlines have them: `Sommet Kim-Poutine`, `le train Séoul-Busan`."""

from __future__ import annotations

from functools import cache

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.known_names import known_names
from articles.ingest.naming.persons import family_name
from articles.ingest.tagger.spans import Span

HYPHENS = ("-", "‐", "‑", "–")


def split_joined_names(copy: TaggedCopy) -> None:
    """Make both halves persons or places if the article names both; of persons one may also be a known one."""
    persons = {family_name(text) or text for _, span, text in copy.names() if span.type == "PER"}
    places = {text for _, span, text in copy.names() if span.type == "LOC"}
    for token in sorted(token for token in copy.capitalised if not token.isalnum()):
        hyphen = next((sign for sign in HYPHENS if sign in token), "")
        halves = token.split(hyphen) if hyphen else []
        if len(halves) != 2 or not all(half and half[0].isupper() for half in halves):
            continue
        if all(half in persons or half in _known_families() for half in halves) and not persons.isdisjoint(halves):
            _split(copy, token, len(halves[0]), "PER")
        elif places.issuperset(halves):
            _split(copy, token, len(halves[0]), "LOC")


def _split(copy: TaggedCopy, token: str, hyphen: int, kind: str) -> None:
    for place in copy.capitalised[token]:
        start, end = copy.tokens[place.line].bounds[place.index]
        if all(start <= span.start and span.end <= end for span in copy.within(place.line, start, end)):
            copy.add(place.line, Span(start, start + hyphen, kind))
            copy.add(place.line, Span(start + hyphen + 1, end, kind))


@cache
def _known_families() -> frozenset[str]:
    return frozenset(
        family_name(name)
        for entity in {id(each): each for each in known_names().values()}.values()
        if entity.kind == "person"
        for name in (entity.name, *entity.others)
    )
