"""Where the sentences of an article still stand in others: for a kill or a correction, what else is to be looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import OperationalError, connection, transaction

from articles.models import Article
from articles.query.lexemes import configuration_of
from articles.sentences import sentences

MOST_SENTENCES = 60
MOST_ARTICLES = 100
BOILERPLATE = 25
"""A sentence more articles have than this belongs to none of them."""
SECONDS = 10
FEWEST_LETTERS, FEWEST_DENSE_LETTERS = 45, 18
"""Of a sentence that is looked for; fewer in scripts that write a syllable or a word with one letter."""
LONGEST = 1_000


@dataclass
class Standing:
    """Another article and the sentences it shares, in the order of the copy."""

    article: Article
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Search:
    """The articles, those with most sentences first; how many sentences were looked for, and what was left out."""

    found: Sequence[Standing] = ()
    looked_for: int = 0
    boilerplate: int = 0
    too_many_sentences: bool = False
    too_many_articles: bool = False
    out_of_time: bool = False


def where_it_stands(article: Article, apart_from: Sequence[int] = ()) -> Search:
    """Look for the article's sentences in the articles of its language, its notices apart.

    Accents, case, spaces and punctuation make no difference.
    """
    wanted = _distinct(article)
    looked_for = wanted[:MOST_SENTENCES]
    rows = _candidates(article, looked_for, [article.pk, *apart_from]) if looked_for else []
    if rows is None:
        return Search(looked_for=len(looked_for), out_of_time=True)
    per_sentence: dict[int, list[int]] = {}
    for number, pk in rows:
        per_sentence.setdefault(number, []).append(pk)
    common = {number for number, pks in per_sentence.items() if len(pks) > BOILERPLATE}
    pks = list(dict.fromkeys(pk for number, found in per_sentence.items() if number not in common for pk in found))
    found = _checked([text for number, text in enumerate(looked_for, 1) if number not in common], pks[:MOST_ARTICLES])
    return Search(
        sorted(found, key=lambda each: (-len(each.sentences), each.article.filed_on, each.article.pk)),
        len(looked_for) - len(common),
        len(common),
        len(wanted) > len(looked_for),
        len(pks) > MOST_ARTICLES,
    )


def _distinct(article: Article) -> list[str]:
    """The sentences long enough to be told apart from any others, each once."""
    found: dict[str, str] = {}
    for paragraph in article.paragraphs:
        for start, end in sentences(paragraph, article.language):
            sentence = paragraph[start:end]
            plain = _plain(sentence)
            if "@" not in sentence and _is_long(plain):
                found.setdefault(plain, sentence[:LONGEST])
    return list(found.values())


def _is_long(plain: str) -> bool:
    letters = plain.replace(" ", "")
    dense = sum(letter >= "\u1100" for letter in letters) * 2 > len(letters)
    return len(letters) >= (FEWEST_DENSE_LETTERS if dense else FEWEST_LETTERS)


CANDIDATES = """
    SELECT sentence.number, found.id
    FROM unnest(%(sentences)s::text[]) WITH ORDINALITY AS sentence (text, number)
    CROSS JOIN LATERAL (
        SELECT id FROM articles_article
        WHERE search_vector @@ plainto_tsquery(%(configuration)s::regconfig, newsroom_terms(sentence.text, 20000))
          AND language = %(language)s AND NOT id = ANY (%(apart)s) LIMIT %(most)s
    ) AS found
    ORDER BY 1, 2
"""


def _candidates(article: Article, wanted: Sequence[str], apart: list[int]) -> list[tuple[int, int]] | None:
    """Return (number of the sentence, article that has all its words); None if it takes too long."""
    values = {
        "sentences": list(wanted),
        "configuration": configuration_of(article.language),
        "language": article.language,
        "apart": apart,
        "most": BOILERPLATE + 1,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS}s"])
            cursor.execute(CANDIDATES, values)
            return cursor.fetchall()
    except OperationalError:
        return None


def _checked(wanted: Sequence[str], pks: Sequence[int]) -> list[Standing]:
    """Return the articles that have a sentence word for word, with those they have."""
    plain = [(_plain(sentence), sentence) for sentence in wanted]
    found = []
    for article in Article.objects.filter(pk__in=pks).select_related("agency").only(*READ):
        text = f" {_plain(article.body)} {_plain(article.caption_text)} "
        if held := [sentence for key, sentence in plain if f" {key} " in text or _is_dense(key) and key in text]:
            found.append(Standing(article, held))
    return found


READ = (
    *("id", "agency__name", "language", "headline", "version_label", "date", "filed_on", "story_id", "status"),
    *("body", "caption_text", "withdrawn", "embargoed_until"),
)


def _is_dense(plain: str) -> bool:
    return plain[:1] >= "\u1100"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())
