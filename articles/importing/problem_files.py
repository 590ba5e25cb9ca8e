"""The files an import run could not read, found again where they lie, members of archives too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from articles.importing.importer import limits
from articles.ingest.article import Problem
from articles.ingest.containers import WITHIN, unfolded
from articles.ingest.files import opened
from articles.ingest.source import Source
from articles.models import ImportRun


def located(address: str, run: ImportRun) -> str:
    """Return the path of the file on the disk that an address of the run is, or is in; empty if it is not there.

    Only what the run was given to read is looked for.
    """
    run = _first_read(run)
    names = run.options.get("names")
    paths = {name: path for path, name in names.items()} if names else {}
    for outer in _outer(address):
        path = paths.get(outer, "") if names else outer if _is_given(outer, run.paths) else ""
        if path and os.path.isfile(path):
            return path
    return ""


def address_of(path: str, run: ImportRun) -> str:
    """Return the address the run knows a file under."""
    return _first_read(run).options.get("names", {}).get(path, path)


def sources_within(path: str, address: str, wanted: Iterable[str]) -> Iterator[tuple[list[str], Source | Problem]]:
    """Yield what the file holds, each with those of the wanted addresses that are it or are in it, to the last of them.

    Each must be read before the next is asked for.
    """
    left = set(wanted)
    with opened(path, address) as file:
        for source in unfolded(file, limits()) if isinstance(file, Source) else (file,):
            name = source.address if isinstance(source, Source) else source.file
            found = sorted(each for each in left if each == name or each.startswith(name + WITHIN))
            left.difference_update(found)
            yield found, source
            if not left:
                return


def _first_read(run: ImportRun) -> ImportRun:
    """The run whose problem was read again in this one, which knew no more than a copy; else the run itself."""
    retry = run.retries.select_related("problem__run").first()
    return _first_read(retry.problem.run) if retry else run


def _outer(address: str) -> Iterator[str]:
    """The address without the names of members, the shortest first, and the whole."""
    yield from (address[:end] for end, letter in enumerate(address) if letter == WITHIN)
    yield address


def _is_given(path: str, given: list[str]) -> bool:
    parts = PurePath(path).parts
    roots = [PurePath(each).parts for each in given]
    return ".." not in parts[1:] and any(parts[: len(root)] == root for root in roots if root)
