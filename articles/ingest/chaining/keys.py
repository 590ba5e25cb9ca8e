"""What a filing is found by, and what it looks for: digests that filings of one story are likely to share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from articles.ingest.chaining.filing import LISTED_MOST, Filing
from articles.ingest.chaining.passages import MIDDLE

PASSAGE_KEYS = 10
HEADLINE_KEYS = 6
STRONG, WEAK = 10, 1
"""What a key counts; filings are compared from ENOUGH on."""
ENOUGH = 2


@dataclass(slots=True)
class Key:
    digest: int
    counts: int = STRONG
    on_any_day: bool = False


@lru_cache(maxsize=1024)
def keys_of(filing: Filing) -> tuple[Key, ...]:
    """Return the keys of a filing, each once."""
    found: dict[int, Key] = {}
    for key in (*_declared(filing), *_in_the_text(filing)):
        found.setdefault(key.digest, key)
    return tuple(found.values())


def _declared(filing: Filing) -> Iterator[Key]:
    """What filings of one story share by what their agency says, on whatever day."""
    if filing.story:
        yield _key("id", filing.agency, filing.story.key, on_any_day=True)
    for guid in (filing.guid, *filing.previous):
        if guid:
            yield _key("guid", filing.agency, guid.casefold(), on_any_day=True)


def _in_the_text(filing: Filing) -> Iterator[Key]:
    yield _key("headline", filing.agency, filing.language, filing.stem)
    for headline, version in filing.listed[:LISTED_MOST]:
        if filing.version > version or filing.is_notice:
            yield _key("headline", filing.agency, filing.language, headline)
    if not filing.day:
        return  # whatever is undated would be compared with all that is
    for place in filing.places:
        yield _key("place", filing.agency, filing.language, place, counts=WEAK)
    for word in sorted(filing.headline_words, key=lambda word: (-len(word), word))[:HEADLINE_KEYS]:
        yield _key("word", filing.agency, filing.language, word.decode(), counts=WEAK)
    for digest in filing.sketch.passages.digests[:PASSAGE_KEYS]:
        yield _key("passage", filing.language, str(digest), counts=WEAK)


def _key(*parts: str, counts: int = STRONG, on_any_day: bool = False) -> Key:
    return Key(crc32("\x1f".join(parts).encode()) - MIDDLE, counts, on_any_day)
