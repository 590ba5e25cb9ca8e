"""The files below some paths, in a stable order, each path looked at once."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from articles.ingest.article import Problem
from articles.ingest.source import Source

STANDARD_INPUT = "-"


def files_below(paths: Iterable[str]) -> Iterator[str | Problem]:
    """Yield the files named by `paths` and below the folders among them, by name; hidden files are left out.

    A path that does not exist, a dangling link, a folder loop or an unreadable folder becomes a Problem.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield path
        else:
            yield from _below(path, frozenset())


@contextmanager
def opened(path: str, address: str = "") -> Iterator[Source | Problem]:
    """Give a file (`-`: standard input) to be read, or why it cannot be; its address is its path if none is given."""
    if path == STANDARD_INPUT:
        yield Source(path, sys.stdin.buffer)
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(open(path, "rb"))
            source: Source | Problem = Source(address or path, file, os.fstat(file.fileno()).st_size)
        except OSError as error:
            source = Problem(address or path, _reason(error))
        yield source


def _below(path: str, above: frozenset[tuple[int, int]]) -> Iterator[str | Problem]:
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        yield Problem(path, "dangling link" if os.path.islink(path) else _reason(error))
        return
    if stat.S_ISREG(status.st_mode):
        yield path
    elif stat.S_ISDIR(status.st_mode):
        yield from _in_folder(path, (status.st_dev, status.st_ino), above)
    else:
        yield Problem(path, "not a file: a device, socket or pipe")


def _in_folder(path: str, identity: tuple[int, int], above: frozenset[tuple[int, int]]) -> Iterator[str | Problem]:
    if identity in above:
        yield Problem(path, "folder loop: the link leads back to a folder above it")
        return
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        yield Problem(path, _reason(error))
        return
    for name in names:
        if not name.startswith("."):
            yield from _below(str(Path(path) / name), above | {identity})


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot be read: {reason.lower()}"
