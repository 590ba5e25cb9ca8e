"""The words, quotes, brackets, fields and operators of a search, as they stand in the text typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.query.syntax import NAMED_FIELDS, SYNONYMS, TEXT_FIELDS, Span

LONGEST_TEXT = 2000
MOST_TERMS = 64
DEEPEST = 12
SHOWN = 40

QUOTES = '"“”„‟«»＂〝〞〟'
OPENING, CLOSING = "(（", ")）"
HYPHENS = "-−－"
COLONS = ":："
STARS = "*＊"
FIELD = re.compile(rf"([^\W\d]+)[{COLONS}]")
TERM = re.compile(rf"[^\s{QUOTES}{OPENING}{CLOSING}]+")
VALUE = re.compile(rf"[^\s{QUOTES}{CLOSING}]+")
NEAR = re.compile(r"NEAR(?:/?(?P<near>\d{1,9}))?|[wW]/(?P<within>\d{1,9})")
OPERATORS = {
    "OR": "or",
    "OU": "or",
    "AND": "and",
    "ET": "and",
    "NOT": "not",
    "SAME": "same",
    "W/S": "same",
    "w/s": "same",
}
"""In capitals, as Nexis and Factiva write them, and the French ones of Europresse; all others are English."""


@dataclass(frozen=True)
class Remark:
    """A sentence on what could not be read as it was typed, and how it was read instead."""

    text: str
    span: Span


@dataclass(frozen=True)
class Token:
    """`kind` is word, prefix, phrase, value, field, open, close, minus, or an operator: or, and, not, near, same."""

    kind: str
    text: str
    span: Span


def plain(text: str) -> str:
    """Return the text letter for letter, those that are no text as blanks, cut at 2,000 letters."""
    return text[:LONGEST_TEXT].replace("\x00", " ").encode("utf-8", "replace").decode()


def tokens(text: str) -> tuple[list[Token], list[Remark]]:
    """Cut a plain text into tokens; all brackets among them have their partner."""
    remarks: list[Remark] = []
    found = list(_paired(_few(_cut(text, remarks), remarks), remarks))
    return found, remarks


def shortened(text: str) -> str:
    """Return the text short enough to be quoted in a remark."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _cut(text: str, remarks: list[Remark]) -> Iterator[Token]:
    position, of_field = 0, ""
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _token(text, position, of_field, remarks)
        position = token.span.end
        if token.kind:
            of_field = _field_left_open(token, of_field)
            yield token


def _field_left_open(token: Token, of_field: str) -> str:
    """Return the field whose value comes next."""
    if token.kind == "field":
        return token.text if token.text in NAMED_FIELDS else ""
    return of_field if token.kind == "minus" else ""


def _token(text: str, start: int, of_field: str, remarks: list[Remark]) -> Token:
    sign = text[start]
    if sign in QUOTES:
        return _phrase(text, start, remarks)
    if sign in OPENING + CLOSING:
        return Token("open" if sign in OPENING else "close", sign, Span(start, start + 1))
    if of_field and (found := VALUE.match(text, start)):
        return Token("value", found[0], Span(start, found.end()))
    if sign in HYPHENS:
        return _hyphen(text, start)
    return _field(text, start, remarks) or _word(TERM.match(text, start), remarks)


def _phrase(text: str, start: int, remarks: list[Remark]) -> Token:
    end = next((place for place in range(start + 1, len(text)) if text[place] in QUOTES), None)
    if end is None:
        remarks.append(Remark(_("Unclosed quote: read as words."), Span(start, len(text))))
        return Token("", "", Span(start, start + 1))
    return Token("phrase", text[start + 1 : end].strip(), Span(start, end + 1))


def _hyphen(text: str, start: int) -> Token:
    """Read a hyphen before a term as “not”; dashes between terms mean nothing."""
    end = start
    while end < len(text) and text[end] in HYPHENS:
        end += 1
    before, after = text[start - 1 : start], text[end : end + 1]
    apart = not before or before.isspace() or before in OPENING + COLONS
    excludes = end == start + 1 and apart and after and not after.isspace() and after not in CLOSING
    return Token("minus" if excludes else "", "-", Span(start, end))


def _field(text: str, start: int, remarks: list[Remark]) -> Token | None:
    found = FIELD.match(text, start)
    if not found:
        return None
    name = found[1].lower()
    name = SYNONYMS.get(name, name)
    if name in TEXT_FIELDS + NAMED_FIELDS:
        return Token("field", name, Span(start, found.end()))
    after = text[found.end() : found.end() + 2]
    if after[:1].strip() and after != "//":
        said = _("There is no field “%(name)s”: read as words.") % {"name": shortened(found[1])}
        remarks.append(Remark(said, Span(start, found.end())))
    return None


def _word(found: re.Match[str], remarks: list[Remark]) -> Token:
    text, span = found[0], Span(found.start(), found.end())
    if text in OPERATORS or text.lower() == "or":
        return Token(OPERATORS.get(text, "or"), text, span)
    if NEAR.fullmatch(text):
        return Token("near", text, span)
    beginning = text.rstrip(STARS)
    if beginning == text:
        return Token("word", text, span)
    if sum(letter.isalnum() for letter in beginning) > 1 and beginning[-1].isalnum():
        return Token("prefix", beginning, span)
    if any(map(str.isalnum, beginning)):
        said = _("“%(word)s” begins too many words: read as a word.") % {"word": shortened(text)}
        remarks.append(Remark(said, span))
    return Token("word" if beginning else "", beginning, span)


def _few(found: Iterator[Token], remarks: list[Remark]) -> Iterator[Token]:
    terms = 0
    for token in found:
        terms += token.kind in ("word", "prefix", "phrase", "value")
        if terms > MOST_TERMS:
            said = _("This search is too long: only its first %(number)s words were read.") % {"number": MOST_TERMS}
            remarks.append(Remark(said, token.span))
            return
        yield token


def _paired(found: Iterator[Token], remarks: list[Remark]) -> Iterator[Token]:
    """Leave out brackets without a partner, close what was left open, and pass over what lies too deep."""
    opened: list[Token] = []
    end, deepest, unopened = 0, None, None
    for token in found:
        end = token.span.end
        if token.kind == "open":
            opened.append(token)
            if len(opened) > DEEPEST:
                deepest = deepest or token
                continue
        elif token.kind == "close":
            if not opened:
                unopened = unopened or token
                continue
            opened.pop()
            if len(opened) >= DEEPEST:
                continue
        yield token
    yield from (Token("close", "", Span(end, end)) for _bracket in opened[:DEEPEST])
    if opened:
        remarks.append(Remark(_("Unclosed bracket: read as closed at the end."), opened[-1].span))
    if unopened:
        remarks.append(Remark(_("A bracket is closed that was not opened: passed over."), unopened.span))
    if deepest:
        remarks.append(Remark(_("Too many brackets within brackets: the innermost were passed over."), deepest.span))
