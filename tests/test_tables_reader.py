"""CSV and TSV: delimiter, quotes, encoding and columns are found; rows that cannot be read are named."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.article import ParsedArticle, Problem, Subject
from articles.ingest.readers import tables
from articles.ingest.reading import read, read_source
from articles.ingest.records import patience
from articles.ingest.source import Reading, Source, of_bytes

SAMPLES = Path(__file__).parent.parent / "samples"
HEADER = "title,text,date\n"


def rows(text, **reading):
    data = text.encode() if isinstance(text, str) else text
    return list(read_source(of_bytes(data, "a.csv"), Reading(**reading)))


def row(text, **reading):
    (article,) = rows(text, **reading)
    assert isinstance(article, ParsedArticle), article
    return article


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    article = row(f"title{delimiter}text\nBridge opens{delimiter}Cars went first.\n")

    assert (article.headline, article.paragraphs, article.format) == ("Bridge opens", ("Cars went first.",), "table")


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ("titre;texte", "fr"),
        ("TITLE;Body", "en"),
        ("Título;Cuerpo", "es"),
        ("Überschrift;Inhalt", "de"),
        ("제목;본문", "ko"),
    ],
)
def test_columns_are_recognised_in_several_languages(names, language):
    assert row(f"{names}\nBridge opens;Cars went first.\n").headline == "Bridge opens"


def test_columns_may_be_named():
    article = row(
        "kop;tekst;nr\nBrug open;Auto's gingen eerst.;7\n", columns={"headline": "kop", "body": "tekst", "id": "nr"}
    )

    assert (article.headline, article.guid) == ("Brug open", "7")


def test_a_named_column_that_is_missing_is_said_with_those_there_are():
    (problem,) = rows("kop;tekst\nBrug open;x\n", columns={"headline": "titel"})

    assert problem.reason == "no column “titel” for the headline; the columns are “kop”, “tekst”"


@pytest.mark.parametrize("encoding", ["no-such", "idna", "punycode"])
def test_an_encoding_that_no_table_is_in_is_a_problem(encoding):
    (problem,) = rows("title,text\nBrücke,offen\n", encoding=encoding)

    assert problem.reason in (f"unknown encoding {encoding}", f"not {encoding}")


def test_a_table_without_copy_names_its_columns():
    (problem,) = rows("name,age,town\nAnn,3,Reno\nBo,4,Reno\n")

    assert problem.reason.startswith("no column holds a headline or a text; the columns are “name”, “age”, “town”")


def test_quoted_cells_hold_delimiters_quotes_and_lines():
    article = row('title,text\n"Bridge, ""Old"" one","First, line.\r\nSecond line."\n')

    assert (article.headline, article.paragraphs) == ('Bridge, "Old" one', ("First, line.", "Second line."))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "euc-kr"])
def test_the_encoding_is_found_and_the_bytes_of_each_row_are_kept(encoding):
    words = (
        ("가게가 이 도시의 다리를 다시 열었다고 밝혔다.",)
        if encoding == "euc-kr"
        else ("L'été à Besançon fut très chaud.",)
    )
    data = f"titre;texte\nUn;{words[0]}\nDeux;{words[0]}\n".encode(encoding)

    articles = rows(data)

    assert [each.paragraphs for each in articles] == [words, words]
    assert articles[1].original.decode(articles[1].encoding) == f"Deux;{words[0]}\n"


def test_line_ends_of_old_macs_are_line_ends():
    assert [each.headline for each in rows("title,text\rOne,a\rTwo,b\r")] == ["One", "Two"]


def test_a_line_naming_the_delimiter_is_no_row_of_names():
    assert row("sep=;\r\ntitle;text\r\nBridge;Cars.\r\n").headline == "Bridge"


def test_whole_wire_copy_in_a_cell_is_read_as_such():
    copy = "(LEAD) Bridge opens\nSEOUL, May 1 (Yonhap) -- Cars went first.\nTrucks followed.\n(END)\n-\nBridge closed"
    article = row(f'id,text,date\n1,"{copy}",2021-05-02\n')

    assert (article.version_label, article.headline, article.agency) == ("LEAD", "Bridge opens", "Yonhap")
    assert article.paragraphs == ("Cars went first.", "Trucks followed.")
    assert (article.dateline.places, article.dateline.date) == (("SEOUL",), date(2021, 5, 1))
    assert (article.end_mark, article.related[0].headline, article.guid) == ("END", "Bridge closed", "")


def test_html_in_a_cell_is_read_as_paragraphs():
    assert row('title,text\nBridge,"<p>One &amp; two.</p><p>Three.</p>"\n').paragraphs == ("One & two.", "Three.")


@pytest.mark.parametrize(
    ("written", "day", "moment"),
    [
        ("2020-05-01", date(2020, 5, 1), None),
        ("2020-05-01 10:30", date(2020, 5, 1), datetime(2020, 5, 1, 10, 30, tzinfo=UTC)),
        ("31/05/2020", date(2020, 5, 31), None),
        ("05/31/2020", date(2020, 5, 31), None),
        ("04/05/2020", None, None),
        ("4.5.2020", date(2020, 5, 4), None),
        ("1588329000", date(2020, 5, 1), datetime(2020, 5, 1, 10, 30, tzinfo=UTC)),
        ("Fri, 01 May 2020 10:30:00 GMT", date(2020, 5, 1), datetime(2020, 5, 1, 10, 30, tzinfo=UTC)),
        ("1er mai 2020", date(2020, 5, 1), None),
        ("32/13/2020", None, None),
        ("0000-00-00", None, None),
        ("9" * 500, None, None),
        ("soon", None, None),
    ],
)
def test_dates_are_read_as_they_are_written(written, day, moment):
    article = row(f'title,text,date\nBridge,Cars.,"{written}"\n')

    assert (article.dateline.date, article.sent_at) == (day, moment)


def test_one_date_that_tells_decides_the_order_for_all():
    articles = rows(f"{HEADER}One,a,04/05/2020\nTwo,b,31/05/2020\n")

    assert [each.dateline.date for each in articles] == [date(2020, 5, 4), date(2020, 5, 31)]


def test_other_columns_feed_their_fields():
    article = row(
        "titre;texte;auteur;agence;langue;rubrique;mots-clés;url;urgence;version;ville\n"
        "Pont;Voilà.;Ann Lee | Bo Oden;AFP;fr-FR;Société, Sport;pont,route;https://x.example/1;4;2;Nantes, France\n"
    )

    assert (article.bylines, article.agency, article.language) == (("Ann Lee", "Bo Oden"), "AFP", "fr")
    assert article.subjects == (Subject("Société", "", "Société"), Subject("Sport", "", "Sport"))
    assert (article.keywords, article.guid, article.urgency) == (("pont", "route"), "https://x.example/1", 4)
    assert (article.revision, article.dateline.places, article.dateline.region) == ("2", ("Nantes",), "France")


@pytest.mark.parametrize(("written", "guid"), [("17", ""), ("AKR2020-17", "AKR2020-17")])
def test_a_column_of_plain_numbers_is_no_identity(written, guid):
    assert row(f"id,title,text\n{written},Bridge,Cars.\n").guid == guid


def test_rows_that_do_not_fit_are_problems_with_their_line():
    first, *problems, last = rows(f'{HEADER}One,"a\nb",2020-01-01\nTwo,b\nThree,c,d,e\n,,\nFour,d,\n')

    assert (first.headline, last.headline, last.position) == ("One", "Four", 1)
    assert [(each.line, each.reason) for each in problems] == [
        (4, "the row has 2 cells, the row of names 3"),
        (5, "the row has 4 cells, the row of names 3"),
        (6, "neither a headline nor a text"),
    ]


def test_after_a_quote_that_never_closes_the_next_row_is_read():
    problem, article = rows(f'{HEADER}"One","a,\nTwo,b,2020-01-01\n')

    assert (problem.line, problem.reason) == (2, "cut off: a quoted cell never closes")
    assert article.headline == "Two"


def test_after_a_quote_that_never_closes_a_row_with_a_stray_line_end_is_passed_over():
    problem, article = rows(f'{HEADER}"One","a,\nTw\ro,b,2020-01-01\nThree,c,2020-01-01\n')

    assert (problem.line, article.headline) == (2, "Three")


def test_a_line_end_within_a_bare_cell_costs_its_row():
    problem, article = rows(f"{HEADER}Tw\ro,b,2020-01-01\nThree,c,2020-01-01\n")

    assert (problem.line, problem.reason) == (2, "no row of a table: a line end within a cell that is not quoted")
    assert article.headline == "Three"


def test_a_row_cut_off_in_its_text_is_one_problem():
    (problem,) = rows(f'{HEADER}One,"First paragraph.\nSecond, with a comma.\nThird par')

    assert (problem.line, problem.reason) == (2, "cut off: a quoted cell never closes")


@pytest.mark.parametrize(
    "text",
    [
        "Bridge opens, cars go first\nSEOUL, May 1 (Yonhap) -- Cars went first, said Kim, Lee.\n(END)\n",
        "Storms, floods\nOne, two\nThree, four\nFive, six\n",
        "Standings\nTeam\tW\tL\nReds\t3\t1\nBlues\t1\t3\n",
        "title\ntext\n",
        "text, title of the play\nmore\n",
        "",
    ],
)
def test_copy_is_not_taken_for_a_table(text):
    assert not tables.recognises(text.encode())


def test_no_sample_of_another_format_is_taken_for_a_table():
    others = [path for path in SAMPLES.rglob("*") if path.is_file() and path.suffix not in (".csv", ".tsv")]

    assert [path.name for path in others if tables.recognises(path.read_bytes()[:65536])] == []


class Repeated:
    """A stream of the same bytes many times over."""

    def __init__(self, first, part, times):
        self.parts = iter([first, *[part] * times])
        self.rest = b""
        self.taken = 0

    def read(self, size=-1):
        while len(self.rest) < size and (part := next(self.parts, None)) is not None:
            self.rest += part
        taken, self.rest = self.rest[:size], self.rest[size:]
        self.taken += len(taken)
        return taken


MEGABYTE = b"x" * 1024 * 1024


@pytest.mark.parametrize("start", [b"title,text\nOne,a\nTwo,", b'title,text\nOne,a\nTwo,"'])
def test_a_line_of_a_gigabyte_is_a_problem_and_never_in_memory(start):
    import tracemalloc

    tracemalloc.start()
    results = list(read_source(Source("a.csv", Repeated(start, MEGABYTE, 1024)), Reading()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [type(each) for each in results] == [ParsedArticle, Problem]
    assert peak < 40 * 1024 * 1024


def test_rows_beyond_number_that_cannot_be_read_are_given_up():
    stream = Repeated(b"title,text\nOne,a\n", b",\n" * 1000, 1000)

    results = list(read_source(Source("a.csv", stream), Reading()))

    assert len(results) == patience.IN_A_ROW + 2
    assert results[-1].reason == "10,000 in a row could not be read; the rest is not looked at"


def test_rows_are_read_one_by_one():
    stream = Repeated(b"title,text\n", b"One,a\n", 1_000_000)
    results = read_source(Source("a.csv", stream), Reading())

    assert [next(results).headline for _ in range(3)] == ["One"] * 3
    assert stream.taken < 1024 * 1024


@pytest.mark.parametrize("name", ["rennes-cartes-postales.csv", "vigo-teletipos.tsv"])
def test_a_file_cut_off_anywhere_is_read_as_far_as_it_goes(name):
    data = (SAMPLES / "formats" / name).read_bytes()

    for end in range(0, len(data), 10):
        for each in read(data[:end], name):
            assert isinstance(each, ParsedArticle) or "reader failed" not in each.reason


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\"',;|"), max_size=40)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=4), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_back(written, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([("slug", "title"), *((f"s{cell}", f"Bridge {other}") for cell, other in written)])

    results = rows(out.getvalue())

    assert all(isinstance(each, ParsedArticle) for each in results)
    assert len(results) == len(written)
    for each, (cell, _) in zip(results, written, strict=True):
        assert each.slugline == " ".join(f"s{cell}".split())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data):
    for each in rows(b"title,text,date\n" + data):
        assert isinstance(each, ParsedArticle) or "reader failed" not in each.reason
