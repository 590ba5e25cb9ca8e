"""No XML, however broken or malicious, costs the reader of news formats more than a problem and a moment."""

import io
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.readers import newsml_1, newsml_g2, nitf
from articles.ingest.reading import read, read_source
from articles.ingest.source import MEGABYTE, Limits, Reading, Source

READERS = (nitf, newsml_g2, newsml_1)
FOLDER = Path(__file__).parent.parent / "samples" / "formats"
SAMPLES = [path for path in sorted(FOLDER.glob("*.xml")) if any(each.recognises(path.read_bytes()) for each in READERS)]
ROOTS = {
    "nitf": b"<nitf><body><body.content>%s</body.content></body></nitf>",
    "newsml-g2": b"<newsItem guid='x'><contentSet><inlineXML><html><body>%s</body></html></inlineXML>"
    b"</contentSet></newsItem>",
    "newsml-1": b"<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>%s</DataContent></ContentItem>"
    b"</NewsComponent></NewsItem></NewsML>",
}
EACH_FORMAT = pytest.mark.parametrize("template", ROOTS.values(), ids=ROOTS)
EACH_SAMPLE = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)


def found_in(data):
    found = list(read(data, "a.xml"))
    failures = [each.reason for each in found if isinstance(each, Problem) and " reader failed" in each.reason]
    assert not failures, failures
    return found


@EACH_SAMPLE
def test_sample_cut_anywhere_is_read_or_refused(path):
    data = path.read_bytes()

    for end in range(0, len(data), 10):
        found_in(data[:end])


@EACH_SAMPLE
def test_sample_without_one_tag_or_value_is_read_or_refused(path):
    data = path.read_bytes()

    for found in list(re.finditer(rb"<[^>]*>|\"[^\"]*\"", data))[::3]:
        found_in(data[: found.start()] + data[found.end() :])


@EACH_SAMPLE
def test_sample_with_absurd_values_is_read_or_refused(path):
    data = path.read_bytes()
    absurd = (b"9" * 5000, b"-1", b"0000-00-00T99:99:99Z", b"\xff\xfe", b"&#0;", b"%s%n", b"\xc3\x98" * 300, b"")

    for index, found in enumerate(re.finditer(rb"(?<=\")[^\"<>]*(?=\")|(?<=>)[^<>]+(?=<)", data)):
        found_in(data[: found.start()] + absurd[index % len(absurd)] + data[found.end() :])


@EACH_FORMAT
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "iso-8859-1", "shift_jis", "ascii", "no-such", "utf-7", "ebcdic-cp-us"]
)
@pytest.mark.parametrize("bytes_", [b"\xe9\x80\x81", b"\x93\x94", b"\xff", b"\xed\xa0\x80", b"\x00", b"\x1b$B"])
def test_wrong_encodings_are_read_or_refused(template, encoding, bytes_):
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()

    assert found_in(declaration + template % (b"<p>text " + bytes_ + b" text</p>"))


@EACH_FORMAT
def test_ten_thousand_deep_is_a_problem(template):
    [found] = found_in(template % (b"<p>" * 10_000 + b"text" + b"</p>" * 10_000))

    assert isinstance(found, Problem)
    assert "depth" in found.reason


@EACH_FORMAT
def test_as_deep_as_is_allowed_is_read(template):
    [found] = found_in(template % (b"<table><tr><td>a</td><td>" * 80 + b"text" + b"</td></tr></table>" * 80))

    assert isinstance(found, ParsedArticle)


@EACH_FORMAT
def test_entities_are_not_followed(template, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine")
    doctype = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>'.encode()
    )

    found = found_in(doctype + template % b"<p>before &e; after</p>")

    assert "secret of" not in repr(found)


@EACH_FORMAT
def test_entity_bomb_does_not_go_off(template):
    names = [b"a%d" % number for number in range(12)]
    bomb = b"<!ENTITY a0 'lol'>" + b"".join(
        b"<!ENTITY %s '%s'>" % (after, b"&%s;" % before * 10) for before, after in zip(names, names[1:], strict=False)
    )
    started = time.perf_counter()
    found = found_in(b"<!DOCTYPE x [" + bomb + b"]>" + template % b"<p>&a11;</p>")

    assert time.perf_counter() - started < 2
    assert len(repr(found)) < 10_000


class Repeated(io.RawIOBase):
    """A stream of a gigabyte, made as it is read; it knows how much was."""

    def __init__(self, start, filler):
        self.start, self.filler, self.given = start, filler, 0

    def readable(self):
        return True

    def read(self, size=-1):
        size = min(size, 1024 * MEGABYTE - self.given)
        text = (self.start if not self.given else b"") + self.filler * (size // len(self.filler) + 1)
        self.given += size
        return text[:size]


@EACH_FORMAT
@pytest.mark.parametrize("filler", [b"x", b"<p>x</p>", b"<!--", b"<", b"&lt;"])
def test_gigabyte_in_one_line_is_refused_after_a_few_megabytes(template, filler):
    stream = Repeated(template.partition(b"%s")[0], filler)
    found = list(read_source(Source("a.xml", stream), Reading(limits=Limits(file_bytes=2 * MEGABYTE))))

    assert [type(each) for each in found] == [Problem]
    assert stream.given < 12 * MEGABYTE


TAGS = sorted({tag.decode() for path in SAMPLES for tag in re.findall(rb"</([\w.-]+)>", path.read_bytes())})
MARKUP = st.recursive(
    st.text("ab é<&\"'\x03\n", max_size=6).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.builds(
        lambda name, key, value, parts: f"<{name} {key}='{value}'>{''.join(parts)}</{name}>",
        st.sampled_from(TAGS),
        st.sampled_from(
            ["id", "qcode", "norm", "FormalName", "Value", "key", "href", "role", "type", "info", "source"]
        ),
        st.sampled_from(
            ["", "ninat:text", "20190101T000000Z", "Text", "Photo", "Main", "x:y:z", "::", "https://", "4"]
        ),
        st.lists(inner, max_size=5),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["nitf", "newsItem", "newsMessage", "NewsML", "NewsItem", "contentSet"]),
    st.lists(MARKUP, max_size=6),
)
def test_any_structure_is_read_or_refused(root, parts):
    found_in(f"<{root}>{''.join(parts)}</{root}>".encode())
