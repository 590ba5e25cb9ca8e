"""Web archives: which records hold articles, what is cut off or damaged, and archives made to exhaust their reader."""

import gzip
import io
import random
import zlib
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.readers import warc
from articles.ingest.reading import read_source
from articles.ingest.source import Limits, Reading, Source, of_bytes

SAMPLES = Path(__file__).parent.parent / "samples"
LEAD = "SEOUL, Sept. 13 (Yonhap) -- "
TEXT = "A lighthouse keeper has taught forty gulls to wait in line, the harbor office said."
PAGE = f"<!DOCTYPE html><html><head><title>Gulls wait</title></head><body><p>{LEAD}{TEXT}</p></body></html>".encode()
URI = "https://example.org/gulls"


def http(body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(
    block: bytes, kind: str = "response", uri: str = URI, length: object = None, version: str = "1.0", more: str = ""
) -> bytes:
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2021-09-20T08:00:00Z\r\n"
        f"Content-Type: text/html\r\n{more}Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def found_in(data: bytes, **reading) -> list[ParsedArticle | Problem]:
    return list(read_source(of_bytes(data, "crawl.warc"), Reading(**reading)))


def one(data: bytes, **reading) -> ParsedArticle | Problem:
    (found,) = found_in(data, **reading)
    return found


def test_archives_are_recognised_by_their_first_line():
    assert warc.recognises(b"WARC/1.1\r\n")
    assert not warc.recognises(b"WARC is a format")
    assert not [path for path in SAMPLES.glob("*/*.txt") if warc.recognises(path.read_bytes()[:65536])]


@pytest.mark.parametrize("version", ["0.18", "1.0", "1.1"])
def test_a_captured_page_is_an_article_at_its_address(version):
    article = one(record(http(), version=version))

    assert (article.file, article.format) == (f"crawl.warc!{URI}", "html")
    assert (article.paragraphs, article.guid) == ((TEXT,), URI)
    assert article.original == PAGE


def test_a_page_is_of_no_later_day_than_its_capture():
    assert one(record(http())).dateline.date == date(2021, 9, 13)
    assert one(record(http())).dateline.date_from == "received"
    assert one(record(http()), received=date(2019, 1, 1)).dateline.date == date(2018, 9, 13)


def test_each_record_is_read_in_the_format_of_its_content():
    item = f"<item><title>Gulls</title><description>{TEXT}</description></item>"
    rss = f'<rss version="2.0"><channel><title>AFP</title>{item}</channel></rss>'
    plain = f"Gulls wait in line\n\n{LEAD}{TEXT}\n(END)\n"
    found = found_in(
        record(http(rss.encode(), kind="application/rss+xml"))
        + record(http(plain.encode(), kind="text/plain; charset=utf-8"))
        + record(PAGE, kind="resource")
    )

    assert [each.format for each in found] == ["feed", "text", "html"]


@pytest.mark.parametrize(
    "skipped",
    [
        record(http(status="404 Not Found")),
        record(http(status="302 Found")),
        record(http(kind="image/png")),
        record(http(kind="text/css", body=b"body {}")),
        record(http(kind="text/plain", body=b"User-agent: *\nDisallow: /\n")),
        record(http(body=b"<html><body><h1>Front page</h1></body></html>")),
        record(http(body=b"")),
        record(http(), kind="revisit"),
        record(http(), kind="conversion"),
        record(b"GET /gulls HTTP/1.1\r\n\r\n", kind="request"),
        record(b"software: x\r\n", kind="warcinfo", uri=""),
        record(PAGE, kind="resource", uri="urn:pageinfo:x"),
    ],
)
def test_what_holds_no_article_is_passed_over(skipped):
    found = found_in(skipped + record(http()))

    assert [type(each) for each in found] == [ParsedArticle]


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("gzip", PAGE),
        ("identity", PAGE),
    ],
)
def test_pages_are_decompressed_as_they_were_sent(name, encoded):
    assert one(record(http(encoded, more=f"Content-Encoding: {name}\r\n"))).original == PAGE


def test_pages_sent_in_chunks_are_put_together():
    parts = [PAGE[at : at + 50] for at in range(0, len(PAGE), 50)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"

    assert one(record(http(body, more="Transfer-Encoding: chunked\r\n"))).original == PAGE


def test_a_compression_that_is_not_read_is_named():
    problem = one(record(http(more="Content-Encoding: br\r\n")))

    assert (problem.file, problem.reason) == (f"crawl.warc!{URI}", "compressed with Brotli (br), which is not read")


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes():
    data = record(http()) + record(http(), uri="https://example.org/later")
    article, problem = found_in(data[:-100])

    assert article.guid == URI
    assert "cut off" in problem.reason
    assert "https://example.org/later" in problem.reason


@pytest.mark.parametrize(
    "damaged",
    [
        record(http(), length=100),
        record(http(), length=-5),
        record(http(), length="9" * 5000),
        record(http(), length="many"),
        b"what is this\r\n" * 3,
        b"WARC/1.0\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        b"\x00\xff\xfe" * 1000 + b"\r\n",
    ],
)
def test_damage_is_told_and_the_records_after_it_are_read(damaged):
    found = found_in(record(http(), uri="https://example.org/first") + damaged + record(http()))

    assert isinstance(found[0], ParsedArticle)
    assert any(isinstance(each, Problem) for each in found)
    assert found[-1].guid == URI


def test_control_characters_in_an_address_are_left_out():
    found = found_in(record(http(), uri="https://example.org/a\x00\x07b") + record(http(), uri="https://e\x00x")[:-50])

    assert (found[0].guid, "\x00" in repr(found)) == ("https://example.org/ab", False)
    assert "cut off" in found[1].reason and "\x00" not in found[1].reason


def test_gzipped_archives_are_unfolded_record_by_record():
    data = gzip.compress(record(http())) + gzip.compress(record(http(), uri="https://example.org/2"))
    found = [
        each
        for source in unfolded(of_bytes(data, "crawl.warc.gz"), Limits())
        for each in read_source(source, Reading())
    ]

    assert [each.file for each in found] == [f"crawl.warc.gz!{URI}", "crawl.warc.gz!https://example.org/2"]


def test_a_page_that_unfolds_to_far_more_than_it_is_is_refused():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"x" * (1 << 20)) for _ in range(64)) + packer.flush()
    problem = one(record(http(bomb, more="Content-Encoding: gzip\r\n")))

    assert "unfolds to more than 16 MB" in problem.reason


class Endless(io.RawIOBase):
    """A beginning, and a gigabyte of one letter after it."""

    def __init__(self, beginning: bytes) -> None:
        self._rest, self._left = beginning, 1 << 30

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        part = part or b"x" * min(len(buffer), self._left)
        self._left -= len(part)
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize(
    "beginning",
    [
        b"WARC/1.0\r\nWARC-Type: response\r\nX: ",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Length: 9999999999\r\n\r\nHTTP/1.1 ",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Length: 9999999999\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
        record(http()),
    ],
)
def test_a_gigabyte_in_one_line_is_never_held(beginning):
    before = process_time()
    found = list(read_source(Source("crawl.warc", io.BufferedReader(Endless(beginning))), Reading()))

    assert isinstance(found[-1], Problem)
    assert len(found) < 5
    assert process_time() - before < 15


def test_headers_without_end_are_refused():
    found = found_in(b"WARC/1.0\r\n" + b"X: y\r\n" * 300_000 + b"\r\n" + record(http()))

    assert "endless header" in found[0].reason
    assert found[-1].guid == URI


def test_no_truncated_archive_raises():
    data = (SAMPLES / "formats" / "islands-captured.warc").read_bytes()
    for length in range(0, len(data), 10):
        found = found_in(data[:length])
        assert not [each for each in found if isinstance(each, Problem) and "reader failed" in each.reason]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_no_damaged_archive_raises(seed):
    chance = random.Random(seed)
    data = bytearray((SAMPLES / "formats" / "islands-captured.warc").read_bytes())
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 40)] = chance.randbytes(chance.randint(0, 8))
    for found in found_in(bytes(data)):
        assert isinstance(found, ParsedArticle) or "reader failed" not in found.reason


EXAMPLES = Path(__file__).parent.parent.parent / "shared" / "data" / "warc"


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the example archives are not here")
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.warc*")), ids=lambda path: path.name)
def test_archives_of_other_tools_are_read(path):
    found = [
        each
        for source in unfolded(of_bytes(path.read_bytes(), path.name), Limits())
        for each in read_source(source, Reading())
    ]

    # they hold pages, but no articles; one of them is cut off
    assert bool(found) == ("trunc" in path.name)
    assert all(isinstance(each, Problem) and "reader failed" not in each.reason for each in found)


def test_a_fault_of_a_reader_costs_one_page(monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("at last")

    monkeypatch.setattr("articles.ingest.readers.html.page_of", fails)
    plain = f"Gulls wait in line\n\n{LEAD}{TEXT}\n(END)\n"
    problem, article = found_in(record(http()) + record(http(plain.encode(), kind="text/plain")))

    assert (problem.file, problem.reason) == (f"crawl.warc!{URI}", "the html reader failed: ZeroDivisionError: at last")
    assert article.format == "text"


@pytest.mark.parametrize(
    "data", [b"<html><body><h1>Front page</h1></body></html>", b"User-agent: *\nDisallow: /\n", b""]
)
def test_only_of_a_crawl_nothing_is_said_of_what_holds_no_article(data):
    source = of_bytes(data, "page")

    assert list(read_source(source, Reading(of_crawl=True))) == []
    assert [type(each) for each in read_source(of_bytes(data, "page"), Reading())] == [Problem]
