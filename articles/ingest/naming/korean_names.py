"""Korean full names are told by their form: a Korean family name and a hyphenated given name."""

from __future__ import annotations

import re
from functools import lru_cache

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.vocabulary import triggers

GIVEN = re.compile(r"[A-Z][a-z]{0,6}[-‐‑][a-z]{2,7}")
_SYLLABLE = r"(?:[bcdghjklmnprstwy]|ch|kk|pp|tt|ss|jj|th|ph)?(?:y|w)?[aeiou]{1,3}(?:ng|k|n|l|m|p|t|h|r|b|s)?"
KOREAN_GIVEN = re.compile(rf"{_SYLLABLE}-{_SYLLABLE}", re.IGNORECASE)


def mark_korean_names(copy: TaggedCopy) -> None:
    """Make each `Kim Jong-un` one person, whatever the tagger made of it."""
    families = triggers("korean-surname", "*")
    for given in sorted(token for token in copy.capitalised if "-" in token and is_korean_given_name(token)):
        for line, index in copy.capitalised[given]:
            tokens = copy.tokens[line]
            family = tokens.texts[index - 1] if index else ""
            if not family[:1].isupper() or family.lower() not in families:
                continue
            start, end = tokens.bounds[index - 1][0], tokens.bounds[index][1]
            touching = copy.within(line, start, end)
            inside_another = any(span.type != "PER" and (span.start < start or span.end > end) for span in touching)
            if end - start == len(family) + 1 + len(given) and not inside_another:
                copy.add(line, Span(start, end, "PER"))


@lru_cache(maxsize=20_000)
def is_korean_given_name(token: str) -> bool:
    return bool(GIVEN.fullmatch(token) and KOREAN_GIVEN.fullmatch(token))
