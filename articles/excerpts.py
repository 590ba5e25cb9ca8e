"""The passage of each article found that holds the words looked for, with the hits told apart.

Made for the rows of one page only. Texts come back in parts, for templates to escape; there is no HTML here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.db import connection

from articles.models import Article
from articles.search import CJK_RUN, CONFIGURATIONS, websearch_text

HIT_BEGINS, HIT_ENDS = "\ue000", "\ue001"
BEFORE_HIT, EXCERPT_LENGTH = 80, 240
EXCLUDED = re.compile(r'(?:^|(?<=\s))-(?:"[^"]*"?|\S+)')
LIGATURES = {"oe": "(?:oe|œ)", "ae": "(?:ae|æ)", "ss": "(?:ss|ß)"}


@dataclass(frozen=True)
class Part:
    """A piece of a text; `hit` where it is what was looked for."""

    text: str
    hit: bool = False


def add_excerpts(rows: Sequence[Article], words: str) -> None:
    """Give each row `headline_parts` and, where the words stand in body or captions, `excerpt_parts`."""
    if not rows:
        return
    passages = _passages(rows, words)
    texts = [(row.language, row.headline) for row in rows] + [(row.language, passages.get(row.pk, "")) for row in rows]
    marked = _marked(texts, words)
    for row, headline, passage in zip(rows, marked, marked[len(rows) :], strict=False):
        row.headline_parts, row.excerpt_parts = headline, passage


def _passages(rows: Sequence[Article], words: str) -> dict[int, str]:
    """Return by article the text around the first place that looks like one of the words."""
    patterns = _patterns({row.language for row in rows}, words)
    wanted = [(row.pk, patterns[row.language]) for row in rows if patterns[row.language]]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(PASSAGES, {"ids": [pk for pk, _ in wanted], "patterns": [pattern for _, pattern in wanted]})
        return {pk: _whole_words(text, cut_before, cut_after) for pk, text, cut_before, cut_after in cursor.fetchall()}


PASSAGES = f"""
    SELECT wanted.id, substr(found.text, greatest(1, found.hit - {BEFORE_HIT}), {EXCERPT_LENGTH}),
           found.hit > {BEFORE_HIT} + 1, length(found.text) >= greatest(1, found.hit - {BEFORE_HIT}) + {EXCERPT_LENGTH}
    FROM unnest(%(ids)s::bigint[], %(patterns)s::text[]) AS wanted (id, pattern)
    JOIN articles_article AS article USING (id)
    CROSS JOIN LATERAL (
        SELECT source.text, strpos(source.text, substring(source.text FROM wanted.pattern)) AS hit
        FROM (VALUES (1, article.body), (2, article.caption_text)) AS source (number, text)
        WHERE source.text ~ wanted.pattern ORDER BY number LIMIT 1
    ) AS found
"""


def _patterns(languages: Iterable[str], words: str) -> dict[str, str]:
    """Return for each language the regular expression that finds where a word looked for may stand."""
    sought = EXCLUDED.sub(" ", words)
    runs = [re.escape(found["run"]) for found in CJK_RUN.finditer(sought)]
    languages = list(languages)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, tsvector_to_array(to_tsvector(configuration::regconfig, newsroom_fold(%s)))"
            " FROM unnest(%s::text[], %s::text[]) AS asked (language, configuration)",
            [CJK_RUN.sub(" ", sought), languages, [_configuration(language) for language in languages]],
        )
        stems = dict(cursor.fetchall())
    return {language: _any_of(language, stems[language], runs) for language in languages}


def _any_of(language: str, stems: list[str], runs: list[str]) -> str:
    # Arabic writes its article and some prepositions onto the word, before the stem.
    begin = "" if language == "ar" else r"\m"
    choices = [begin + _spelling(stem) for stem in stems] + runs
    return f"(?i)(?:{'|'.join(choices)})" if choices else ""


def _spelling(stem: str) -> str:
    """Return a pattern for the words of a stem, accents or not; a long stem's end may differ in the word."""
    stem = stem[:-1] if len(stem) > 4 else stem
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


def _marked(texts: Sequence[tuple[str, str]], words: str) -> list[list[Part]]:
    """Return the texts in parts, PostgreSQL telling which words are hits."""
    with connection.cursor() as cursor:
        cursor.execute(
            MARKED,
            {
                "configurations": [_configuration(language) for language, _ in texts],
                "texts": [_plain(text) for _, text in texts],
                "query": websearch_text(words),
                "options": f"HighlightAll=true, StartSel={HIT_BEGINS}, StopSel={HIT_ENDS}",
            },
        )
        marked = [row[0] for row in cursor.fetchall()]
    runs = [found["run"] for found in CJK_RUN.finditer(EXCLUDED.sub(" ", words))]
    return [_parts(text, with_hits, runs) for (_, text), with_hits in zip(texts, marked, strict=True)]


MARKED = """
    SELECT ts_headline(configuration::regconfig, text,
                       websearch_to_tsquery(configuration::regconfig, newsroom_fold(%(query)s)), %(options)s)
    FROM unnest(%(configurations)s::text[], %(texts)s::text[]) WITH ORDINALITY AS given (configuration, text, number)
    ORDER BY number
"""


def _parts(text: str, marked: str, runs: list[str]) -> list[Part]:
    hits = _hits(marked)
    # ts_headline leaves out what it takes for markup; then no hit is better than a wrong one.
    hits = hits if len(hits) == len(text) else [False] * len(text)
    for run in runs:
        for found in re.finditer(re.escape(run), text):
            hits[found.start() : found.end()] = [True] * len(run)
    parts, position = [], 0
    for hit, group in groupby(hits):
        end = position + len(list(group))
        parts.append(Part(text[position:end], hit))
        position = end
    return parts


def _hits(marked: str) -> list[bool]:
    hits, inside = [], False
    for letter in marked:
        if letter in (HIT_BEGINS, HIT_ENDS):
            inside = letter == HIT_BEGINS
        else:
            hits.append(inside)
    return hits


def _configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, "simple")


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
