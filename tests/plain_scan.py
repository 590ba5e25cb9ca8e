"""A search answered the plain way: every article read through in Python, word after word.

Only what a word's lexemes are comes from PostgreSQL (ts_debug); phrases, distances, sentences, fields and all that is
put together of them are this module's own. Searches are built as trees here and written out, never read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from articles.models import Article

CONFIGURATIONS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "pt": "portuguese", "ru": "russian",
}  # fmt: skip
ZONES = {"headline": 4000, "lead": 20000, "rest": 200000, "caption": 40000}
"""The zones of the search vector, in its order, with the length up to which each is read."""
FIELDS = {
    "": ("headline", "lead", "rest", "caption"),
    "headline": ("headline",),
    "lead": ("lead",),
    "body": ("lead", "rest"),
    "caption": ("caption",),
}
SPACELESS = re.compile("[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u31f0-\u9fff\uac00-\ud7ff]")
TITLES = re.compile(
    r"\b(Adm|Apr|Aug|Brig|Capt|Col|Corp|Dec|Dept|Dr|Dra|Feb|Gen|Gov|Hon|Inc|Jan|Jr|Lic|Lt|Ltd|Mar|Messrs|Mgr|MM|Mlle"
    r"|Mme|Mr|Mrs|Ms|Mt|No|Nos|Nov|Nr|Oct|Okt|Pres|Prof|Rep|Rev|Sen|Sep|Sept|Sgt|Sr|Sra|St|Sta|Ste|approx|av|avr|bzw"
    r"|ca|cf|chap|dic|ene|env|feb|fig|inkl|janv|juil|oct|okt|p|pp|resp|sept|usw|vgl|vol|vs|[^\W\d_a-zà-ÿ])\."
)
SENTENCE_END = re.compile(r"\n+|[。！？｡]+|[.!?…؟۔]+[”’\"»)\]]*\s+(?![a-zà-öø-ÿа-я])")

Token = tuple[str, ...]
"""The lexemes of one word; none for a stop word."""


def lexemes_of(texts: Sequence[tuple[str, str]]) -> list[list[Token]]:
    """Return the words of (configuration, text) pairs, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, lexemes FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (c, text, number)"
            " CROSS JOIN LATERAL ts_debug(c::regconfig, text) WITH ORDINALITY AS word"
            " WHERE lexemes IS NOT NULL ORDER BY number, word.ordinality",
            [[configuration for configuration, _ in texts], [text for _, text in texts]],
        )
        found: list[list[Token]] = [[] for _ in texts]
        for number, lexemes in cursor.fetchall():
            found[number - 1].append(tuple(lexemes))
    return found


def terms(texts: Sequence[tuple[str, int]]) -> list[str]:
    """Return the texts as they are indexed, accents folded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT newsroom_terms(text, longest) FROM unnest(%s::text[], %s::integer[])"
            " WITH ORDINALITY AS given (text, longest, number) ORDER BY number",
            [[text for text, _ in texts], [longest for _, longest in texts]],
        )
        return [row[0] for row in cursor.fetchall()]


def folded(text: str) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not "\u0300" <= letter <= "\u036f")
    return " ".join(unicodedata.normalize("NFC", plain).lower().split())


@dataclass
class Read:
    """An article taken apart: its words by zone with where they stand, its sentences, its letters."""

    article: Article
    configuration: str
    words: dict[int, tuple[str, Token]] = field(default_factory=dict)
    lexemes: set[str] = field(default_factory=set)
    sentences: list[tuple[str, list[Token]]] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)


def read_all() -> list[Read]:
    """Return all articles, taken apart."""
    found = [Read(article, CONFIGURATIONS.get(article.language, "simple")) for article in Article.objects.all()]
    _read_words(found)
    _read_sentences(found)
    return found


def _texts(article: Article) -> dict[str, str]:
    lead, _, rest = article.body.partition("\n\n")
    return {"headline": article.headline, "lead": lead, "rest": rest, "caption": article.caption_text}


def _read_words(found: list[Read]) -> None:
    given = [(each, zone, text) for each in found for zone, text in _texts(each.article).items()]
    indexed = terms([(text, ZONES[zone]) for _, zone, text in given])
    read = lexemes_of([(each.configuration, text) for (each, _, _), text in zip(given, indexed, strict=True)])
    for (each, zone, text), words in zip(given, read, strict=True):
        # A zone begins after the last word of the one before it that is not a stop word.
        begins = max((place for place, (_, token) in each.words.items() if token), default=0)
        each.words |= {begins + number: (zone, token) for number, token in enumerate(words, 1)}
        each.lexemes |= {lexeme for token in words for lexeme in token}
        each.letters[zone] = folded(text)


def _read_sentences(found: list[Read]) -> None:
    given = []
    for each in found:
        for zone, text in _texts(each.article).items():
            text = TITLES.sub(r"\1", text)
            if each.configuration == "german":
                text = re.sub(r"\b(\d\d?)\.", r"\1", text)
            given += [(each, zone, sentence) for sentence in SENTENCE_END.split(text) if sentence.strip()]
    indexed = terms([(sentence, 20000) for _, _, sentence in given])
    read = lexemes_of([(each.configuration, text) for (each, _, _), text in zip(given, indexed, strict=True)])
    for (each, zone, _), words in zip(given, read, strict=True):
        each.sentences.append((zone, words))


# --- Searches


@dataclass(frozen=True)
class Leaf:
    """A word, a phrase, or the beginning of a word."""

    text: str
    kind: str = "word"

    def __str__(self) -> str:
        return {"word": self.text, "phrase": f'"{self.text}"', "prefix": f"{self.text}*"}[self.kind]


@dataclass(frozen=True)
class Tree:
    """`kind` is all, any, not, near, same, or the name of a field of text."""

    kind: str
    parts: tuple[Any, ...]
    distance: int = 0

    def __str__(self) -> str:
        parts = [f"({part})" if isinstance(part, Tree) else str(part) for part in self.parts]
        joints = {"all": " ", "any": " OR ", "same": " SAME ", "near": f" NEAR/{self.distance} "}
        if self.kind in joints:
            return joints[self.kind].join(parts)
        return f"-{parts[0]}" if self.kind == "not" else f"{self.kind}:{parts[0]}"


@dataclass(frozen=True)
class Known:
    """A field beside the text, as written, and the articles that have it."""

    written: str
    articles: frozenset[int]

    def __str__(self) -> str:
        return self.written


def found_by(tree: Leaf | Tree | Known, articles: Iterable[Read]) -> set[int]:
    """Return the ids of the articles a search finds."""
    return {each.article.pk for each in articles if _holds(tree, each, "")}


def _holds(tree: Leaf | Tree | Known, each: Read, zone: str) -> bool | None:
    """Tell whether an article is found; None if nothing is asked of it."""
    if isinstance(tree, Known):
        return each.article.pk in tree.articles
    if isinstance(tree, Leaf):
        if SPACELESS.search(tree.text):
            return any(folded(tree.text) in each.letters[place] for place in FIELDS[zone])
        return None if not _asks(tree, each) else bool(list(_places(tree, each.words, each, zone)))
    if tree.kind == "not":
        holds = _holds(tree.parts[0], each, zone)
        return None if holds is None else not holds
    if tree.kind in ("all", "any"):
        known = [holds for part in tree.parts if (holds := _holds(part, each, zone)) is not None]
        return (all if tree.kind == "all" else any)(known) if known else None
    if tree.kind == "near":
        return _near(tree, each, zone)
    if tree.kind == "same":
        return _same(tree, each, zone)
    return _holds(tree.parts[0], each, tree.kind)


def _asks(tree: Leaf | Tree, each: Read) -> bool:
    if isinstance(tree, Tree):
        return any(_asks(part, each) for part in tree.parts)
    return any(tokens_of(tree.text, each.configuration)) or (tree.kind == "prefix")


def _near(tree: Tree, each: Read, zone: str) -> bool | None:
    asking = [part for part in tree.parts if _asks(part, each)]
    if len(asking) < 2:
        return _holds(asking[0], each, zone) if asking else None
    left, right = ([*_places(part, each.words, each, zone)] for part in asking)
    return any(
        1 <= second[0] - first[1] <= tree.distance or 1 <= first[0] - second[1] <= tree.distance
        for first in left
        for second in right
    )


def _same(tree: Tree, each: Read, zone: str) -> bool | None:
    asking = [part for part in tree.parts if _asks(part, each)]
    if not asking:
        return None
    for place, words in each.sentences:
        here = {number: (place, token) for number, token in enumerate(words, 1)}
        if place in FIELDS[zone] and all(any(_places(part, here, each, "")) for part in asking):
            return True
    return False


def _places(tree: Leaf | Tree, words: dict[int, tuple[str, Token]], each: Read, zone: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of every occurrence; of alternatives, of any of them."""
    if isinstance(tree, Tree):
        for part in tree.parts:
            yield from _places(part, words, each, zone)
        return
    wanted = list(_wanted(tree, each.configuration))
    if not wanted or not all(any(_is(lexeme, test) for lexeme in each.lexemes) for _, test in wanted):
        return
    for start in words:
        if all(_fits(words.get(start + offset), test, FIELDS[zone]) for offset, test in wanted):
            yield start, start + wanted[-1][0]


def _wanted(leaf: Leaf, configuration: str) -> Iterator[tuple[int, Any]]:
    """Yield how far from the first word each word stands, and what it may be: lexemes, or how one begins."""
    tokens = tokens_of(leaf.text, configuration)
    if leaf.kind == "prefix":
        yield 0, (frozenset(tokens[0]), folded(leaf.text))
        return
    asking = [number for number, token in enumerate(tokens) if token]
    for number in asking:
        yield number - asking[0], (frozenset(tokens[number]), "")


def _fits(word: tuple[str, Token] | None, test: tuple[frozenset[str], str], zones: tuple[str, ...]) -> bool:
    if word is None or word[0] not in zones:
        return False
    return any(_is(lexeme, test) for lexeme in word[1])


def _is(lexeme: str, test: tuple[frozenset[str], str]) -> bool:
    lexemes, beginning = test
    return lexeme in lexemes or (beginning != "" and lexeme.startswith(beginning))


@cache
def tokens_of(text: str, configuration: str) -> list[Token]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT newsroom_fold(%s)", [text])
        return lexemes_of([(configuration, cursor.fetchone()[0])])[0]
