"""What an import commits together: files read ahead in worker processes, in their order, as many as a batch takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from articles.importing.imported_files import articles_of
from articles.ingest.article import Problem
from articles.ingest.identity import Entry
from articles.ingest.preparing import Piece, Prepared, SmallFile, digest_of, pieces
from articles.ingest.source import Reading
from articles.ingest.workers import Answer, Preparer

BATCH = 200
BATCH_BYTES = 8 * 1024 * 1024

Done = Callable[[str], object]


@dataclass(slots=True)
class Batch:
    """Articles, problems, and the identities each whole file held; `known` counts articles of files known before.

    `read_up_to` is the last file that ends in the batch.
    """

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: dict[bytes, list[str]] = field(default_factory=dict)
    known: int = 0
    size: int = 0
    read_up_to: str = ""

    def take(self, prepared: Prepared) -> None:
        self.entries += prepared.entries
        self.problems += prepared.problems
        self.size += sum(len(each.article.original) for each in prepared.entries)
        if prepared.digest:
            self.files[prepared.digest] = [each.identity for each in prepared.entries]

    @property
    def is_full(self) -> bool:
        return len(self.entries) + len(self.problems) + self.known >= BATCH or self.size >= BATCH_BYTES


@dataclass(frozen=True, slots=True)
class _Awaited:
    ends: list[str]
    known: int
    answer: Answer


def batches(
    files: Iterable[str | Problem],
    reading: Reading,
    entities: bool,
    prepare: Preparer,
    ahead: int,
    done: Done,
    skip_known: bool = True,
) -> Iterator[Batch]:
    """Yield what the files hold; up to `ahead` pieces are being made ready meanwhile. `done` hears of each file.

    A file that was brought in whole before is counted, not read.
    """
    batch = Batch()
    asked = (_ask(piece, reading, entities, prepare, skip_known) for piece in pieces(files, reading))
    for piece in _in_advance(asked, ahead):
        if batch.is_full:
            yield batch
            batch = Batch()
        for prepared in piece.answer():
            batch.take(prepared)
        batch.known += piece.known
        batch.read_up_to = piece.ends[-1] if piece.ends else batch.read_up_to
        for file in piece.ends:
            done(file)
    yield batch


def _ask(piece: Piece, reading: Reading, entities: bool, prepare: Preparer, skip_known: bool) -> _Awaited:
    digests = [digest_of(item, reading) if isinstance(item, SmallFile) else b"" for item in piece.items]
    known = articles_of([each for each in digests if each]) if skip_known and any(digests) else {}
    items = [item for item, digest in zip(piece.items, digests, strict=True) if digest not in known]
    count = sum(known.get(digest, 0) for digest in digests)
    return _Awaited(piece.ends, count, prepare(items, reading, entities) if items else list)


def _in_advance(asked: Iterator[_Awaited], ahead: int) -> Iterator[_Awaited]:
    waiting: deque[_Awaited] = deque()
    for each in asked:
        waiting.append(each)
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting
