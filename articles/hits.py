"""The hits of a search in one article: numbered as they are read, so that each can be linked to and gone on from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count, groupby
from operator import itemgetter

from articles import excerpts
from articles.marking import Part, Piece, Steps
from articles.models import Article, Entity
from articles.reading import Block
from articles.search import Search

BETWEEN_WORDS = " \u00a0-\u2010\u2011"
MOST_LETTERS = 250_000


@dataclass(frozen=True)
class ArticleHits:
    """Headline, editor's note and blocks of an article with their hits, and how many there are."""

    headline: list[Piece]
    note: list[Piece]
    blocks: list[Block]
    number: int


def find_hits(article: Article, blocks: Sequence[Block], search: Search) -> ArticleHits:
    """Return what is shown of the article, cut at its hits as well as at the names that are marked."""
    texts = [(excerpts.HEADLINE, article.headline), (excerpts.NOTE, article.note)]
    texts += [(_fields(block), block.text) for block in blocks]
    looked_at = _looked_at([text for _fields, text in texts])
    marked = excerpts.whole_texts([(article.language, *text) for text in texts[:looked_at]], search)
    marked += [[excerpts.Part(text)] for _fields, text in texts[looked_at:]]
    numbers = count(1)
    parts = [list(_numbered(each, numbers)) for each in marked]
    number = next(numbers) - 1
    pieces = [[Piece(article.headline)], [Piece(article.note)], *(block.pieces for block in blocks)]
    headline, note, *copy = [_cut(*each, number) for each in zip(pieces, parts, strict=True)]
    shown = [replace(block, pieces=each) for block, each in zip(blocks, copy, strict=True)]
    return ArticleHits(headline, note, shown, number)


def _looked_at(texts: Sequence[str]) -> int:
    """Return how many of the texts come to no more than a search looks at, too."""
    return sum(1 for letters in accumulate(map(len, texts)) if letters <= MOST_LETTERS)


def _fields(block: Block) -> tuple[str, ...]:
    if block.caption:
        return excerpts.CAPTIONS
    return excerpts.BODY if block.opens else excerpts.REST_OF_BODY


def _numbered(parts: Sequence[excerpts.Part], numbers: Iterator[int]) -> Iterator[Part]:
    """Number the hits; those with only blanks or hyphens between them are one, as the words of a phrase are."""
    counted, hit = [], 0
    for place, part in enumerate(parts):
        joins = hit and not part.text.strip(BETWEEN_WORDS) and place + 1 < len(parts)
        hit = (hit or next(numbers)) if part.hit else hit if joins else 0
        counted.append((hit, part.text))
    for hit, together in groupby(counted, key=itemgetter(0)):
        yield Part("".join(text for _hit, text in together), hit, begins=hit > 0)


def _cut(pieces: Sequence[Piece], parts: Sequence[Part], last: int) -> list[Piece]:
    """Give each piece its parts; both cover the same text. What is no name is cut at its hits."""
    found, start = [], 0
    for piece in pieces:
        inside = list(_between(parts, start, start + len(piece.text)))
        found += (
            [_piece(piece.entity, inside, last)] if piece.entity else [_piece(None, [part], last) for part in inside]
        )
        start += len(piece.text)
    return found


def _piece(entity: Entity | None, parts: Sequence[Part], last: int) -> Piece:
    begun = [part.hit for part in parts if part.begins]
    steps = Steps(begun[0] - 1, begun[-1] + 1 if begun[-1] < last else 0) if begun else None
    return Piece("".join(part.text for part in parts), entity, parts, steps)


def _between(parts: Iterable[Part], start: int, end: int) -> Iterator[Part]:
    position = 0
    for part in parts:
        first, last = max(start, position), min(end, position + len(part.text))
        if first < last:
            yield Part(part.text[first - position : last - position], part.hit, part.begins and first == position)
        position += len(part.text)
