"""Organisations the copy introduces itself: "long form (ACRONYM)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.fold import fold
from articles.ingest.gazetteer import named

ACRONYM = r"(?P<acronym>[A-Z][A-Z0-9&-]{1,8})"
BRACKETED = re.compile(rf"\s\({ACRONYM}\)")
CLAUSE_BEFORE = re.compile(r"[^\n()«»\"“”,;:.!?]*$")
KOREAN_PAIR = re.compile(rf"(?P<long>[가-힣]{{3,20}})\({ACRONYM}\)")
TOKEN = re.compile(r"(?:[dlDL]|[Qq]u)['’]|[^\s'’]+(?:['’][^\s'’]+)*")
CONNECTORS = frozenset(
    "de du des d' d’ la le les l' l’ et en of the for and on in to y del los las para und für der die das e di della dei".split()
)
ARTICLES = frozenset("la le les l' l’ the el los las der die das il lo".split())
NOT_ORGANISATIONS = frozenset(
    "TV PDG CEO PM GMT UTC KST JST EST CET AM PM USD EUR KRW JPY CNY GBP PIB GDP IPO VIP DVD CD PC IA AI IT ID FAQ SMS GPS ADN DNA COVID "
    "II III IV VI VII VIII IX XI XII KM KG US UK USA UN UE EU ER UHF VHF".split()
)
LONGEST = 9
FURTHEST = 120


@dataclass(frozen=True, slots=True)
class Pair:
    """An organisation's long form with its acronym."""

    name: str
    acronym: str


def acronym_pairs(text: str) -> list[Pair]:
    """Return the organisations introduced in `text`, each once, in its order."""
    pairs: dict[str, Pair] = {}
    for found in BRACKETED.finditer(text):
        before = text[max(0, found.start() - FURTHEST) : found.start()]
        name = _long_form(CLAUSE_BEFORE.search(before).group(), found["acronym"])
        if name and _is_organisation(name, found["acronym"]):
            pairs.setdefault(found["acronym"], Pair(name, found["acronym"]))
    for found in KOREAN_PAIR.finditer(text):
        if _is_organisation(found["long"], found["acronym"]):
            pairs.setdefault(found["acronym"], Pair(found["long"], found["acronym"]))
    return list(pairs.values())


def _is_organisation(name: str, acronym: str) -> bool:
    return acronym not in NOT_ORGANISATIONS and not named(name) and not named(acronym)


def _long_form(before: str, acronym: str) -> str:
    """The words before the bracket that the acronym stands for, or nothing."""
    tokens = list(TOKEN.finditer(before))[-LONGEST:]
    start = _start_by_initials(tokens, acronym)
    if start is None:
        start = _start_by_capitals(tokens)
    if start is None or len(tokens) - start < 2:
        return ""
    return before[tokens[start].start() :].strip()


def _start_by_initials(tokens: list[re.Match[str]], acronym: str) -> int | None:
    letters = [letter for letter in fold(acronym) if letter.isalnum()]
    for start in range(len(tokens) - 1, -1, -1):
        if tokens[start].group().lower() in CONNECTORS or not tokens[start].group()[0].isupper():
            continue
        words = [token.group() for token in tokens[start:]]
        initials = [
            fold(part)[:1]
            for word in words
            for part in re.split(r"[-–]", word)
            if part and word.lower() not in CONNECTORS
        ]
        if initials == letters:
            return start
    return None


def _start_by_capitals(tokens: list[re.Match[str]]) -> int | None:
    """Without matching initials (KCNA): from the nearest capital, and on to the left while capitals go on."""
    start = None
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index].group()
        if word[0].isupper() and word.lower() not in ARTICLES:
            start = index
        elif word.lower() not in CONNECTORS and (start is not None or len(tokens) - index > 6):
            break
    return start
