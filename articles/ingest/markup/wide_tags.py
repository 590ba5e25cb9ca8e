"""HTML made to keep its parser busy: refused before it is parsed."""

from __future__ import annotations

import re

from articles.ingest.source import Unreadable

MOST_TAGS = 100_000
MOST_ATTRIBUTES = 300
"""Of one tag: the parser compares each of them with all before."""

MOST_WIDE_ATTRIBUTES = 60_000
"""Of all tags that have more than a few."""

WIDE = 200

TAG = re.compile(
    r"<[A-Za-z][^\s/>]*+"
    r"(?P<attributes>(?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+|=)*+)(?:>|\Z)"
)
ATTRIBUTE = re.compile(r"[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+")


def refuse_wide_tags(text: str) -> None:
    """Raise Unreadable for HTML that would keep the parser busy for minutes."""
    if (tags := text.count("<")) > MOST_TAGS:
        raise Unreadable(f"a page of {tags:,} tags is no article")
    wide = 0
    for found in TAG.finditer(text):
        start, end = found.span("attributes")
        if end - start > WIDE:
            number = len(ATTRIBUTE.findall(text, start, end))
            wide += number
            if number > MOST_ATTRIBUTES or wide > MOST_WIDE_ATTRIBUTES:
                raise Unreadable("a tag with too many attributes", text.count("\n", 0, start) + 1)
