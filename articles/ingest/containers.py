"""What archives and compressed files hold, streamed member by member, to any depth the limits allow."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import zstandard

from articles.ingest.article import Problem
from articles.ingest.source import HEAD, Limits, Source, Unreadable

WITHIN = "!"
"""Between the address of an archive and the name of a member: `archive.zip!2019/03/x.xml`."""

SLACK = 64 * 1024 * 1024
LONGEST_TAR_HEADER = 1024 * 1024
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
COMPRESSED: tuple[tuple[bytes, Callable[[BinaryIO], BinaryIO]], ...] = (
    (b"\x1f\x8b\x08", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", lambda stream: zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(stream)),
)


class Exhausting(Unreadable):
    """More came out of an archive than any honest one holds."""


@dataclass(slots=True)
class Budget:
    """How many bytes one file may still unfold to."""

    left: int

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Exhausting("unfolds to far more than its size: an archive made to exhaust its reader")


def unfolded(source: Source, limits: Limits) -> Iterator[Source | Problem]:
    """Yield the source, or in place of an archive the files within it; each must be read before the next is asked for.

    A member that cannot or must not be read becomes a Problem: links, names that lead out of the archive, damage,
    encryption, and whatever goes beyond the limits.
    """
    most = limits.unfolded_bytes
    if source.size is not None:
        most = min(most, source.size * limits.unfolded_ratio + SLACK)
    yield from _unfolded(source, limits, Budget(most), 0)


def _unfolded(source: Source, limits: Limits, budget: Budget, depth: int) -> Iterator[Source | Problem]:
    members = _members_of(source.head)
    open_compressed = next((open_ for magic, open_ in COMPRESSED if source.head.startswith(magic)), None)
    if not members and not open_compressed:
        yield source
    elif depth >= limits.depth:
        yield Problem(source.address, f"archives within archives, more than {limits.depth} deep")
    elif open_compressed:
        yield from _within(source, lambda: _decompressed(source, open_compressed, budget), limits, budget, depth)
    else:
        yield from _within(source, lambda: members(source, limits, budget), limits, budget, depth)


def _within(
    source: Source,
    members: Callable[[], Iterator[Source | Problem]],
    limits: Limits,
    budget: Budget,
    depth: int,
) -> Iterator[Source | Problem]:
    try:
        for each in members():
            if isinstance(each, Problem):
                yield each
            else:
                yield from _unfolded(each, limits, budget, depth + 1)
    except Unreadable as fault:
        yield Problem(source.address, fault.reason)
    except DAMAGED as fault:
        yield Problem(source.address, f"damaged archive: {fault or type(fault).__name__}"[:500])


def _members_of(head: bytes) -> Callable[[Source, Limits, Budget], Iterator[Source | Problem]] | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_members
    return _tar_members if head[257:262] == b"ustar" else None


def _decompressed(source: Source, open_: Callable[[BinaryIO], BinaryIO], budget: Budget) -> Iterator[Source]:
    """The one file within, under the address of the compressed one."""
    yield Source(source.address, _Metered(open_(source.stream), budget))


def _zip_members(source: Source, limits: Limits, budget: Budget) -> Iterator[Source | Problem]:
    file = source.file or io.BytesIO(source.read_all(limits))
    _refuse_too_many(file, limits)
    with zipfile.ZipFile(file) as archive:
        if "[Content_Types].xml" in archive.NameToInfo:
            raise Unreadable("an Office document, not text")
        for member in archive.infolist():
            address = f"{source.address}{WITHIN}{member.filename}"
            if budget.left < 0:
                return
            if leads_out(member.filename):
                yield Problem(address, "its name leads out of the archive")
            elif stat.S_ISLNK(member.external_attr >> 16):
                yield Problem(address, "a link within an archive: not followed")
            elif not member.is_dir() and not _is_hidden(member.filename):
                yield from _zip_member(archive, member, address, budget)


def _zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, address: str, budget: Budget
) -> Iterator[Source | Problem]:
    """One damaged member does not hide those after it."""
    try:
        with archive.open(member) as stream:
            yield Source(address, _Metered(stream, budget))
    except Exhausting:
        raise
    except DAMAGED as fault:
        reason = "encrypted" if member.flag_bits & 1 else f"damaged in the archive: {fault}"
        yield Problem(address, reason[:500])


def _refuse_too_many(file: BinaryIO, limits: Limits) -> None:
    """The directory of a zip archive is held in memory (PKWARE APPNOTE 4.3.16: its size, from the end of the file)."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - HEAD - 22))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if directory == 0xFFFFFFFF or directory > limits.zip_directory_bytes:
        raise Unreadable("a zip archive with too many members to hold its directory in memory: pack them as tar")
    file.seek(0)


class _Header(tarfile.TarInfo):
    """A header whose extension (a long name, pax records) is read only where it is of a sensible size."""

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> _Header:
        header = super().frombuf(buf, encoding, errors)
        is_member = header.isfile() or header.isdir() or header.issym() or header.islnk()
        if not is_member and header.size > LONGEST_TAR_HEADER:
            raise tarfile.ReadError("a header of more than a megabyte")
        return header


def _tar_members(source: Source, limits: Limits, budget: Budget) -> Iterator[Source | Problem]:
    with tarfile.open(fileobj=_Plain(source.stream), mode="r|", tarinfo=_Header) as archive:
        for number, member in enumerate(archive):
            archive.members = []  # it would keep a header for each of millions of members
            if number >= limits.members:
                raise Unreadable(f"more than {limits.members:,} members")
            address = f"{source.address}{WITHIN}{member.name}"
            if budget.left < 0:
                return
            if leads_out(member.name):
                yield Problem(address, "its name leads out of the archive")
            elif member.issym() or member.islnk():
                yield Problem(address, "a link within an archive: not followed")
            elif not member.isfile() and not member.isdir():
                yield Problem(address, "not a file: a device or pipe")
            elif member.isfile() and not _is_hidden(member.name):
                yield Source(address, _Metered(archive.extractfile(member), budget))


def leads_out(name: str) -> bool:
    """True for a member's name that is absolute or climbs above the archive."""
    parts = name.replace("\\", "/").split("/")
    return not parts[0] or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part.strip(".") or part == "__MACOSX" for part in name.split("/"))


class _Metered(io.RawIOBase):
    """A member's bytes, counted against the budget; damage to the archive is told as such."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        try:
            part = self._stream.read(len(buffer))
        except Unreadable:
            raise
        except DAMAGED as fault:
            raise Unreadable(f"damaged archive: {fault or type(fault).__name__}"[:500]) from None
        self._budget.take(len(part))
        buffer[: len(part)] = part
        return len(part)


class _Plain:
    """A stream that can only be read, which is all a tar archive needs."""

    def __init__(self, stream: BinaryIO) -> None:
        self.read = stream.read
