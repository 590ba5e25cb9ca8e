"""The names in an article's text, each as a link to its entity, and the hits of a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.models import Article, Entity, Mention

Marks = Mapping[tuple[str, int], Sequence[tuple[int, int, str, Entity]]]
"""Start, end, text and entity of each mention, by zone and number of the paragraph or caption."""


@dataclass(frozen=True)
class Part:
    """A part of a piece, with the number of the hit it belongs to; `begins` where that hit does."""

    text: str
    hit: int = 0
    begins: bool = False


@dataclass(frozen=True)
class Steps:
    """The hits before and after those of a piece, 0 where there is none."""

    before: int
    after: int


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `entity` where it is a name, `parts` if cut at its hits, `steps` where one of these begins."""

    text: str
    entity: Entity | None = None
    parts: Sequence[Part] = ()
    steps: Steps | None = None


def marks(article: Article) -> Marks:
    """Return the mentions readers are led to: merged entities count as what they became, hidden ones are left out."""
    found: dict[tuple[str, int], list[tuple[int, int, str, Entity]]] = {}
    for mention in Mention.objects.filter(article=article).select_related("entity__merged_into"):
        entity = mention.entity.canonical
        if not entity.hidden_by_id:
            found.setdefault((mention.zone, mention.part), []).append(
                (mention.start, mention.end, mention.text, entity)
            )
    return found


def pieces(text: str, mentions: Iterable[tuple[int, int, str, Entity]]) -> list[Piece]:
    """Cut the text at its names. One that is no longer there is passed over; of two that overlap the longer stays."""
    standing = [mark for mark in mentions if mark[2] and text[mark[0] : mark[1]] == mark[2]]
    kept: list[tuple[int, int, str, Entity]] = []
    for mark in sorted(standing, key=lambda mark: (mark[0] - mark[1], mark[0])):
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in kept):
            kept.append(mark)
    found, position = [], 0
    for start, end, name, entity in sorted(kept, key=lambda mark: mark[0]):
        found += [Piece(text[position:start]), Piece(name, entity)]
        position = end
    return [piece for piece in [*found, Piece(text[position:])] if piece.text]
