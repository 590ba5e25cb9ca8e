"""JSON of no known kind: lists, lines and envelopes of objects, read as the rows of a table are."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.reading import read, read_source
from articles.ingest.records.json_records import split
from articles.ingest.source import Reading, Source, of_bytes

ONE = {"title": "Bridge opens", "body": "Cars went first."}


def results_of(value, **reading):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(read_source(of_bytes(data, "a.json"), Reading(**reading)))


def article_of(value, **reading):
    (article,) = results_of(value, **reading)
    assert isinstance(article, ParsedArticle), article
    return article


@pytest.mark.parametrize(
    "written",
    [
        json.dumps([ONE, ONE]),
        json.dumps([ONE, ONE], indent=2),
        json.dumps(ONE) + "\n" + json.dumps(ONE) + "\n",
        json.dumps(ONE, indent=1) + "\n" + json.dumps(ONE, indent=1),
        "\x1e" + json.dumps(ONE) + "\n\x1e" + json.dumps(ONE) + "\n",
        json.dumps({"status": "ok", "total": 2, "articles": [ONE, ONE], "next": None}),
        json.dumps({"took": 3, "hits": {"total": {"value": 2}, "hits": [ONE, ONE]}}, indent=4),
    ],
    ids=["list", "pretty list", "lines", "pretty objects", "RFC 7464", "envelope", "nested envelope"],
)
def test_objects_are_found_however_they_are_put_together(written):
    articles = results_of(written.encode())

    assert [(each.headline, each.position, each.format) for each in articles] == [
        ("Bridge opens", 0, "json"),
        ("Bridge opens", 1, "json"),
    ]
    assert all(json.loads(each.original.strip(b"\x1e")) == ONE for each in articles)


def test_members_within_members_may_be_named():
    value = {"meta": {"kop": "Brug open"}, "inhoud": {"tekst": ["Eén.", "Twee."]}}
    article = article_of(value, columns={"headline": "meta.kop", "body": "inhoud.tekst"})

    assert (article.headline, article.paragraphs) == ("Brug open", ("Eén.", "Twee."))


def test_authors_may_be_objects():
    assert article_of(ONE | {"author": [{"name": "Ann Lee"}, {"name": "Bo Oden"}]}).bylines == ("Ann Lee", "Bo Oden")


def test_an_article_as_schema_org_describes_it_is_read():
    article = article_of(
        {
            "@type": "NewsArticle",
            "headline": "Bridge opens",
            "articleBody": "Cars.",
            "datePublished": "2020-05-01T10:00:00Z",
            "inLanguage": "en",
        }
    )

    assert (article.paragraphs, article.dateline.date.isoformat(), article.language) == (("Cars.",), "2020-05-01", "en")


def test_each_line_that_is_no_json_is_a_problem_and_the_next_is_read():
    first, problem, last = results_of(b'{"title":"One"}\n{"title":"Tw\n{"title":"Three"}\n')

    assert (first.headline, last.headline, last.position) == ("One", "Three", 1)
    assert (problem.line, problem.reason) == (2, "cut off: Unterminated string starting at")


def test_an_object_of_a_list_that_is_no_json_does_not_cost_the_next():
    first, problem, last = results_of(b'[{"title":"One"},\n{"title":"Two" "x"},\n{"title":"Three"}]')

    assert (first.headline, last.headline) == ("One", "Three")
    assert problem.line == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"title":"One"}', "cut off: the list of articles does not end"),
        (b'[{"title":"One"},{"titl', "cut off: Unterminated string starting at"),
        (b'[{"title":"One"}, nonsense, {"title":"Two"}]', "no well-formed JSON: text outside of any object"),
        (b'[{"title":"One"},{"title":Infinity}]', "no well-formed JSON: Infinity"),
        (b'[{"title":"One"},{"title":"a","title":"b"}]', "the member “title” stands twice in one object"),
        (
            b'[{"title":"One"},{"title":"a","x":' + b"[" * 5000 + b"]" * 5000 + b"}]",
            "no well-formed JSON: nested too deep",
        ),
        (
            b'[{"title":"One"},{"name":"a"}]',
            "no column holds a headline or a text; the columns are “name”; name them with --columns headline=…,body=…",
        ),
        (b'[{"title":"One"},{"title":" "}]', "neither a headline nor a text"),
    ],
)
def test_what_is_wrong_is_said(data, reason):
    results = results_of(data)

    assert results[0].headline == "One"
    assert [each.reason for each in results if isinstance(each, Problem)] == [reason]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_is_found(encoding):
    data = '[{"title":"L\'été à Besançon"},\n{"title":"Élodie a fêté Noël"}]'.encode(encoding)

    assert [each.headline for each in results_of(data)] == ["L'été à Besançon", "Élodie a fêté Noël"]


class Repeated:
    """A stream of the same bytes many times over."""

    def __init__(self, first, part, times, last=b""):
        self.parts = iter([first, *[part] * times, last])
        self.rest = b""
        self.taken = 0

    def read(self, size=-1):
        while len(self.rest) < size and (part := next(self.parts, None)) is not None:
            self.rest += part
        taken, self.rest = self.rest[:size], self.rest[size:]
        self.taken += len(taken)
        return taken


MEGABYTE = b"x" * 1024 * 1024


@pytest.mark.parametrize(
    ("first", "part", "times"),
    [
        (b'[{"title":"One"},{"title":"', MEGABYTE, 1024),
        (b'[{"title":"One"},{"title":', b"[" * 1024 * 1024, 1024),
        (b'[{"title":"One"},{"title":', b'{"a":' * 200_000, 1024),
        (b'[{"title":"One"}', b"}" * 1024 * 1024, 1024),
        (b'{"title":"One"}\n{"title":"', MEGABYTE, 1024),
        (b'[{"title":"One"}', b",{}" * 300_000, 1024),
    ],
    ids=["text", "lists", "objects", "ends", "line", "empty"],
)
def test_a_gigabyte_of_nonsense_takes_little_memory(first, part, times):
    import tracemalloc

    stream = Repeated(first, part, times)
    tracemalloc.start()
    results = list(read_source(Source("a.json", stream), Reading()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert isinstance(results[0], ParsedArticle)
    assert isinstance(results[-1], Problem)
    assert peak < 60 * 1024 * 1024


def test_an_object_that_is_too_long_does_not_cost_the_next():
    stream = Repeated(b'[{"title":"', MEGABYTE, 6, b'"},{"title":"Two"}]')

    problem, article = read_source(Source("a.json", stream), Reading())

    assert problem.reason == "an object of 6,291,468 bytes is no wire copy"
    assert article.headline == "Two"


def test_objects_are_read_one_by_one():
    stream = Repeated(b"[", b'{"title":"One"},\n', 1_000_000)
    results = read_source(Source("a.json", stream), Reading())

    assert [next(results).headline for _ in range(3)] == ["One"] * 3
    assert stream.taken < 1024 * 1024


def test_a_file_of_other_objects_is_given_up_early():
    results = results_of([{"name": "a"}] * 5000)

    assert len(results) == 101
    assert results[-1].reason == "100 in a row could not be read; the rest is not looked at"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
objects = st.dictionaries(
    texts,
    st.recursive(
        texts | st.integers() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(objects, max_size=5), st.integers(1, 40), st.sampled_from([None, 2]), st.booleans())
def test_objects_are_found_wherever_the_stream_is_cut(values, size, indent, plain):
    data = json.dumps(values, indent=indent, ensure_ascii=not plain).encode()
    parts = [data[at : at + size] for at in range(0, len(data), size)]

    records = list(split(parts))

    assert [json.loads(each.data) for each in records] == values
    assert [data.count(b"\n", 0, data.index(each.data)) + 1 for each in records[:1]] == [
        each.line for each in records[:1]
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(['"title":"x"', '"', "{", "}", "[", "]", ",", "\\", ":", "\n", "é", "1e9", "NaN", "\x00"]),
        max_size=40,
    )
)
def test_no_signs_make_the_reader_fail(signs):
    for start in ('[{"title":"One"},', '{"title":"One"}\n'):
        for each in read((start + "".join(signs)).encode(), "a.json"):
            assert isinstance(each, ParsedArticle) or "reader failed" not in each.reason


def test_names_of_members_that_are_no_text_can_be_shown():
    for data in (b'{"\\ud800":"a","\\ud800":"b"}', b'{"a\\u0000\\udc00":"b"}'):
        (problem,) = results_of(data)
        problem.reason.encode("utf-8")
        assert "\x00" not in problem.reason


def test_an_object_in_another_encoding_than_the_first_costs_only_itself():
    data = b'{"title":"One"} ' + '{"title":"Twoÿ, in another encoding"}'.encode("utf-16-le")

    article, *problems = results_of(data)

    assert article.headline == "One"
    assert problems
    assert not [each for each in problems if "reader failed" in each.reason]


def test_stray_zero_bytes_make_no_utf_16_of_a_file():
    data = b'{"title":"One"} ' + ("z" * 40).encode("utf-16-le") + b' {"title":"Two"}'

    one, stray, two = results_of(data)

    assert "outside of any object" in stray.reason
    assert (one.original, one.encoding) == (b'{"title":"One"}', "utf-8")
    assert (two.original, two.encoding) == (b'{"title":"Two"}', "utf-8")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-16"),
        ("utf-8", "UTF-16-LE"),
        ("utf-16", "utf-8"),
        ("utf-16-le", "utf-16-be"),
        ("utf-16", "utf-32"),
    ],
)
def test_a_file_in_another_width_than_named_is_a_problem(encoding, named):
    (problem,) = results_of(json.dumps(ONE).encode(encoding), encoding=named)

    assert problem.reason == f"not {named}"


@pytest.mark.parametrize("named", ["utf-16", "UTF-16LE", ""])
def test_utf_16_may_be_named(named):
    data = json.dumps(ONE).encode("utf-16-le")
    (article,) = results_of(data, encoding=named)

    assert (article.original, article.encoding) == (data, "utf-16-le")
