"""Korean full names are told by their form: a Korean family name and a hyphenated given name."""

from __future__ import annotations

import re

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.vocabulary import triggers

GIVEN = re.compile(r"[A-Z][a-z]{0,6}[-‐‑][a-z]{2,7}")
_SYLLABLE = r"(?:[bcdghjklmnprstwy]|ch|kk|pp|tt|ss|jj|th|ph)?(?:y|w)?[aeiou]{1,3}(?:ng|k|n|l|m|p|t|h|r|b|s)?"
KOREAN_GIVEN = re.compile(rf"{_SYLLABLE}-{_SYLLABLE}", re.IGNORECASE)


def mark_korean_names(copy: TaggedCopy) -> None:
    """Make each `Kim Jong-un` one person, whatever the tagger made of it."""
    families = triggers("korean-surname", "*")
    for line, tokens in enumerate(copy.tokens):
        texts = tokens.texts
        for index in range(len(texts) - 1):
            given = texts[index + 1]
            if "-" not in given or not texts[index][0].isupper() or texts[index].lower() not in families:
                continue
            start, end = tokens.bounds[index][0], tokens.bounds[index + 1][1]
            if not is_korean_given_name(given) or end - start != len(texts[index]) + 1 + len(given):
                continue
            touching = copy.within(line, start, end)
            if any(span.type != "PER" and (span.start < start or span.end > end) for span in touching):
                continue
            copy.add(line, Span(start, end, "PER"))


def is_korean_given_name(token: str) -> bool:
    return bool(GIVEN.fullmatch(token) and KOREAN_GIVEN.fullmatch(token))
