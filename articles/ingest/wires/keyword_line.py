"""The keyword line of the American wires (ANPA 1312): priority, category, keyword, which filing it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.grammar.labels import Labelled, label_line

LONGEST = 160
HEADER = re.compile(
    r"(?P<priority>[a-z]) (?P<category>[a-z])[ \x13\x14]{1,3}(?P<form>[\x11\x12])? ?(?P<keyword>[^\s\x11-\x14][^\r\n]{0,90}?)"
    r"\s+\d{1,2}-\d{1,2}(?:\s+\d{0,5})?\s*",
    re.IGNORECASE,
)
TABLE = "\x12"
URGENCIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6, "s": 6, "w": 6, "z": 6}
CATEGORIES = {
    "a": "domestic news",
    "d": "food",
    "e": "entertainment",
    "f": "finance",
    "i": "international news",
    "l": "lifestyle",
    "n": "state and regional news",
    "p": "national politics",
    "s": "sports",
    "t": "travel",
    "v": "advisory",
    "w": "Washington",
}
CYCLE = re.compile(r"(?:AM|PM|BC|AP)-{1,2}(?=\S)", re.IGNORECASE)
"""Morning or evening papers, or both cycles."""

ORDINAL_LEAD = re.compile(
    r"(?P<n>\d{1,2})(?:st|nd|rd|th)\s?(?:Ld|Lead)(?:[- ]?Writethrus?)?|(?P<plain>(?:Ld|Lead)(?:[- ]?Writethru)?)",
    re.IGNORECASE,
)
PART = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)\s)?(?:Take|Add|Sub|Insert|Adv|Advance)(?:\s?\d{1,2})?", re.IGNORECASE)
LABEL_AT_END = re.compile(r"\s+(?P<label>\d{1,2}(?:st|nd|rd|th)\s?L(?:ea)?d(?:[- ]?Writethru)?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """What a keyword line says; `part` names a take, add or insert, `is_table` copy whose columns are set."""

    keyword: str = ""
    label: str = ""
    version: int = 0
    part: str = ""
    urgency: int | None = None
    category: str = ""
    is_table: bool = False


def read_header(line: str) -> KeywordLine | None:
    """Read the line that opens a message, `r i BC-US--Bridge 1stLd   02-20 0500`, or return None."""
    found = HEADER.fullmatch(line.strip("\r\n")) if len(line) <= LONGEST else None
    if not found:
        return None
    named = read_keywords(found["keyword"])
    return KeywordLine(
        keyword=named.keyword,
        label=named.label,
        version=named.version,
        part=named.part,
        urgency=URGENCIES.get(found["priority"].lower()),
        category=found["category"].lower(),
        is_table=found["form"] == TABLE,
    )


def read_keywords(line: str) -> KeywordLine:
    """Read the line that names a story, `BC-US--Bridge, 1st Ld-Writethru,416`."""
    keyword, *segments = [segment.strip() for segment in line[:LONGEST].split(",")]
    if found := LABEL_AT_END.search(keyword):
        keyword = keyword[: found.start()]
        segments.append(found["label"])
    labels, parts, version = [], [], 0
    for segment in segments:
        if labelled := label_of(segment):
            labels.append(labelled.label)
            version = max(version, labelled.version)
        elif PART.fullmatch(segment):
            parts.append(segment)
    return KeywordLine(CYCLE.sub("", keyword.strip(), count=1), " ".join(labels), version, ", ".join(parts))


def label_of(text: str) -> Labelled | None:
    """Read a version label that stands by itself: `2nd Ld-Writethru`, `KILL`, `Correction`."""
    if found := ORDINAL_LEAD.fullmatch(text):
        return Labelled("", text, int(found["n"] or 1))
    return label_line(text) or label_line(f"({text})")
