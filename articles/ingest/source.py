"""Where copy comes from: an address and a stream of bytes, with limits on what is taken from it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

HEAD = 64 * 1024
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken from outside: bytes of one file held in memory, archives within archives, what an
    archive may unfold to in bytes, as a multiple of its size and in members, and the directory of a zip archive."""

    file_bytes: int = 64 * MEGABYTE
    depth: int = 4
    unfolded_bytes: int = 100 * 1024 * MEGABYTE
    unfolded_ratio: int = 200
    members: int = 5_000_000
    zip_directory_bytes: int = 48 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: the day the copy was received bounds its year, `encoding` is for all files, `columns` names the
    columns of tables by field; `names` are the addresses of files, by path, that are not kept under their paths. Of what
    is `of_crawl`, captured from the web, most holds no article and is passed over without a word."""

    received: date | None = None
    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    names: Mapping[str, str] = field(default_factory=dict)
    of_crawl: bool = False


class Unreadable(ValueError):
    """Why a file, or the rest of it, cannot be read; `line` counts from 1, 0 where no line is to blame."""

    def __init__(self, reason: str, line: int = 0, excerpt: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.excerpt = reason, line, excerpt


class Source:
    """A file, or a member of an archive: `head` holds its first 64 kB, `stream` all of it from the beginning.

    Of a file on disk `file` can be read at any place and `size` is known; else both are None.
    """

    def __init__(self, address: str, stream: BinaryIO, size: int | None = None) -> None:
        self.address, self.size = address, size
        self.file = stream if size is not None else None
        self.head = _first(stream, HEAD)
        self.stream: BinaryIO = io.BytesIO(self.head)
        if len(self.head) == HEAD:
            self.stream = io.BufferedReader(_Rejoined(self.head, stream), HEAD)

    def content_up_to(self, size: int) -> bytes | None:
        """Return all bytes of a file of at most that size; None for a larger or a damaged one, which is left to be read."""
        if len(self.head) < HEAD:
            return self.head if len(self.head) <= size else None
        if self.size is not None and self.size > size:
            return None
        rest: BinaryIO | _Broken = self.stream
        content = bytearray()
        try:
            while len(content) <= size and (part := rest.read(HEAD)):
                content += part
        except (Unreadable, OSError) as fault:
            rest = _Broken(fault)
        else:
            if len(content) <= size:
                return bytes(content)
        self.stream = io.BufferedReader(_Rejoined(bytes(content), rest), HEAD)
        return None

    def read_all(self, limits: Limits) -> bytes:
        """Return the bytes of a file that fits in memory; raises Unreadable for a larger one."""
        parts, size = [], 0
        while part := self.stream.read(MEGABYTE):
            parts.append(part)
            size += len(part)
            if size > limits.file_bytes:
                raise Unreadable(f"larger than {limits.file_bytes // MEGABYTE} MB")
        return b"".join(parts)


def of_bytes(data: bytes, address: str) -> Source:
    """Return a source of bytes in hand."""
    return Source(address, io.BytesIO(data), len(data))


def _first(stream: BinaryIO, size: int) -> bytes:
    parts, missing = [], size
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


class _Broken:
    """The rest of a stream that could not be read."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def read(self, size: int) -> bytes:
        raise self._fault


class _Rejoined(io.RawIOBase):
    """The beginning of a stream that was read to look at it, and the rest of the stream after it."""

    def __init__(self, head: bytes, rest: BinaryIO | _Broken) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        if self._head:
            part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            part = self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
