"""Reads a search into its tree. Whatever is typed can be read; what had to be read otherwise is said in remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from articles.query.syntax import (
    MOST_WORDS_BETWEEN,
    NAMED_FIELDS,
    USUAL_WORDS_BETWEEN,
    All,
    Any,
    InField,
    Named,
    Near,
    Node,
    Not,
    Phrase,
    Same,
    Span,
    Word,
    walk,
)
from articles.query.tokens import DEEPEST, LONGEST_TEXT, NEAR, OPERATORS, Remark, Token, plain, shortened, tokens

IN_ONE_SENTENCE = (Word, Phrase, Near, All, Any)
WITHIN_WORDS = (Word, Phrase, Any)


@dataclass(frozen=True)
class Reading:
    """What a text asks for: `tree` is None if nothing; spans count in `text`."""

    text: str
    tree: Node | None
    remarks: tuple[Remark, ...]


def read(written: str) -> Reading:
    """Read a search."""
    text = plain(written)
    found, remarks = tokens(text)
    if len(written) > LONGEST_TEXT:
        said = _("This search is too long: only its first %(number)s characters were read.") % {"number": LONGEST_TEXT}
        remarks.append(Remark(said, Span(0, len(text))))
    reader = _Reader(found, remarks)
    return Reading(text, reader.alternatives(), tuple(dict.fromkeys(remarks)))


class _Reader:
    """Recursive descent over tokens: alternatives of terms, terms joined by NEAR and SAME, terms."""

    def __init__(self, found: Sequence[Token], remarks: list[Remark]) -> None:
        self.tokens, self.remarks, self.position = found, remarks, 0

    def alternatives(self, field: str = "") -> Node | None:
        parts = [self.together(field)]
        while self.next_is("or"):
            operator = self.take()
            self.mention_lower_case(operator)
            parts.append(self.together(field))
        found = [part for part in parts if part]
        return _joined(Any, found)

    def together(self, field: str) -> Node | None:
        found: list[Node] = []
        while self.position < len(self.tokens) and not self.next_is("close"):
            if self.next_is("or") and not self.stands_alone(found):
                break
            if self.next_is("and"):
                self.skip_and(found)
            elif self.next_is("or") and self.tokens[self.position].text not in OPERATORS:
                token = self.take()
                found.append(Word(token.text, token.span))
            elif self.next_is("near", "same", "or"):
                self.skip(self.take())
            elif part := self.neighbours(field):
                found.append(part)
        return _joined(All, found)

    def neighbours(self, field: str) -> Node | None:
        left = self.term(field)
        joined: list[Node] = []
        while left and self.next_is("near", "same") and self.term_follows(1):
            operator = self.take()
            right = self.term(field)
            if right is None:
                continue
            if operator.kind == "same":
                left = self.same(left, operator, right)
            else:
                left, done = self.near(left, operator, right)
                joined += done
        return _joined(All, [*joined, left]) if left else None

    def same(self, left: Node, operator: Token, right: Node) -> Node:
        parts = (*(left.parts if isinstance(left, Same) else (left,)), right)
        if all(_is_text(part, IN_ONE_SENTENCE) for part in parts):
            return Same(parts, left.span | right.span)
        self.remark(_("SAME joins words and phrases: read as “and”."), operator.span)
        return All((left, right), left.span | right.span)

    def near(self, left: Node, operator: Token, right: Node) -> tuple[Node, list[Node]]:
        """Return what the next NEAR joins on to, and what is complete: a NEAR b NEAR c is two pairs."""
        nearer = left.right if isinstance(left, Near) else left
        if not (_is_text(nearer, WITHIN_WORDS) and _is_text(right, WITHIN_WORDS)):
            self.remark(_("NEAR joins words and phrases: read as “and”."), operator.span)
            return right, [left]
        pair = Near(nearer, right, self.distance(operator), nearer.span | right.span)
        return pair, [left] if isinstance(left, Near) else []

    def distance(self, operator: Token) -> int:
        found = NEAR.fullmatch(operator.text)
        asked = int(found["near"] or found["within"] or USUAL_WORDS_BETWEEN)
        if 1 <= asked <= MOST_WORDS_BETWEEN:
            return asked
        given = min(max(asked, 1), MOST_WORDS_BETWEEN)
        self.remark(
            _("NEAR reaches over 1 to %(most)s words: read as NEAR/%(number)s.")
            % {"most": MOST_WORDS_BETWEEN, "number": given},
            operator.span,
        )
        return given

    def term(self, field: str) -> Node | None:
        """Read one term with its fields and “not”s; none where there is nothing to read."""
        outer: list[Token] = []
        while self.next_is("minus", "not", "field"):
            outer.append(self.take())
            field = outer[-1].text if outer[-1].kind == "field" else field
        node = self.innermost(field, outer)
        for token in reversed(outer[-DEEPEST:]):
            if node is None:
                break
            span = token.span | node.span
            if token.kind != "field":
                node = node.child if isinstance(node, Not) else Not(node, span)
                node = replace(node, span=span)
            elif token.text in NAMED_FIELDS:
                node = replace(node, span=span)
            else:
                node = replace(node, span=span) if isinstance(node, InField) else InField(token.text, node, span)
        return node

    def innermost(self, field: str, outer: list[Token]) -> Node | None:
        if not self.next_is("word", "prefix", "phrase", "value", "open"):
            if outer and outer[-1].kind == "field":
                said = _("Nothing stands after “%(field)s:”: passed over.") % {"field": outer[-1].text}
                self.remark(said, outer[-1].span)
            elif outer:
                self.skip(outer[-1])
            return None
        token = self.take()
        if token.kind == "open":
            return self.group(token, field)
        if field in NAMED_FIELDS:
            return Named(field, token.text, token.span) if token.text else None
        if token.kind == "phrase":
            return Phrase(token.text, token.span) if token.text else None
        return Word(token.text, token.span, token.kind == "prefix")

    def group(self, opening: Token, field: str) -> Node | None:
        node = self.alternatives(field)
        closing = self.take()
        if node is None:
            self.remark(_("Empty brackets: passed over."), opening.span | closing.span)
            return None
        return replace(node, span=opening.span | closing.span)

    def stands_alone(self, before: Sequence[Node]) -> bool:
        """Tell whether an “or” has no term on one side; “or” in small letters is then a word, French for gold."""
        return not before or not self.term_follows(1)

    def term_follows(self, ahead: int) -> bool:
        place = self.position + ahead
        return place < len(self.tokens) and self.tokens[place].kind in (
            "word", "prefix", "phrase", "value", "open", "minus", "not", "field",
        )  # fmt: skip

    def skip_and(self, before: Sequence[Node]) -> None:
        operator = self.take()
        if not before or not self.term_follows(0):
            self.skip(operator)

    def skip(self, operator: Token) -> None:
        said = _("“%(operator)s” stands alone: passed over.") % {"operator": shortened(operator.text)}
        self.remark(said, operator.span)

    def mention_lower_case(self, operator: Token) -> None:
        if operator.text not in OPERATORS:
            said = _("“%(word)s” read as OR. To look for the word, put it in quotes.") % {"word": operator.text}
            self.remark(said, operator.span)

    def next_is(self, *kinds: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position].kind in kinds

    def take(self) -> Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def remark(self, text: str, span: Span) -> None:
        self.remarks.append(Remark(text, span))


def _joined(kind: type[All] | type[Any], parts: Sequence[Node]) -> Node | None:
    """Return the parts as one node."""
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts), parts[0].span | parts[-1].span)


def _is_text(node: Node, kinds: tuple[type, ...]) -> bool:
    return all(isinstance(each, kinds) for each in walk(node))
