"""Words as PostgreSQL's search index holds them: stems by language, bigrams of Korean, Chinese and Japanese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from articles.query.syntax import Node, Text, Word, walk

CONFIGURATIONS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
}
"""Article language to PostgreSQL text search configuration; any other language is searched with SIMPLE."""

SIMPLE = "simple"
EVERY_CONFIGURATION = (SIMPLE, *CONFIGURATIONS.values())

CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
)
"""Characters written without spaces between words; the same set as in the SQL function newsroom_terms."""

RUN = re.compile(f"[{CJK}]+")
BEGINNING = re.compile(r"(?P<before>.*?)(?P<last>[^\W_]+)", re.DOTALL)
LEXEME = re.compile(r"('(?:[^']|'')*')(?::(\*?))?")

LEXEMES = """
    SELECT configuration, text, phraseto_tsquery(configuration::regconfig, newsroom_fold(text))::text,
           lower(newsroom_fold(text))
    FROM unnest(%s::text[]) AS asked (text) CROSS JOIN unnest(%s::text[]) AS known (configuration)
"""


def configuration_of(language: str) -> str:
    """Return the name of the configuration articles of the language are indexed in."""
    return CONFIGURATIONS.get(language, SIMPLE)


def is_exact(node: Text) -> bool:
    """Tell whether the word or phrase is looked for letter by letter, as it has no spaces to tell words apart."""
    return RUN.search(_composed(node.text)) is not None


def pieces(node: Text) -> list[str]:
    """Return what the index holds of a word or phrase: its words, or its pairs of letters."""
    if is_exact(node):
        return [pair for run in RUN.findall(_composed(node.text)) for pair in _bigrams(run)]
    return node.text.split()


@dataclass(frozen=True)
class Exact:
    """Bigrams that narrow down where a string may stand, the string itself, and whether it must be looked for."""

    bigrams: str
    text: str
    recheck: bool


class Lexemes:
    """The lexemes of all words of a tree, asked of PostgreSQL at once; tsqueries are given in their text form."""

    def __init__(self, tree: Node | None) -> None:
        texts = sorted({text for node in walk(tree) if isinstance(node, Text) for text in _texts(node)})
        self._tsqueries: dict[tuple[str, str], str] = {}
        self._folded: dict[str, str] = {}
        if texts:
            with connection.cursor() as cursor:
                cursor.execute(LEXEMES, [texts, list(EVERY_CONFIGURATION)])
                for configuration, text, tsquery, folded in cursor.fetchall():
                    self._tsqueries[configuration, text] = tsquery
                    self._folded[text] = folded

    def tsquery(self, node: Text, configuration: str) -> str:
        """Return what finds a word or phrase, empty for stop words; of bigrams, those that follow one another."""
        if is_exact(node):
            return " <-> ".join(self._pairs(node))
        if isinstance(node, Word) and node.prefix:
            return self._beginning(node, configuration)
        return self._tsqueries[configuration, node.text]

    def exact(self, node: Text) -> Exact:
        """Return how a string without spaces between words is found wherever it stands."""
        text = _composed(node.text)
        short = RUN.fullmatch(text) and len(text) < 3 and text.isalnum()
        return Exact(" & ".join(self._pairs(node)), " ".join(self._folded[text].split()), not short)

    def _pairs(self, node: Text) -> Iterator[str]:
        for run in RUN.findall(_composed(node.text)):
            for pair in _bigrams(run):
                # A letter is looked for as the beginning of a bigram, or alone at the end of a run.
                if found := self._tsqueries[SIMPLE, pair]:
                    yield found if len(run) > 1 else f"{found}:*"

    def _beginning(self, node: Word, configuration: str) -> str:
        """Return what finds lexemes that begin so, and the word itself, whose stem may be shorter."""
        before, last = BEGINNING.fullmatch(node.text).group("before", "last")
        beginning, stem = self._tsqueries[SIMPLE, last], self._tsqueries[configuration, last]
        choices = [f"{beginning}:*"] if beginning else []
        choices += [f"({stem})"] if stem and stem != beginning else []
        found = " | ".join(choices)
        leading = self._tsqueries[configuration, before] if before else ""
        return f"({leading}) <-> ({found})" if leading and found else found


def stems(tsquery: str) -> list[tuple[str, bool]]:
    """Return the lexemes of a tsquery, and whether each is only a beginning."""
    return [
        (quoted[1:-1].replace("''", "'").replace("\\\\", "\\"), bool(star)) for quoted, star in LEXEME.findall(tsquery)
    ]


def weighted(tsquery: str, weights: str) -> str:
    """Return the tsquery with every lexeme limited to fields of the search vector, such as AB."""
    return LEXEME.sub(rf"\1:\2{weights}", tsquery) if weights else tsquery


def _texts(node: Text) -> Iterable[str]:
    """Return all that must be asked of PostgreSQL to find a word or phrase."""
    if is_exact(node):
        text = _composed(node.text)
        return {text, *(pair for run in RUN.findall(text) for pair in _bigrams(run))}
    if isinstance(node, Word) and node.prefix:
        return {part for part in BEGINNING.fullmatch(node.text).groups() if part}
    return {node.text}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _bigrams(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]
