"""What `import_articles --dry-run --json` prints of a file: it describes copy that stands beside it, and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.source import Reading, Source

NAME = "listing"
KEYS = (b'"file"', b'"version_label"', b'"dateline"', b'"paragraphs"')
OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*[{\"]")


def recognises(head: bytes) -> bool:
    return bool(OPENS.match(head)) and all(key in head for key in KEYS)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield nothing."""
    return iter(())
