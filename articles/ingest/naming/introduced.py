"""Organisations the copy introduces itself, `Long form (ACRONYM)`: both are one organisation, wherever they stand."""

from __future__ import annotations

import re

from articles.ingest.naming.acronyms import Pair
from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span


def mark_introduced(copy: TaggedCopy, pairs: list[Pair]) -> None:
    """Tag long form and acronym throughout; the tagger's word for the acronym is kept if it says person or place."""
    for pair in pairs:
        if any(span.type != "ORG" and text in (pair.name, pair.acronym) for _, span, text in copy.names()):
            continue
        pattern = re.compile(rf"(?<![\w-])(?:{re.escape(pair.name)}|{re.escape(pair.acronym)})(?!\w)")
        for line, text in enumerate(copy.lines):
            if pair.name not in text and pair.acronym not in text:
                continue
            for found in pattern.finditer(text):
                if not any(span.start < found.start() and span.end > found.end() for span in copy.spans[line]):
                    copy.add(line, Span(found.start(), found.end(), "ORG"))
