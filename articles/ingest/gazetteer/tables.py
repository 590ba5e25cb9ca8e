"""Where the tables lie, and how a row is read."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "ko", "es", "de", "zh", "zh-Hant", "ja", "ar")


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a hand-written table, by column."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_lines(name: str) -> list[str]:
    """The lines of a compressed table."""
    return gzip.decompress((DATA / name).read_bytes()).decode().split("\n")


@cache
def words(kind: str, language: str) -> frozenset[str]:
    """The listed words of one kind for a language, with those listed for all."""
    listed: list[str] = []
    for row in read_rows("words.tsv"):
        if row["kind"] == kind and row["language"] in (language, "*"):
            listed += row["words"].split()
    return frozenset(listed)
