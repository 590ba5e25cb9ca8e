"""What is a name once is a name throughout the article: family names of persons, and surfaces the tagger agrees on."""

from __future__ import annotations

from collections import Counter, defaultdict

from articles.ingest.naming.copy import Place, TaggedCopy
from articles.ingest.naming.persons import family_name
from articles.ingest.placing.words import lexicon
from articles.ingest.tagger.spans import Span
from articles.ingest.tagger.tokens import Tokens
from articles.ingest.tagger.vocabulary import folded, names, triggers

AGREEMENT = 0.8
OFTEN = 2
OTHERWISE = 3
REPEATED = ("PER", "LOC")
SHORTEST = 3


def propagate_family_names(copy: TaggedCopy) -> None:
    """Make a family name a person wherever it stands alone, once its full name is in the article."""
    families = {family_name(text) for _, span, text in copy.names() if span.type == "PER"} - {""}
    persons = Counter(text for _, span, text in copy.names() if span.type == "PER")
    otherwise = Counter(text for _, span, text in copy.names() if span.type != "PER")
    for family in sorted(families):
        if (
            _is_place(family, copy.language)
            or otherwise[family] >= max(OTHERWISE, persons[family])
            or _is_forename(family)
        ):
            continue
        for place in copy.capitalised.get(family, ()):
            start, end = copy.tokens[place.line].bounds[place.index]
            touching = copy.within(place.line, start, end)
            if not touching and copy.stands_alone(place) or _is_just(touching, start, end, "LOC"):
                copy.add(place.line, Span(start, end, "PER"))


def propagate_surfaces(copy: TaggedCopy) -> None:
    """Tag a name where the tagger passed it over, if it was tagged twice before and mostly alike."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for _, span, text in copy.names():
        votes[text][span.type] += 1
    for text in sorted(votes):
        kind, count = max(votes[text].items(), key=lambda vote: (vote[1], vote[0]))
        if (
            kind not in REPEATED
            or count < OFTEN
            or count < AGREEMENT * votes[text].total()
            or len(text) < SHORTEST
            or not text[0].isupper()
        ):
            continue
        words = _words(copy, text)
        for place in copy.capitalised.get(words[0], ()) if words else ():
            _tag(copy, place, words, kind)


def _tag(copy: TaggedCopy, place: Place, words: list[str], kind: str) -> None:
    tokens = copy.tokens[place.line]
    last = place.index + len(words) - 1
    if tokens.texts[place.index : last + 1] != words:
        return
    start, end = tokens.bounds[place.index][0], tokens.bounds[last][1]
    if not copy.within(place.line, start, end) and copy.stands_alone(place, len(words)):
        copy.add(place.line, Span(start, end, kind))


def _words(copy: TaggedCopy, text: str) -> list[str]:
    return Tokens(text, copy.language).texts


def _is_place(word: str, language: str) -> bool:
    return any(place.kind != "city" or place.population > 300_000 for place in lexicon(language).bearing(folded(word)))


def _is_just(touching: list[Span], start: int, end: int, kind: str) -> bool:
    return len(touching) == 1 and touching[0] == Span(start, end, kind)


def _is_forename(word: str) -> bool:
    """Whether the word is a forename rather than a family name: a Korean `Kim` is none."""
    return folded(word) in names("forename") and folded(word) not in triggers("korean-surname", "*")
