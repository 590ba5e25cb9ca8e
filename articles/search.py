"""How words are looked for: the same folding, stemming and bigrams as in the stored search vector."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, Q, Value

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
"""Article language to PostgreSQL text search configuration; any other language is searched with `simple`."""

CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
)
"""Characters written without spaces between words; the same set as in the SQL function newsroom_terms."""

CJK_RUN = re.compile(rf"(?P<excluded>(?:^|(?<=\s))-)?(?P<run>[{CJK}]+)")
CURLY_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))


def matching_condition(words: str) -> Q:
    """Say which articles hold the words, each in the stems of its own language.

    `words` is in the syntax of websearch_to_tsquery (PostgreSQL manual, 12.3.2); it is never an error.
    """
    first, *others = matching_by_language(words)
    for condition in others:
        first |= condition
    return first


def matching_by_language(words: str) -> list[Q]:
    """Say it language by language: conditions of which an article meets one at most."""
    query = websearch_text(words)
    return [
        ~Q(language__in=CONFIGURATIONS) & Q(search_vector=_search_query(query, "simple")),
        *(
            Q(language=language) & Q(search_vector=_search_query(query, configuration))
            for language, configuration in CONFIGURATIONS.items()
        ),
    ]


def websearch_text(words: str) -> str:
    """Write runs of Korean, Chinese and Japanese as phrases of bigrams, as the search vector holds them."""
    text = words.replace("\x00", "").encode(errors="replace").decode()
    parts = text.translate(CURLY_QUOTES).split('"')
    for index, part in enumerate(parts):
        quoted = index % 2 == 1
        parts[index] = CJK_RUN.sub(_quoted_bigrams if quoted else _bigram_phrase, part)
    return '"'.join(parts)


def _bigrams(run: str) -> str:
    return " ".join(run[i : i + 2] for i in range(max(1, len(run) - 1)))


def _quoted_bigrams(found: re.Match[str]) -> str:
    return f" {_bigrams(found['run'])} "


def _bigram_phrase(found: re.Match[str]) -> str:
    return f' {found["excluded"] or ""}"{_bigrams(found["run"])}" '


def _search_query(query: str, configuration: str) -> SearchQuery:
    folded = Func(Value(query), function="newsroom_fold")
    return SearchQuery(folded, config=configuration, search_type="websearch")
