"""`le Nord`, `the South`: a Korea where the article speaks of it, a point of the compass elsewhere."""

from __future__ import annotations

import re

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.tagger.spans import Span

WORDS = ("Nord", "Sud", "North", "South")
HALVES = {"nord": "KP", "north": "KP", "sud": "KR", "south": "KR"}
NAMED = {
    "KP": re.compile(r"Corée du Nord|North Korea|Pyongyang|nord-coréen|RPDC|DPRK"),
    "KR": re.compile(r"Corée du Sud|South Korea|Séoul|Seoul|sud-coréen"),
}
PATTERNS = {
    "fr": re.compile(r"(?<![\w-])(?:[Ll]e|[Aa]u|[Dd]u|[Ee]ntre le|et le) (?P<half>Nord|Sud)(?![\w-])(?! (?:de|du|des|d['’]|[A-ZÀ-Þ]))"),
    "en": re.compile(r"(?<![\w-])[Tt]he (?P<half>North|South)(?![\w-])(?! (?:of|[A-Z]))"),
}  # fmt: skip


def mark_north_and_south(copy: TaggedCopy) -> None:
    """Make `le Nord` a place if the article names North Korea, `le Sud` if it names both Koreas."""
    if copy.language not in PATTERNS:
        return
    if copy.capitalised.keys().isdisjoint(WORDS):
        return
    if not any(NAMED["KP"].search(line) for line in copy.lines):
        return
    named = {"KP"} | ({"KR"} if any(NAMED["KR"].search(line) for line in copy.lines) else set())
    for line in sorted({place.line for half in WORDS for place in copy.capitalised.get(half, ())}):
        text = copy.lines[line]
        for found in PATTERNS[copy.language].finditer(text):
            start, end = found.span("half")
            if HALVES[found["half"].lower()] in named and not copy.within(line, start, end):
                copy.add(line, Span(start, end, "LOC"))


def half_of_korea(text: str) -> str:
    """Return the key of the Korea that `Nord` or `South` stands for, or an empty string."""
    code = HALVES.get(text.lower())
    return f"country:{code}" if code else ""
