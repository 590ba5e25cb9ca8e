"""Persons and organisations the wire names often: one entity, whatever the language or the spelling."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from articles.ingest.gazetteer import index_key

TABLE = Path(__file__).parent / "known_names.tsv"


@dataclass(frozen=True, slots=True)
class KnownName:
    """An entity of the table: `kind` is person or organisation, `others` are its further names."""

    kind: str
    name: str
    others: tuple[str, ...] = ()


@cache
def known_names() -> dict[tuple[str, str], KnownName]:
    """Return the entities by kind and folded name."""
    found: dict[tuple[str, str], KnownName] = {}
    for entity in entries():
        for name in (entity.name, *entity.others):
            found.setdefault((entity.kind, index_key(name)), entity)
    return found


def entries() -> list[KnownName]:
    """Return the entities of the table in its order."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [KnownName(row["kind"], row["name"], tuple(filter(None, row["others"].split("|")))) for row in rows]
