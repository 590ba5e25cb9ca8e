"""The formats copy comes in, each recognised by its content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.readers import listing, plain
from articles.ingest.source import Reading, Source


class Format(Protocol):
    """A module of `readers`: its name, whether it recognises the first 64 kB of a file, and how it reads one."""

    NAME: str

    def recognises(self, head: bytes) -> bool: ...

    def read(self, source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
        """Yield articles and problems in the order of the file; raises Unreadable for what cannot be read at all."""


FORMATS: tuple[Format, ...] = (listing, plain)
"""In the order they are asked; the last reads whatever is left."""


def format_of(head: bytes) -> Format:
    """Return the format of a file that begins like this."""
    return next(form for form in FORMATS if form.recognises(head))
