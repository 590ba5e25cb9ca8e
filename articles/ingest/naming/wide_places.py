"""Places named with a common noun or an adjective: `la mer de l'Est`, `l'oblast de l'Amour`, `Geumo Island`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.placing.words import lexicon
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.vocabulary import folded

LONGEST = 6
KINDS = ("sea", "region", "continent")
HEADS = {
    "fr": re.compile(r"(?<![\w-])(?:[îÎ]les?|oblast|baie|golfe|détroit|archipel) (?:de |d['’]|du |des )(?:la |l['’]|les )?$"),
    "en": None,
}  # fmt: skip
TAILS = {"fr": None, "en": re.compile(r" (?:Islands?|Prefecture|Province|Peninsula|Bay|Strait|Sea|Oblast)(?!\w)")}


def mark_seas_and_regions(copy: TaggedCopy) -> None:
    """Make each sea or region the gazetteer knows by several words one place, with the smaller places inside it."""
    beginnings = {word for word in copy.words if _may_begin(word, copy.language)}
    for places in copy.places_of(beginnings).values():
        for line, index in places:
            if last := _last_of_sea_or_region(copy, line, index):
                tokens = copy.tokens[line]
                start, end = tokens.bounds[index][0], tokens.bounds[last][1]
                touching = copy.within(line, start, end)
                if all(span.type == "LOC" and span.start >= start and span.end <= end for span in touching):
                    copy.add(line, Span(start, end, "LOC"))


def extend_to_common_nouns(copy: TaggedCopy) -> None:
    """Take `île de`, `baie de` before and `Island`, `Prefecture` after into the name of the place."""
    head, tail = HEADS.get(copy.language), TAILS.get(copy.language)
    for line, span, _ in list(copy.names()):
        if span.type != "LOC":
            continue
        text = copy.lines[line]
        start, end = span.start, span.end
        if head and (found := head.search(text, max(0, start - 30), start)):
            start = found.start()
        if tail and (found := tail.match(text, end)):
            end = found.end()
        if (start, end) != (span.start, span.end) and copy.within(line, start, end) == [span]:
            copy.add(line, Span(start, end, "LOC"))


@lru_cache(maxsize=50_000)
def _may_begin(word: str, language: str) -> bool:
    may_start = word in lexicon(language).small_starts or word[0].isupper()
    return may_start and folded(word) in _beginnings(language)


@cache
def _beginnings(language: str) -> frozenset[str]:
    """What names of seas and regions of several words begin with."""
    keys = (key for key, (_, places) in lexicon(language).written.items() if places[0].kind in KINDS)
    return frozenset(key[:at] for key in keys for at, letter in enumerate(key) if letter == " ")


def _last_of_sea_or_region(copy: TaggedCopy, line: int, first: int) -> int:
    known, beginnings = lexicon(copy.language), _beginnings(copy.language)
    forms = copy.tokens[line].texts
    key, found = folded(forms[first]), 0
    for last in range(first + 1, min(first + LONGEST, len(forms))):
        if key not in beginnings:
            break
        key = f"{key} {folded(forms[last])}"
        if key in known.written and known.written[key][1][0].kind in KINDS:
            words = [word for form in forms[first : last + 1] for word in re.findall(r"[^\W\d_]+", form)]
            if known.is_rightly_written(words, key):
                found = last
    return found
