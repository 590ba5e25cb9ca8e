"""The passage of each article found that holds the words looked for, with the hits told apart.

Made for the rows of one page only. Texts come back in parts, for templates to escape; there is no HTML here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

from articles.models import Article
from articles.query.lexemes import configuration_of, is_exact, stems
from articles.query.syntax import Text, Word, sought
from articles.search import Search, as_search

HIT_BEGINS, HIT_ENDS = "\ue000", "\ue001"
BEFORE_HIT, EXCERPT_LENGTH = 80, 240
HEADLINE, BODY, CAPTIONS = ("", "headline"), ("", "lead", "body", "dropped"), ("", "caption")
REST_OF_BODY, NOTE = ("", "body", "dropped"), ("note",)
"""The fields of a search that are looked for in each text."""

LIGATURES = {"oe": "(?:oe|œ)", "ae": "(?:ae|æ)", "ss": "(?:ss|ß)"}


@dataclass(frozen=True)
class Part:
    """A piece of a text; `hit` where it is what was looked for."""

    text: str
    hit: bool = False


def add_excerpts(rows: Sequence[Article], words: str | Search) -> None:
    """Give each row `headline_parts` and, where the words stand in body or captions, `excerpt_parts`."""
    if not rows:
        return
    marks = _Marks(as_search(words))
    passages = _passages(rows, marks)
    texts = [(row.language, HEADLINE, row.headline) for row in rows]
    texts += [(row.language, *passages.get(row.pk, (BODY, ""))) for row in rows]
    marked = marks.made_in(texts)
    for row, headline, passage in zip(rows, marked, marked[len(rows) :], strict=False):
        row.headline_parts, row.excerpt_parts = headline, passage


def whole_texts(texts: Sequence[tuple[str, tuple[str, ...], str]], words: str | Search) -> list[list[Part]]:
    """Return texts in parts, each given with its language and the fields of a search that are looked for in it."""
    return _Marks(as_search(words)).made_in(texts)


def _passages(rows: Sequence[Article], marks: _Marks) -> dict[int, tuple[tuple[str, ...], str]]:
    """Return by article the text around the first place that looks like one of the words, and the fields it has."""
    languages = {row.language for row in rows}
    patterns = {each: (marks.pattern(each, BODY), marks.pattern(each, CAPTIONS)) for each in languages}
    wanted = [(row.pk, *patterns[row.language]) for row in rows if any(patterns[row.language])]
    if not wanted:
        return {}
    ids, in_body, in_captions = map(list, zip(*wanted, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(PASSAGES, {"ids": ids, "in_body": in_body, "in_captions": in_captions})
        return {
            pk: (BODY if number == 1 else CAPTIONS, _whole_words(text, cut_before, cut_after))
            for pk, number, text, cut_before, cut_after in cursor.fetchall()
        }


PASSAGES = f"""
    SELECT wanted.id, found.number, substr(found.text, greatest(1, found.hit - {BEFORE_HIT}), {EXCERPT_LENGTH}),
           found.hit > {BEFORE_HIT} + 1, length(found.text) >= greatest(1, found.hit - {BEFORE_HIT}) + {EXCERPT_LENGTH}
    FROM unnest(%(ids)s::bigint[], %(in_body)s::text[], %(in_captions)s::text[]) AS wanted (id, in_body, in_captions)
    JOIN articles_article AS article USING (id)
    CROSS JOIN LATERAL (
        SELECT source.number, source.text, strpos(source.text, substring(source.text FROM source.pattern)) AS hit
        FROM (VALUES (1, article.body, in_body), (2, article.caption_text, in_captions))
             AS source (number, text, pattern)
        WHERE source.pattern <> '' AND source.text ~ source.pattern ORDER BY number LIMIT 1
    ) AS found
"""


class _Marks:
    """Finds in texts what a search looks for, and does not exclude."""

    def __init__(self, search: Search) -> None:
        self.search, self.sought = search, list(sought(search.tree))

    def leaves(self, fields: tuple[str, ...]) -> list[Text]:
        """Return the words and phrases that are looked for in a text of some fields."""
        return [leaf for field, leaf in self.sought if field in fields]

    def pattern(self, language: str, fields: tuple[str, ...]) -> str:
        """Return the regular expression that finds where one of them may stand."""
        found: list[tuple[str, bool]] = []
        strings: list[str] = []
        for leaf in self.leaves(fields):
            if is_exact(leaf):
                strings.append(_string(leaf))
            else:
                lexemes = stems(self.search.lexemes.tsquery(leaf, configuration_of(language)))
                # The stem of a word's beginning may be so short that it begins many others.
                cut_short = isinstance(leaf, Word) and leaf.prefix
                found += [
                    (stem, beginning) for stem, beginning in lexemes if beginning or not cut_short or len(stem) > 3
                ]
        return _any_of(language, list(dict.fromkeys(found)), strings)

    def tsquery(self, language: str, fields: tuple[str, ...]) -> str:
        leaves = [leaf for leaf in self.leaves(fields) if not is_exact(leaf)]
        tsqueries = [self.search.lexemes.tsquery(leaf, configuration_of(language)) for leaf in leaves]
        return " | ".join(f"({tsquery})" for tsquery in tsqueries if tsquery)

    def made_in(self, texts: Sequence[tuple[str, tuple[str, ...], str]]) -> list[list[Part]]:
        """Return the texts in parts, PostgreSQL telling which words are hits."""
        with connection.cursor() as cursor:
            cursor.execute(
                MARKED,
                {
                    "configurations": [configuration_of(language) for language, _fields, _text in texts],
                    "texts": [_plain(text) for _language, _fields, text in texts],
                    "tsqueries": [self.tsquery(language, fields) for language, fields, _text in texts],
                    "options": f"HighlightAll=true, StartSel={HIT_BEGINS}, StopSel={HIT_ENDS}",
                },
            )
            marked = [row[0] for row in cursor.fetchall()]
        strings = {fields: [_string(leaf) for leaf in self.leaves(fields) if is_exact(leaf)] for _, fields, _ in texts}
        return [
            _parts(text, with_hits, strings[fields])
            for (_language, fields, text), with_hits in zip(texts, marked, strict=True)
        ]


MARKED = """
    SELECT ts_headline(configuration::regconfig, text, tsquery::tsquery, %(options)s)
    FROM unnest(%(configurations)s::text[], %(texts)s::text[], %(tsqueries)s::text[])
         WITH ORDINALITY AS given (configuration, text, tsquery, number)
    ORDER BY number
"""


def _string(leaf: Text) -> str:
    """Return the pattern of what is looked for letter by letter."""
    return r"\s+".join(map(re.escape, leaf.text.split()))


def _any_of(language: str, found: list[tuple[str, bool]], strings: list[str]) -> str:
    # Arabic writes its article and some prepositions onto the word, before the stem.
    begin = "" if language == "ar" else r"\m"
    choices = [begin + _spelling(stem, whole=beginning) for stem, beginning in found] + strings
    return f"(?i)(?:{'|'.join(choices)})" if choices else ""


def _spelling(stem: str, whole: bool = False) -> str:
    """Return a pattern for the words of a stem, accents or not; a long stem's end may differ in the word."""
    stem = stem[:-1] if len(stem) > 4 and not whole else stem
    pieces = re.split("(oe|ae|ss)", stem)
    return "".join(LIGATURES.get(piece) or "".join(map(_any_accent, piece)) for piece in pieces)


def _any_accent(letter: str) -> str:
    accented = _accented().get(letter)
    return f"[{letter}{accented}]" if accented else re.escape(letter)


def _whole_words(text: str, cut_before: bool, cut_after: bool) -> str:
    if cut_before:
        text = "…" + text[text.find(" ", 0, 30) + 1 :]
    if cut_after:
        end = text.rfind(" ", len(text) - 30)
        text = (text[:end] if end > 0 else text) + "…"
    return " ".join(text.split())


def _parts(text: str, marked: str, strings: list[str]) -> list[Part]:
    spans = [*_marked_spans(text, marked)]
    spans += [found.span() for string in strings for found in re.finditer(string, text, re.IGNORECASE)]
    parts, position = [], 0
    for start, end in sorted(spans):
        if start > position:
            parts.append(Part(text[position:start]))
        if end > position:
            start = max(start, position)
            if parts and parts[-1].hit:
                parts[-1] = Part(parts[-1].text + text[start:end], True)
            else:
                parts.append(Part(text[start:end], True))
            position = end
    return [*parts, Part(text[position:])] if position < len(text) else parts


def _marked_spans(text: str, marked: str) -> Iterator[tuple[int, int]]:
    """Yield where PostgreSQL has marked hits, as places in the text."""
    if len(marked) - marked.count(HIT_BEGINS) - marked.count(HIT_ENDS) != len(text):
        return  # ts_headline leaves out what it takes for markup; then no hit is better than a wrong one
    before, *pieces = marked.split(HIT_BEGINS)
    position = len(before)
    for piece in pieces:
        hit, _ends, rest = piece.partition(HIT_ENDS)
        yield position, position + len(hit)
        position += len(hit) + len(rest)


def _plain(text: str) -> str:
    """Return the text without accents and markup, letter for letter, so that positions stay."""
    return text.translate(_plain_letters())


@cache
def _plain_letters() -> dict[int, str]:
    plain = {ord("<"): " ", ord(">"): " ", ord("&"): " ", ord(HIT_BEGINS): " ", ord(HIT_ENDS): " "}
    for base, accented in _accented().items():
        plain.update(dict.fromkeys(map(ord, accented), base))
    return plain


@cache
def _accented() -> dict[str, str]:
    """Return by plain letter the Latin letters that fold to it, as newsroom_fold does."""
    accented = {"o": "øØ", "d": "đĐ", "i": "ı", "l": "łŁ"}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        stripped = [mark for mark in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(mark)]
        if len(stripped) == 1 and base.isascii() and base.isalpha():
            accented[base] = accented.get(base, "") + chr(code)
    return accented
