"""The wire formats against damage: no exception, no loss without a word, whatever the bytes."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.encoding import decode
from articles.ingest.formats import format_of
from articles.ingest.readers import anpa1312, iptc7901, mail, mbox, reuters_sgml, trec_sgml
from articles.ingest.reading import read
from articles.ingest.source import Reading, Unreadable, of_bytes

SAMPLES = Path(__file__).parent.parent / "samples" / "formats"
READERS = {each.NAME: each for each in (iptc7901, anpa1312, reuters_sgml, trec_sgml, mail, mbox)}
FILES = sorted(path for kind in ("iptc7901", "anpa", "sgml", "eml", "mbox") for path in SAMPLES.glob(f"*.{kind}"))
named = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def outcome(data):
    """What its reader makes of the bytes, or of damaged bytes the reader would have been given."""
    return checked(list(read(data, "wire")))


def forced(name, data):
    """What one reader makes of any bytes, recognised or not."""
    try:
        return checked(list(READERS[name].read(of_bytes(data, "wire"), Reading())))
    except Unreadable:
        return []


def checked(found):
    for each in found:
        assert isinstance(each, (ParsedArticle, Problem))
        if isinstance(each, Problem):
            assert "reader failed" not in each.reason, each.reason
            assert "\x00" not in each.excerpt
        else:
            assert each.headline
            assert decode(each.original, each.encoding).text
            assert "\x00" not in "".join(each.paragraphs)
    return found


def reader_of(path):
    return format_of(path.read_bytes()[:65536]).NAME


@named
def test_every_reader_recognises_its_own_samples_and_no_other_s(path):
    head = path.read_bytes()[:65536]

    assert [name for name, reader in READERS.items() if reader.recognises(head)] == [reader_of(path)]


@named
def test_copy_cut_off_anywhere_raises_nothing(path):
    data, name = path.read_bytes(), reader_of(path)
    for end in range(0, len(data), 10):
        outcome(data[:end])
        forced(name, data[:end])


@named
def test_what_is_whole_in_copy_cut_off_is_still_read(path):
    data = path.read_bytes()
    whole = outcome(data)
    if len(whole) > 1 and all(each.file == "wire" for each in whole):
        start = data.rindex(whole[-1].original)

        assert [each.guid for each in outcome(data[: start + 100]) if isinstance(each, ParsedArticle)] == [
            each.guid for each in whole[:-1]
        ]


@named
def test_damaged_bytes_raise_nothing(path):
    data, name = path.read_bytes(), reader_of(path)
    chance = random.Random(path.name)
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.choice((0, 1, 1, 9))] = chance.choice(
                (
                    b"",
                    b"\x00",
                    b"\x01",
                    b"\x02",
                    b"\x03",
                    b"\xff",
                    b"\n",
                    b"<",
                    b"</",
                    b"&#9999999999;",
                    b"9" * 5000,
                    b"(",
                )
            )
        outcome(bytes(damaged))
        forced(name, bytes(damaged))


@named
def test_every_number_may_be_gigantic(path):
    name = reader_of(path)
    data = re.sub(rb"\d+", lambda found: b"9" * 400 if found.start() % 3 == 0 else found[0], path.read_bytes())

    outcome(data)
    forced(name, data)


WORDS = st.text(alphabet="aAzé 한0-_.,:;()[]<>&#=+^/@\"'\t\x00\x01\x02\x03\x08\x7f\u2028\ud7ff", max_size=30)
LINES = st.lists(WORDS, max_size=12).map("\r\n".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from("123456789"), WORDS, LINES, LINES, LINES, WORDS)
def test_any_parts_in_the_order_of_iptc_7901(priority, options, keywords, head, body, trailer):
    text = f"\x01abc0001 {priority} i 12 {options}\r\n{keywords}\x02{head} =\r\n{body}\x03{trailer}\x04"

    forced("iptc7901", text.encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, LINES, LINES, WORDS)
def test_any_parts_in_the_order_of_anpa_1312(keyword, head, body, trailer):
    text = f"\x16\x16\x01a0001\x1fx\r\nr a\x14\x11 {keyword}  01-02 3\r\n\x02^{head}<\r\n\t{body}\x03{trailer}\x04"

    forced("anpa1312", text.encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, WORDS, LINES, LINES)
def test_any_parts_in_the_order_of_the_sgml_collections(number, when, title, body):
    reuters = (
        f'<REUTERS NEWID="{number}"><DATE>{when}</DATE><TEXT><TITLE>{title}</TITLE><BODY>{body}</BODY></TEXT></REUTERS>'
    )
    trec = f"<DOC><DOCNO>{number}</DOCNO><DATE>{when}</DATE><TITLE>{title}</TITLE><TEXT>{body}</TEXT></DOC>"

    forced("reuters-sgml", reuters.encode("utf-8", "replace"))
    forced("trec-sgml", trec.encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, WORDS, WORDS, LINES)
def test_any_headers_and_text_of_a_mail(subject, when, kind, body):
    text = f"From: a@example.com\r\nTo: b\r\nDate: {when}\r\nSubject: {subject}\r\nContent-Type: {kind}\r\n\r\n{body}"

    forced("mail", text.encode("utf-8", "replace"))
    forced("mbox", f"From a@example.com\n{text}\n\nFrom b@example.com\n{text}".encode("utf-8", "replace"))
