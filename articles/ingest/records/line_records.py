"""The lines of a stream, each with its number, and never more than one in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from articles.ingest.records.record import Record


def lines(parts: Iterable[bytes], longest: int, end: bytes = b"\n") -> Iterator[Record]:
    """Yield each line with its end; of one of more than `longest` bytes only the first are kept."""
    kept, size, number = [], 0, 1
    for part in parts:
        pieces = part.split(end)
        for piece in pieces[:-1]:
            yield _record([*kept, piece, end], size + len(piece) + len(end), number, longest)
            kept, size, number = [], 0, number + 1
        if pieces[-1]:
            size += len(pieces[-1])
            if size <= longest + len(pieces[-1]):
                kept.append(pieces[-1])
    if size:
        yield _record(kept, size, number, longest)


def _record(parts: list[bytes], size: int, number: int, longest: int) -> Record:
    return Record(b"".join(parts)[:longest], number, size)
