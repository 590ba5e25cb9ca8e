"""Common nouns that a tagger takes into a name but that are none of it: `gare de Séoul`, `fleuve Tumen`."""

from __future__ import annotations

import re

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span

HEADS = {
    "fr": re.compile(
        r"(?:gare|aéroport|fleuve|rivière|ville|province|région|département|port|village|préfecture|commune|lac"
        r")(?: de| d['’]| du| des)? ?(?:la |l['’]|les )?(?=[A-ZÀ-Þ])"
    ),
    "en": re.compile(r"(?:the )?(?:city|town|port|village|province|region) of (?=[A-Z])"),
}
TAILS = {"fr": None, "en": re.compile(r" (?:river|city|province|region|county|prefecture|port|airport|station)$")}
COMPANIES = {
    "fr": re.compile(r"(?:start-up|société|entreprise|compagnie)(?: [a-zà-ÿ-]+)? (?=[A-ZÀ-Þ])"),
    "en": None,
}  # fmt: skip


def trim_common_nouns(copy: TaggedCopy) -> None:
    """Leave only the proper part of such a name."""
    for line, span, text in list(copy.names()):
        patterns = HEADS if span.type == "LOC" else COMPANIES if span.type == "ORG" else {}
        start, end = span.start, span.end
        if (head := patterns.get(copy.language)) and (found := head.match(text)):
            start += found.end()
        if span.type == "LOC" and (tail := TAILS.get(copy.language)) and (found := tail.search(text)):
            end -= len(found.group())
        if (start, end) != (span.start, span.end):
            copy.add(line, Span(start, end, span.type))
