"""Records are cut out of a stream one at a time, with a bound on each."""

import io
import re
import tracemalloc

import pytest

from articles.ingest.encoding import Decoded, Undecodable
from articles.ingest.records.patience import Patience
from articles.ingest.records.record import text_of
from articles.ingest.records.streams import CHUNK, LONGEST_BEGINNING, records, refuse_endless_line, wire_text
from articles.ingest.source import Unreadable

BEGINS = re.compile(rb"(?<=\n)#[0-9]+\n")


class Generated(io.RawIOBase):
    """A stream made while it is read, so many bytes a time."""

    def __init__(self, pieces, most=CHUNK):
        self.pieces, self.most, self.rest = iter(pieces), most, b""

    def readable(self):
        return True

    def read(self, size=-1):
        while len(self.rest) < min(size, self.most):
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.rest += piece
        size = min(size, self.most)
        part, self.rest = self.rest[:size], self.rest[size:]
        return part


def cut(data, longest=10_000, most=CHUNK):
    return list(records(Generated([data], most), BEGINS, longest))


def test_records_are_the_stream_again_and_know_their_lines():
    data = b"before\n#1\none\n#2\ntwo\ntwo\n#3\nthree"

    found = cut(data)

    assert b"".join(each.data for each in found) == data
    assert [(each.begun, each.line) for each in found] == [(False, 1), (True, 2), (True, 4), (True, 7)]


@pytest.mark.parametrize("most", [1, 7, 1000, LONGEST_BEGINNING + 1])
def test_the_size_of_the_pieces_read_makes_no_difference(most):
    data = b"".join(b"#%d\n" % number + b"x" * (number * 37 % 900) + b"\n" for number in range(60))

    assert cut(data, most=most) == cut(data)
    assert len(cut(data)) == 60


def test_a_beginning_at_the_very_edge_of_a_chunk_is_found_once():
    for shift in range(-3, 6):
        filling = b"x" * (CHUNK - LONGEST_BEGINNING - 8 + shift)
        found = cut(b"#1\n" + filling + b"\n#22\nlast", longest=CHUNK * 2)

        assert [each.data[:4] for each in found] == [b"#1\nx", b"#22\n"], shift


def test_of_a_record_too_long_only_the_beginning_is_kept():
    first, second = cut(b"#1\n" + b"x" * 50_000 + b"\n#2\nshort\n", longest=1000)

    assert (len(first.data), first.is_whole, first.size) == (1000, False, 50_004)
    assert second.data == b"#2\nshort\n"


def test_a_hundred_megabytes_on_one_line_take_a_few_of_memory():
    stream = Generated(b"#1\n" if number == 0 else b"x" * 65_536 for number in range(1600))
    tracemalloc.start()

    (record,) = records(stream, BEGINS, 100_000)

    assert record.size == 3 + 1599 * 65_536
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_stray_bytes_make_latin_1():
    assert wire_text(b"caf\xe9 \x81").encoding == "latin-1"


def test_bytes_that_are_no_text_are_refused_with_their_line():
    with pytest.raises(Undecodable) as fault:
        wire_text(b"one\ntwo\x00")
    assert fault.value.line == 2

    with pytest.raises(Undecodable, match="no wire copy") as fault:
        refuse_endless_line(b"one\n" + b"x" * 200_000)
    assert fault.value.line == 2


def test_bytes_are_read_in_the_first_encoding_they_are_in():
    assert text_of("café".encode(), "ascii", "utf-8", "latin-1").encoding == "utf-8"
    assert text_of("Käse und Brot für Jörg".encode("latin-1"), "utf-8", "").encoding == "cp1252"
    # UTF-16 comes out of `chunks` as UTF-8
    assert text_of("café".encode(), "utf-16-le") == Decoded("café", "utf-16-le")
    with pytest.raises(Undecodable):
        text_of(b"caf\xc3", "utf-16-le")


def test_patience_is_shorter_before_the_first_record_that_can_be_read():
    patience = Patience(in_a_row=3, from_the_start=2)
    patience.lost(1)
    with pytest.raises(Unreadable, match="2 in a row"):
        patience.lost(2)

    patience.found()
    patience.lost(4)
    patience.lost(5)
    patience.found()
    patience.lost(7)
    patience.lost(8)
    with pytest.raises(Unreadable, match="3 in a row") as fault:
        patience.lost(9)
    assert (patience.articles, fault.value.line) == (2, 9)
