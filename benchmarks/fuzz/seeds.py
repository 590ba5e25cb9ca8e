"""What fuzzing a reader starts from: the sample stories of its format, and the mutations that suit it."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path
from random import Random

import zstandard

from articles.importing.parsed_json import as_json
from articles.ingest.article import ParsedArticle
from articles.ingest.reading import read
from benchmarks.fuzz.claims import CONTAINERS, is_for
from benchmarks.fuzz.mutations import (
    Mutation,
    mutated_json,
    mutated_lines,
    mutated_markup,
    mutated_table,
    mutated_warc,
    mutated_xml,
)
from benchmarks.fuzz.odd_values import ODD_TEXTS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FEW = 12
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "listing": (mutated_json,),
    "ninjs": (mutated_json,),
    "ap-media": (mutated_json,),
    "json": (mutated_json,),
    "table": (mutated_table,),
    "nitf": (mutated_xml,),
    "newsml-g2": (mutated_xml,),
    "newsml-1": (mutated_xml,),
    "feed": (mutated_xml, mutated_markup),
    "html": (mutated_markup,),
    "reuters-sgml": (mutated_markup, mutated_lines),
    "trec-sgml": (mutated_markup, mutated_lines),
    "warc": (mutated_warc,),
}
"""Of each format; copy of the others comes in lines."""


def mutations_of(name: str) -> tuple[Mutation, ...]:
    """Return how copy of a format goes wrong in its structure."""
    return (mutated_archive,) if name == CONTAINERS else MUTATIONS.get(name, (mutated_lines,))


def seeds_of(name: str) -> list[bytes]:
    """Return files of a format: its samples, for containers a few of them packed in every way."""
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".json")
    if name == CONTAINERS:
        members = [(path.name, path.read_bytes()) for path in files if path.parent.name == "formats"][:4]
        return [pack(members) for pack in PACKINGS]
    if name == "listing":
        stories = [each for path in files[:FEW] for each in read(path.read_bytes(), path.name)]
        listed = [as_json(each) for each in stories if isinstance(each, ParsedArticle)]
        return [json.dumps(listed).encode(), *(json.dumps(each).encode() for each in listed)]
    return [data for path in files if is_for(name, data := path.read_bytes())]


def mutated_archive(data: bytes, chance: Random) -> bytes:
    """Pack members, some of them changed, oddly named or archives themselves, in any way, and damage a few bytes."""
    members = _members_of(data) or [("a.txt", data[:4000])]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(members))
        name, content = members[at]
        change = chance.randrange(4)
        if change == 0:
            name = chance.choice((*ODD_TEXTS, "../a", "/a", "a/./b", "C:\\a", ".a", "__MACOSX/a", "a" * 300, "é/한"))
        elif change == 1:
            content = mutated_lines(content, chance)
        elif change == 2:
            content = chance.choice(PACKINGS)([(name, content)])
        else:
            content = b"\0" * chance.choice((0, 1000, 3_000_000))
        members[at] = (name, content)
    packed = bytearray(chance.choice(PACKINGS)(members[: chance.randint(1, 5)]))
    for _ in range(chance.choice((0, 0, 1, 4))):
        at = chance.randrange(len(packed))
        packed[at : at + chance.choice((0, 1, 4))] = chance.randbytes(chance.choice((0, 1, 4)))
    return bytes(packed)


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo((name or "a").encode("utf-8", "replace").decode()), content)
    return out.getvalue()


def _tarred(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue()


PACKINGS = (
    _zipped,
    _tarred,
    lambda members: gzip.compress(members[0][1], mtime=0),
    lambda members: bz2.compress(members[0][1]),
    lambda members: lzma.compress(members[0][1]),
    lambda members: zstandard.compress(members[0][1]),
    lambda members: gzip.compress(_tarred(members), mtime=0),
)


def _members_of(data: bytes) -> list[tuple[str, bytes]]:
    """What can be unpacked with ordinary means; nothing of what is damaged."""
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return [(each.filename, archive.read(each)) for each in archive.infolist() if each.file_size < 100_000]
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return [(each.name, archive.extractfile(each).read()) for each in archive if each.isfile()]
    except Exception:  # whatever damage does
        return []
