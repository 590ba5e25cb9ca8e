"""Files made ready for the archive: read, identified, their entities found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.entities import extract
from articles.ingest.files import opened
from articles.ingest.identity import Entry, entry
from articles.ingest.reading import read_source
from articles.ingest.source import MEGABYTE, Reading, Source, of_bytes

SMALL = 2 * MEGABYTE
PIECE_ITEMS = 25
PIECE_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class SmallFile:
    """A file, or a member of an archive, in memory."""

    address: str
    content: bytes


Item = SmallFile | ParsedArticle | Problem
"""A small file to be read, or what was read from a larger one."""


@dataclass(slots=True)
class Piece:
    """What is made ready together; `ends` are the files on disk that end in it."""

    items: list[Item] = field(default_factory=list)
    size: int = 0
    ends: list[str] = field(default_factory=list)

    def take(self, item: Item) -> None:
        self.items.append(item)
        self.size += len(item.content if isinstance(item, SmallFile) else getattr(item, "original", b""))

    @property
    def is_full(self) -> bool:
        return len(self.items) >= PIECE_ITEMS or self.size >= PIECE_BYTES


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an item held; a file that was read whole has a digest."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: bytes = b""


def pieces(paths: Iterable[str | Problem], reading: Reading) -> Iterator[Piece]:
    """Yield what the files hold; archives are unfolded, and files too large for a piece are read here."""
    piece = Piece()
    for path in paths:
        for item in _items(path, reading):
            if piece.is_full:
                yield piece
                piece = Piece()
            piece.take(item)
        piece.ends.append(path if isinstance(path, str) else path.file)
    yield piece


def prepare(items: Sequence[Item], reading: Reading, entities: bool) -> list[Prepared]:
    """Return what each item holds, identified, and with its entities if they are asked for."""
    return [_prepared(item, reading, entities) for item in items]


def digest_of(file: SmallFile, reading: Reading) -> bytes:
    """Return what tells whether a file was brought in before: its bytes, how they are read, and the readers' own code.

    32 bytes. With other readers, as after an upgrade, a file may hold other articles.
    """
    how = f"{reading.encoding}\0{sorted(reading.columns.items())}\0".encode()
    return hashlib.sha256(_readers() + how + file.content).digest()


def _items(path: str | Problem, reading: Reading) -> Iterator[Item]:
    if isinstance(path, Problem):
        yield path
        return
    with opened(path, reading.names.get(path, path)) as source:
        for each in unfolded(source, reading.limits) if isinstance(source, Source) else (source,):
            if isinstance(each, Problem):
                yield each
            elif (content := each.content_up_to(SMALL)) is not None:
                yield SmallFile(each.address, content)
            else:
                yield from read_source(each, reading)


def _prepared(item: Item, reading: Reading, entities: bool) -> Prepared:
    if isinstance(item, Problem):
        return Prepared(problems=(item,))
    if isinstance(item, ParsedArticle):
        return Prepared((_entry(item, entities),))
    entries, problems = [], []
    for each in read_source(of_bytes(item.content, item.address), reading):
        if isinstance(each, Problem):
            problems.append(each)
        else:
            entries.append(_entry(each, entities))
    whole = entries and not problems
    return Prepared(tuple(entries), tuple(problems), digest_of(item, reading) if whole else b"")


def _entry(article: ParsedArticle, entities: bool) -> Entry:
    return entry(article, extract(replace(article, original=b"")) if entities else None)


@cache
def _readers() -> bytes:
    digest = hashlib.sha256()
    for module in sorted(_modules(files("articles.ingest")), key=lambda module: (module.name, module.read_bytes())):
        digest.update(module.read_bytes())
    return digest.digest()


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _modules(each)
        elif each.name.endswith(".py"):
            yield each
