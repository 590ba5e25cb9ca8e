"""Archives are read member by member, and nothing in them leads out or exhausts the reader."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tracemalloc
import zipfile

import pytest
import zstandard

from articles.importing.importer import Options, parse_paths
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.files import opened
from articles.ingest.source import Limits, Reading, of_bytes
from tests.wire_copy import founding_form

STORY = founding_form().encode()
LIMITS = Limits()


def held(data: bytes, name: str = "a", limits: Limits = LIMITS) -> dict[str, bytes | str]:
    """Return what is within, by address: the bytes, or the reason of the problem."""
    return {
        (each.file if isinstance(each, Problem) else each.address): (
            each.reason if isinstance(each, Problem) else each.stream.read()
        )
        for each in unfolded(of_bytes(data, name), limits)
    }


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: dict[str, bytes | tarfile.TarInfo], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, data in members.items():
            header = data if isinstance(data, tarfile.TarInfo) else tarfile.TarInfo(name)
            content = b"" if isinstance(data, tarfile.TarInfo) else data
            header.size = len(content) or header.size
            archive.addfile(header, io.BytesIO(content))
    return file.getvalue()


def link(name: str, kind: bytes) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.type, header.linkname = kind, "/etc/passwd"
    return header


@pytest.mark.parametrize("packed", [zipped, tarred, lambda members: tarred(members, "w:gz")])
def test_members_have_the_address_of_the_archive_and_their_own(packed):
    assert held(packed({"2019/03/x.txt": STORY, "y.txt": b"y"}), "archive.zip") == {
        "archive.zip!2019/03/x.txt": STORY,
        "archive.zip!y.txt": b"y",
    }


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress])
def test_compressed_file_is_the_file_itself(compress):
    assert held(compress(STORY), "x.txt.gz") == {"x.txt.gz": STORY}
    assert held(compress(tarred({"x": STORY})), "t") == {"t!x": STORY}


def test_gzip_of_several_parts_is_read_to_its_end():
    assert held(gzip.compress(b"one") + gzip.compress(b"two")) == {"a": b"onetwo"}


def test_archives_nest_to_depth_four_and_no_deeper():
    data = zipped({"x": STORY})
    for _ in range(3):
        data = zipped({"in.zip": data})
    assert held(data) == {"a!in.zip!in.zip!in.zip!x": STORY}

    (reason,) = held(zipped({"in.zip": data})).values()
    assert "more than 4 deep" in reason


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:\\x", "..\\x"])
def test_names_that_lead_out_are_problems(name):
    if "\\" not in name:
        assert list(held(tarred({name: b"x", "y": b"y"})).values()) == ["its name leads out of the archive", b"y"]
    assert list(held(zipped({name: b"x", "y": b"y"})).values()) == ["its name leads out of the archive", b"y"]


def test_links_and_devices_are_not_followed():
    members = {
        "s": link("s", tarfile.SYMTYPE),
        "h": link("h", tarfile.LNKTYPE),
        "d": link("d", tarfile.CHRTYPE),
        "y": b"y",
    }
    found = held(tarred(members))

    assert "link" in found["a!s"] and "link" in found["a!h"] and "device" in found["a!d"]
    assert found["a!y"] == b"y"

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        symbolic = zipfile.ZipInfo("s")
        symbolic.external_attr = 0o120777 << 16
        archive.writestr(symbolic, "/etc/passwd")
    assert "link" in held(file.getvalue())["a!s"]


def test_hidden_members_are_left_out():
    assert held(zipped({".DS_Store": b"x", "__MACOSX/y": b"y", "z": b"z", "./w": b"w"})) == {"a!z": b"z", "a!./w": b"w"}


@pytest.mark.parametrize("packed", [lambda data: zipped({"x": data}), gzip.compress, bz2.compress])
def test_bomb_is_a_problem_in_bounded_memory(packed, tmp_path):
    bomb = packed(b"\0" * 20_000_000)
    options = Options(Reading(limits=Limits(file_bytes=1_000_000)))
    tracemalloc.start()
    found = list(parse_paths([_written(tmp_path, bomb)], options))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [type(each) for each in found] == [Problem]
    assert peak < 6_000_000


def test_archive_that_unfolds_beyond_its_budget_ends_with_one_problem(tmp_path):
    bomb = zipped({f"{number}.txt": b"a " * 100_000 for number in range(100)})
    limits = Limits(unfolded_bytes=3_000_000)

    found = list(parse_paths([_written(tmp_path, bomb)], Options(Reading(limits=limits))))

    assert all(isinstance(each, Problem) for each in found)
    assert "exhaust" in found[-1].reason
    assert len(found) < 30


def test_bomb_of_bombs_is_counted_as_one(tmp_path):
    layer = zipped({f"{number}": b"\0" * 1_000_000 for number in range(3)})
    for _ in range(2):
        layer = zipped({f"{number}.zip": layer for number in range(10)})
    limits = Limits(file_bytes=100_000, unfolded_bytes=5_000_000)
    found = list(parse_paths([_written(tmp_path, layer)], Options(Reading(limits=limits))))

    assert "exhaust" in found[-1].reason


def test_tar_header_made_to_fill_memory_is_refused():
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 900_000_000
    (reason,) = held(header.tobuf(tarfile.USTAR_FORMAT) + b"0" * 100_000).values()

    assert "header of more than a megabyte" in reason


@pytest.mark.parametrize(
    "whole", [zipped({"x.txt": STORY * 30}), tarred({"x.txt": STORY * 30}, "w:gz"), gzip.compress(STORY * 30)]
)
def test_truncated_archives_are_problems(whole, tmp_path):
    for size in range(12, len(whole), 97):
        found = list(parse_paths([_written(tmp_path, whole[:size])], Options()))
        assert any(isinstance(each, Problem) for each in found)


def test_damaged_member_does_not_hide_the_next(tmp_path):
    data = bytearray(zipped({"x.txt": os.urandom(3000), "y.txt": STORY}, zipfile.ZIP_STORED))
    data[200] ^= 255
    found = list(parse_paths([_written(tmp_path, bytes(data))], Options()))

    assert [type(each) for each in found] == [Problem, ParsedArticle]
    assert "damaged" in found[0].reason or "binary" in found[0].reason


def test_encrypted_member_is_said(tmp_path):
    data = bytearray(zipped({"x.txt": STORY}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (found,) = parse_paths([_written(tmp_path, bytes(data))], Options())

    assert found.reason == "encrypted"


def test_zip_with_a_directory_too_large_for_memory_is_refused():
    data = zipped({str(number): b"" for number in range(2000)})
    (reason,) = held(data, limits=Limits(zip_directory_bytes=50_000)).values()

    assert "too many members" in reason


def test_tar_of_many_members_streams(tmp_path):
    path = tmp_path / "many.tar"
    with tarfile.open(path, "w") as archive:
        for number in range(3_000):
            header = tarfile.TarInfo(f"{number}.txt")
            header.size = 10
            archive.addfile(header, io.BytesIO(b"0123456789"))
    tracemalloc.start()
    with opened(str(path)) as source:
        count = sum(1 for _ in unfolded(source, LIMITS))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 3_000
    assert peak < 1_500_000


def test_office_documents_are_refused_by_name():
    (reason,) = held(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})).values()

    assert reason == "an Office document, not text"


def _written(folder, data: bytes) -> str:
    path = folder / "archive"
    path.write_bytes(data)
    return str(path)
