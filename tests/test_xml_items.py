"""The items of an XML file come one by one, each with its own bytes."""

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.markup.xml_items import items_of
from articles.ingest.source import Limits, Source, Unreadable, of_bytes

NAMES = frozenset(["item", "other.item"])
LIMITS = Limits()


def items(data, limits=LIMITS):
    return list(items_of(of_bytes(data, "a.xml"), NAMES, limits))


class Dripping(io.RawIOBase):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data, size):
        self.data, self.size, self.at = data, size, 0

    def readable(self):
        return True

    def read(self, size=-1):
        part = self.data[self.at : self.at + self.size]
        self.at += len(part)
        return part


def test_items_hidden_in_comments_data_and_values_are_none():
    first, second = b"<item a='/>'><![CDATA[</item>]]><?x </item> ?>1</item>", b'<item a="/>"/>'
    data = b"<r><!-- <item> -->" + first + b"<items/>" + second + b"<!-- </r>"

    assert [item.data for item in items(data)] == [first, second]


def test_items_inside_items_are_part_of_them():
    first, second = b"<item><item/><x><item>1</item></x></item>", b"<other.item/>"

    assert [item.data for item in items(b"<r>" + first + second + b"</r>")] == [first, second]


def test_item_inherits_namespaces_and_language():
    data = b'<r xmlns="urn:a" xmlns:b="urn:b" xml:lang="fr"><s><item><b:x/></item><item/></s></r>'
    first, _ = items(data)

    assert first.element.tag == "{urn:a}item"
    assert first.element[0].tag == "{urn:b}x"
    assert first.envelope.language == "fr"
    assert first.envelope.root.tag == "{urn:a}r"


def test_only_item_has_the_whole_file_as_its_bytes():
    data = b"<?xml version='1.0'?>\n<r><a/><item>1</item><b/></r>\n"

    assert [item.data for item in items(data)] == [data]


def test_fault_of_an_item_names_its_line_in_the_file():
    good, bad, last = items(b"<r>\n<item/>\n<item>\n<x>\n</item>\n<item/></r>")

    assert good.fault is None
    assert bad.element is None
    assert bad.fault.line == 5
    assert last.fault is None


def test_item_cut_off_is_a_fault():
    whole, cut = items(b"<r><item>1</item><item>2")

    assert whole.fault is None
    assert "mismatch" in cut.fault.reason or "cut off" in cut.fault.reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_file_of_two_bytes_a_character_is_read_as_a_whole(encoding):
    data = "<r><item>é</item><item>한</item></r>".encode(encoding)

    assert [item.element.text for item in items(data)] == ["é", "한"]
    assert [item.data for item in items(data)] == [data, data]


@pytest.mark.parametrize("data", [b"", b"<r/>", b"<r>", b"<r></s>", b"text", b"\xff\xfe", b"\xff\xfe<\x00"])
def test_file_without_items_is_unreadable(data):
    with pytest.raises(Unreadable):
        items(data)


def test_item_beyond_the_limit_is_refused_before_it_is_read():
    data = b"<r><item>" + b"x" * 3_000_000 + b"</item></r>"

    with pytest.raises(Unreadable, match="no wire copy"):
        items(data, Limits(file_bytes=1_000_000))


PARTS = st.sampled_from(
    [
        b"<item>",
        b"</item>",
        b"<item a='b>c'/>",
        b"<!-- <item> -->",
        b"<![CDATA[</item>]]>",
        b"text",
        b"<x/>",
        b"<?p <item> ?>",
        b"\n",
        b"<",
        b"<!--",
    ]
)


@given(st.lists(PARTS, max_size=12), st.integers(1, 7))
def test_pieces_do_not_depend_on_how_the_stream_comes(parts, size):
    data = b"<r>" + b"".join(parts) + b"</r>"

    def read(stream):
        try:
            return [
                (item.data, item.fault and item.fault.line) for item in items_of(Source("a.xml", stream), NAMES, LIMITS)
            ]
        except Unreadable as fault:
            return fault.reason

    assert read(Dripping(data, size)) == read(io.BytesIO(data))


@pytest.mark.parametrize(
    "filler",
    [b"<", b"<!--", b"<item ", b"<item>", b"<item a='", b"</item>", b"<![CDATA[", b"<?", b'<item a="">', b"<a "],
)
def test_four_megabytes_of_anything_take_seconds(filler):
    data = (b"<r><item/>" + filler * (4_000_000 // len(filler)))[:4_000_000]
    started = time.perf_counter()
    try:
        for _ in items_of(of_bytes(data, "a.xml"), NAMES, LIMITS):
            pass
    except Unreadable:
        pass

    assert time.perf_counter() - started < 20
