"""The tree of a search: what is looked for, and where in the text that was typed it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

TEXT_FIELDS = ("headline", "lead", "body", "caption", "note", "dropped")
NAMED_FIELDS = ("from", "about", "person", "org", "agency", "lang", "label", "status", "subject", "date", "words")
SYNONYMS = {
    "filed_from": "from",
    "organisation": "org",
    "organization": "org",
    "language": "lang",
    "captions": "caption",
}
"""Other names of fields, those of the archive's filters."""

MOST_WORDS_BETWEEN = 20
USUAL_WORDS_BETWEEN = 10


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of the text typed."""

    start: int
    end: int

    def __or__(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True)
class Word:
    """One word as typed, or with `prefix` how a word begins."""

    text: str
    span: Span
    prefix: bool = False


@dataclass(frozen=True)
class Phrase:
    text: str
    span: Span


@dataclass(frozen=True)
class Near:
    """Two with at most `distance` words from one to the other, in either order."""

    left: Node
    right: Node
    distance: int
    span: Span


@dataclass(frozen=True)
class Same:
    """All of them in one sentence."""

    parts: tuple[Node, ...]
    span: Span


@dataclass(frozen=True)
class Not:
    child: Node
    span: Span


@dataclass(frozen=True)
class All:
    parts: tuple[Node, ...]
    span: Span


@dataclass(frozen=True)
class Any:
    parts: tuple[Node, ...]
    span: Span


@dataclass(frozen=True)
class InField:
    """Words that are to stand in one part of the article: `name` is one of TEXT_FIELDS."""

    name: str
    child: Node
    span: Span


@dataclass(frozen=True)
class Named:
    """What is known of the article beside its text: `field` is one of NAMED_FIELDS, `value` as typed."""

    field: str
    value: str
    span: Span


Node = Word | Phrase | Near | Same | Not | All | Any | InField | Named
Text = Word | Phrase


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below."""
    match node:
        case All(parts=parts) | Any(parts=parts) | Same(parts=parts):
            return parts
        case Near(left=left, right=right):
            return (left, right)
        case Not(child=child) | InField(child=child):
            return (child,)
    return ()


def walk(node: Node | None) -> Iterator[Node]:
    """Yield the node and all below it."""
    if node is not None:
        yield node
        for child in children(node):
            yield from walk(child)


def loosened(node: Node, pieces: Callable[[Text], list[str]]) -> Node:
    """Return what the search index finds without a look at the text: the pieces of a phrase anywhere, near words apart.

    `pieces` tells of a word or phrase what the index holds of it.
    """

    def all_of(parts: Iterable[Node]) -> Node:
        return All(tuple(loosened(part, pieces) for part in parts), node.span)

    match node:
        case Word(prefix=False) | Phrase():
            found = pieces(node)
            return All(tuple(Word(piece, node.span) for piece in found), node.span) if len(found) > 1 else node
        case Near(left=left, right=right):
            return all_of((left, right))
        case Same(parts=parts) | All(parts=parts):
            return all_of(parts)
        case Any(parts=parts):
            return Any(tuple(loosened(part, pieces) for part in parts), node.span)
        case InField(name=name, child=child):
            return InField(name, loosened(child, pieces), node.span)
    return node


def clauses(node: Node | None) -> tuple[Node, ...]:
    """Return what all must hold of an article: the parts a reader can take away one by one."""
    if node is None:
        return ()
    return node.parts if isinstance(node, All) else (node,)


def sought(node: Node | None, zone: str = "") -> Iterator[tuple[str, Text]]:
    """Yield (field or nothing, word or phrase) for all the text that is looked for and not excluded."""
    match node:
        case None | Named():
            return
        case Word() | Phrase():
            yield zone, node
        case InField(name=name, child=child):
            yield from sought(child, name)
        case Not(child=child):
            yield from _unsought(child, zone)
        case _:
            for child in children(node):
                yield from sought(child, zone)


def _unsought(node: Node, zone: str) -> Iterator[tuple[str, Text]]:
    """Yield what is looked for within what is excluded: -(a -b) looks for b."""
    match node:
        case Not(child=child):
            yield from sought(child, zone)
        case InField(name=name, child=child):
            yield from _unsought(child, name)
        case _:
            for child in children(node):
                yield from _unsought(child, zone)
