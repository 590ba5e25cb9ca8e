"""What a filing is found by, and what it looks for: digests that filings of one story are likely to share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from articles.ingest.chaining.filing import LISTED_MOST, Filing
from articles.ingest.chaining.passages import MIDDLE, words_of

PASSAGE_KEYS = 10
HEADLINE_KEYS = 6
WORD_KEYS_OF_UNDATED = 2


def declared_keys(filing: Filing) -> Iterator[int]:
    """Yield what filings of one story share by what their agency says, on whatever day."""
    if filing.story:
        yield _key("id", filing.agency, filing.story.key)
    if filing.guid:
        yield _key("guid", filing.agency, filing.guid.casefold())
    for guid in filing.previous:
        yield _key("guid", filing.agency, guid.casefold())


def text_keys(filing: Filing) -> Iterator[int]:
    """Yield what filings of one story share by their text, on days that are near."""
    yield _key("headline", filing.agency, filing.language, filing.stem)
    for headline, version in filing.listed[:LISTED_MOST]:
        if filing.version > version or filing.is_notice:
            yield _key("headline", filing.agency, filing.language, headline)
    if not filing.day:
        return
    for first, second in sorted(set(pairwise(words_of(filing.headline))))[:HEADLINE_KEYS]:
        yield _key("words", filing.agency, filing.language, first.decode(), second.decode())
    for digest in filing.sketch.passages.digests[:PASSAGE_KEYS]:
        yield _key("passage", filing.language, str(digest))


def _key(*parts: str) -> int:
    return crc32("\x1f".join(parts).encode()) - MIDDLE
