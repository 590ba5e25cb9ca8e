"""Names too well known to be missed: the persons, agencies and bodies of the table of known names."""

from __future__ import annotations

from functools import cache

from articles.ingest.naming.copy import Place, TaggedCopy
from articles.ingest.naming.known_names import known_names
from articles.ingest.tagger.spans import Span


def mark_known_names(copy: TaggedCopy) -> None:
    """Make known persons and organisations what they are, where they are written as the table has them."""
    spellings = _spellings()
    for first in sorted(copy.capitalised.keys() & spellings.keys()):
        for place in copy.capitalised[first]:
            tokens = copy.tokens[place.line]
            for words, kind in spellings[first]:
                if tuple(tokens.texts[place.index : place.index + len(words)]) == words:
                    _mark(copy, place, len(words), kind)
                    break


def _mark(copy: TaggedCopy, place: Place, length: int, kind: str) -> None:
    tokens = copy.tokens[place.line]
    start, end = tokens.bounds[place.index][0], tokens.bounds[place.index + length - 1][1]
    if not copy.within(place.line, start, end) and copy.stands_alone(place, length):
        copy.add(place.line, Span(start, end, kind))


@cache
def _spellings() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By first word, the names of several words or of three capitals and more; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entity in dict.fromkeys(known_names().values()):
        kind = "PER" if entity.kind == "person" else "ORG"
        for name in (entity.name, *entity.others):
            words = tuple(name.split())
            if (len(words) > 1 or (name.isupper() and len(name) > 2)) and "'" not in name and "." not in name:
                found.setdefault(words[0], []).append((words, kind))
    return {first: sorted(others, key=lambda each: (-len(each[0]), each)) for first, others in found.items()}
