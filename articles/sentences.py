"""The sentence around a place in a text, in any of the languages the archive holds."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SENTENCE = 320
BEFORE_NAME, AFTER_NAME = 130, 170
SNAPPED = 24
"""How far a cut may move to fall between two words."""

ABBREVIATED = re.compile(
    r"""(?<![^\W_])(?:
    Adm|Apr|Aug|Brig|Bros|Capt|Cie|Cmdr|Col|Corp|Cpl|D|Dec|Dept|Dr|Dra|Esq|Exc|Feb|Fr|Gen|Gov|Gral|Hon|Hr|Inc|Jan|Jr|Jul|Jun
    |Lic|Lt|Ltd|Ltda|Mar|Messrs|Mgr|MM|Mlle|Mlles|Mme|Mmes|Mr|Mrs|Ms|Mt|No|Nos|Nov|Nr|Oct|Okt|Pdt|Pres|Prof|Pte|Pty|Pvt|Rep
    |Reps|Rev|Sen|Sens|Sep|Sept|Sgt|Sr|Sra|Sras|Sres|Srta|Srs|St|Sta|Ste|Str|Supt|Tel|Ud|Uds|Univ|Vgl
    |approx|apr|av|bzw|ca|cf|chap|déc|dept|dép|dic|ene|env|févr|feb|fig|inkl|janv|jan|juil|núm|nº|oct|okt|p|pp|pág|resp|sept
    |tel|tél|usw|vgl|vol|vs|[A-ZÀ-ÞА-Я]
    )$""",
    re.VERBOSE,
)
"""A word whose full stop need not end the sentence: a title, a month, an initial."""

CLOSING = "\"'”’»›)\\]」』】）〕》〉"
OPENING = "\"'“‘«‹(\\[¡¿—–\\-"
END = re.compile(
    rf"(?P<wide>[。！？｡]+[{CLOSING}]*)"
    rf"|(?P<plain>[.!?…؟۔．]+[{CLOSING}]*)(?=\s+[{OPENING}\s]*(?P<next>\S))"
    r"|(?P<line>\n)"
)
LONGEST_WORD = 12


def sentence_around(text: str, start: int, end: int, language: str = "") -> tuple[int, int]:
    """Return where the sentence around the characters `start` to `end` begins and ends, without blanks."""
    opens, closes = 0, len(text)
    for found in END.finditer(text):
        if not _ends_a_sentence(text, found, language):
            continue
        if found.end() <= start:
            opens = found.end()
        elif found.start() >= end:
            closes = found.end()
            break
    while opens < start and text[opens].isspace():
        opens += 1
    while closes > end and text[closes - 1].isspace():
        closes -= 1
    return opens, closes


def sentences(text: str, language: str = "") -> list[str]:
    """Return the sentences of a paragraph, without the blanks between them."""
    ends = [found.end() for found in END.finditer(text) if _ends_a_sentence(text, found, language)]
    cut = (text[first:last].strip() for first, last in zip([0, *ends], [*ends, len(text)], strict=True))
    return [sentence for sentence in cut if sentence]


def cut_around(text: str, opens: int, closes: int, start: int, end: int) -> tuple[int, int]:
    """Return a part of the sentence `opens` to `closes` short enough to be read at a glance, with the name inside."""
    if closes - opens <= LONGEST_SENTENCE:
        return opens, closes
    if start - opens > BEFORE_NAME:
        opens = _between_words(text, start - BEFORE_NAME, +1, start)
    if closes - end > AFTER_NAME:
        closes = _between_words(text, end + AFTER_NAME, -1, end)
    return opens, closes


def _ends_a_sentence(text: str, found: re.Match[str], language: str) -> bool:
    if found["plain"] is None:
        return True
    following = found["next"]
    if following.islower():
        return False
    if not found["plain"].startswith(".") or found["plain"].startswith(".."):
        return True
    before = text[max(0, found.start() - LONGEST_WORD) : found.start()]
    # German writes the number of a day with a full stop: am 13. September.
    return not ABBREVIATED.search(before) and not (language == "de" and re.search(r"(?<!\d)\d\d?$", before))


def _between_words(text: str, position: int, step: int, limit: int) -> int:
    """Return the nearest place between two words in the direction of the name, else one between two letters."""
    for moved in range(SNAPPED):
        here = position + step * moved
        if here == limit:
            break
        outside, inside = (here - 1, here) if step > 0 else (here, here - 1)
        if text[outside].isspace() and not text[inside].isspace():
            return here
    while position != limit and unicodedata.combining(text[position]):
        position += step
    return position
