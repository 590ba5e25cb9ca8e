"""The formats copy comes in, each recognised by its content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.readers import (
    anpa1312,
    ap_media,
    feed,
    html,
    iptc7901,
    json_objects,
    listing,
    mail,
    mbox,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    plain,
    reuters_sgml,
    tables,
    trec_sgml,
    warc,
)
from articles.ingest.source import Reading, Source


class Format(Protocol):
    """A module of `readers`: its name, whether it recognises the first 64 kB of a file, and how it reads one."""

    NAME: str

    def recognises(self, head: bytes) -> bool: ...

    def read(self, source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
        """Yield articles and problems in the order of the file; raises Unreadable for what cannot be read at all."""


FORMATS: tuple[Format, ...] = (
    listing,
    warc,
    mbox,
    mail,
    iptc7901,
    anpa1312,
    reuters_sgml,
    trec_sgml,
    nitf,
    newsml_g2,
    newsml_1,
    ap_media,
    ninjs,
    json_objects,
    feed,
    html,
    tables,
    plain,
)
"""In the order they are asked; the last reads whatever is left."""


def format_of(head: bytes) -> Format:
    """Return the format of a file that begins like this."""
    return next(form for form in FORMATS if form.recognises(head))
