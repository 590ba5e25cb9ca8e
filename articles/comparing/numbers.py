"""Numbers in a sentence: what they amount to, what they count, and whether they are figures or dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.comparing.tokens import Token
from articles.comparing.vocabulary import (
    COUNTERS,
    DATE_LETTERS,
    LARGE_NUMBERS,
    MONTHS_BESIDE_NUMBERS,
    NUMBER_WORDS,
    WRITTEN_DIGITS,
)

COMMA_IS_DECIMAL = {"de", "es", "fr", "it", "pt", "ru"}
GROUPED = re.compile(r"\d{1,3}(?:[.,'’٬\u00a0\u202f ]\d{3})+")
YEARS = range(1800, 2101)
LONGEST_NUMBER = 15
LARGEST_OF_A_DATE = 2101


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `first` to `last` of a sentence, both included; `value` is None for dates and clock times."""

    first: int
    last: int
    written: str
    value: float | None

    @property
    def is_date(self) -> bool:
        return self.value is None


def numbers(text: str, found: Sequence[Token], language: str = "") -> list[Number]:
    """Return the numbers and dates among the tokens of a text, in order."""
    return list(_numbers(text, found, language))


def _numbers(text: str, found: Sequence[Token], language: str) -> Iterator[Number]:
    place = 0
    while place < len(found):
        last, value = _number_at(found, place, language)
        if last < place:
            place += 1
            continue
        written = text[found[place].start : found[last].end]
        yield Number(place, last, written, None if _is_date(found, place, last, value) else value)
        place = last + 1


def _number_at(found: Sequence[Token], place: int, language: str) -> tuple[int, float]:
    """Return the last token of the number that begins at a token, before it if none does, and its value."""
    token = found[place]
    if token.kind in ("clock", "number"):
        value = 0.0 if token.kind == "clock" else value_of(token.text, language)
        return _with_large(found, place, value)
    if token.kind == "word":
        known = NUMBER_WORDS.get(language, {})
        return (
            _spelled(found, place, known) if token.folded in known or token.folded in LARGE_NUMBERS else (place - 1, 0)
        )
    if token.kind == "letter" and token.folded in WRITTEN_DIGITS:
        return _written_digits(found, place)
    return place - 1, 0


def value_of(written: str, language: str = "") -> float:
    """Return what a number amounts to: 1.950 is grouped, 1.5 a fraction, 1,5 one in French."""
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in written)[:LONGEST_NUMBER]
    if GROUPED.fullmatch(digits) and not digits.startswith("0"):
        separators = set(re.sub(r"\d", "", digits))
        decimal = "," if language in COMMA_IS_DECIMAL else "."
        if len(separators) == 1 and (decimal not in separators or digits.count(decimal) > 1):
            return float(re.sub(r"\D", "", digits))
    parts = re.split(r"[^\d]", digits)
    if len(parts) == 1:
        return float(digits)
    whole, fraction = "".join(parts[:-1]), parts[-1]
    return float(f"{whole}.{fraction or 0}")


def _with_large(found: Sequence[Token], place: int, value: float) -> tuple[int, float]:
    """Take the million of 3 million along."""
    last = place
    while last + 1 < len(found) and found[last + 1].folded in LARGE_NUMBERS:
        last += 1
        value *= LARGE_NUMBERS[found[last].folded]
    return last, value


def _spelled(found: Sequence[Token], place: int, known: Mapping[str, int]) -> tuple[int, float]:
    """Read number words one after the other, also those with a hyphen between: quatre-vingt-sept."""
    values: list[float] = []
    last = here = place
    while here < len(found):
        folded = found[here].folded
        value = known.get(folded) or LARGE_NUMBERS.get(folded)
        if value:
            values.append(float(value))
            last = here
        elif folded != "-" or here != last + 1:
            break
        here += 1
    return last, _sum(values)


def _sum(values: Sequence[float]) -> float:
    total = part = 0.0
    for value in values:
        if value >= 1000:
            total += (part or 1) * value
            part = 0
        elif value == 100 or (value == 20 and part == 4):
            part = (part or 1) * value
        else:
            part += value
    return total + part


def _written_digits(found: Sequence[Token], place: int) -> tuple[int, float]:
    last, digits = place, [WRITTEN_DIGITS[found[place].folded]]
    while last + 1 < len(found) and found[last + 1].folded in WRITTEN_DIGITS:
        last += 1
        digits.append(WRITTEN_DIGITS[found[last].folded])
    following = found[last + 1].folded if last + 1 < len(found) else ""
    if not (following in COUNTERS or following in DATE_LETTERS) and len(digits) < 2:
        return place - 1, 0
    value, part = 0, 0
    for digit in digits:
        value, part = (value + (part or 1) * digit, 0) if digit >= 10 else (value, part * 10 + digit)
    return _with_large(found, last, float(value + part))


def _is_date(found: Sequence[Token], first: int, last: int, value: float) -> bool:
    token = found[first]
    is_year = first == last and len(token.text) == 4 and token.text.isdigit() and value in YEARS
    if token.kind == "clock" or is_year:
        return True
    if value >= LARGEST_OF_A_DATE:
        return False
    after = [each.folded for each in found[last + 1 : last + 4]]
    before = [each.folded for each in found[max(0, first - 2) : first]][::-1]
    if after[:1] and after[0] in DATE_LETTERS:
        return True
    if after[:3] in (["a", ".", "m"], ["p", ".", "m"]):
        return True
    return value < 32 and bool({_nearest_word(before), _nearest_word(after)} & MONTHS_BESIDE_NUMBERS)


def _nearest_word(beside: Sequence[str]) -> str:
    """Return the word next to a number, behind the full stop or the letters of an ordinal."""
    return next((word for word in beside[:2] if word not in (".", "er", "st", "nd", "rd", "th", "de")), "")
