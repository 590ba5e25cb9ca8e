"""Reuters-21578: SGML that is no XML, many articles a file."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.article import Problem
from articles.ingest.reading import read
from articles.ingest.wires.sgml import elements, plain

OPENING = '<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="95001">\n'
CODES = (
    "<TOPICS><D>tin</D><D>zinc</D></TOPICS>\n<PLACES><D>peru</D></PLACES>\n"
    "<PEOPLE><D>vance</D></PEOPLE>\n<ORGS></ORGS>\n"
)
UNKNOWN = "<UNKNOWN> \n&#5;&#5;&#5;C M\n&#22;&#22;&#1;f0704&#31;reute\nu f BC-PERU-TIN-TALKS   02-26 0105</UNKNOWN>\n"
BODY = (
    "Tin talks &lt;TT> in Lima were adjourned over lunch and not\nresumed, delegates said.\n"
    "    Coffee was served &amp; praised.\n Reuter\n&#3;"
)
DATELINE = "<DATELINE>    LIMA, Feb 26 - </DATELINE>"
TEXT = f"<TEXT>&#2;\n<TITLE>PERU TIN TALKS PAUSE</TITLE>\n{DATELINE}<BODY>{BODY}</BODY></TEXT>\n"


def record(when="26-FEB-1987 15:01:01.79", codes=CODES, unknown=UNKNOWN, text=TEXT, opening=OPENING):
    return f"{opening}<DATE>{when}</DATE>\n{codes}{unknown}{text}</REUTERS>\n"


def only(text):
    (article,) = read(text.encode("latin-1"), "reut.sgm")
    return article


def test_copy_is_read_whole():
    article = only(record())

    assert (article.format, article.agency, article.language) == ("reuters-sgml", "Reuters", "en")
    assert article.guid == "reuters-21578:95001"
    assert article.headline == "PERU TIN TALKS PAUSE"
    assert article.paragraphs == (
        "Tin talks <TT> in Lima were adjourned over lunch and not resumed, delegates said.",
        "Coffee was served & praised.",
    )
    assert article.end_mark == "Reuter"
    assert (article.dateline.text, article.dateline.places) == ("LIMA, Feb 26 -", ("LIMA",))
    assert article.dateline.date == date(1987, 2, 26)


def test_codes_become_subjects_of_their_own_schemes():
    subjects = {(each.scheme, each.code) for each in only(record()).subjects}

    assert subjects == {
        ("anpa", "f"),
        ("reuters-21578", "tin"),
        ("reuters-21578", "zinc"),
        ("reuters-21578-places", "peru"),
        ("reuters-21578-people", "vance"),
    }


def test_the_wire_s_own_header_gives_slug_and_urgency():
    article = only(record())

    assert (article.slugline, article.urgency) == ("PERU-TIN-TALKS", 3)


@pytest.mark.parametrize(
    ("when", "sent_at", "day"),
    [
        (" 5-MAR-1987 09:23:09.60", datetime(1987, 3, 5, 9, 23, tzinfo=UTC), date(1987, 2, 26)),
        ("31-MAR-1987 605:12:19.12", None, date(1987, 3, 31)),
        ("32-MAR-1987 05:12:19.12", None, None),
        ("1-MAR-99999 05:12", None, None),
        ("1-MAR-0000 05:12", None, None),
        ("", None, None),
    ],
)
def test_times_mistyped_stay_empty(when, sent_at, day):
    article = only(record(when=when))

    assert (article.sent_at, article.dateline.date) == (sent_at, day)


def test_corrected_titles_are_corrections():
    article = only(record(text=TEXT.replace("PERU TIN", "CORRECTED - PERU TIN")))

    assert (article.version_label, article.headline) == ("CORRECTED", "PERU TIN TALKS PAUSE")


def test_brief_has_a_headline_alone():
    brief = '<TEXT TYPE="BRIEF">&#2;\n******<TITLE>LIMA TIN FIXED\n</TITLE>&#3;\n\n</TEXT>'

    article = only(record(text=brief))

    assert (article.headline, article.paragraphs) == ("LIMA TIN FIXED", ())


def test_copy_never_taken_apart_has_its_first_line_as_headline():
    raw = '<TEXT TYPE="UNPROC">&#2;\nLIMA TIN PRICES\n\n Tin 410.50\n    Zinc 77.25\n&#3;</TEXT>'

    article = only(record(text=raw))

    assert (article.headline, article.paragraphs) == ("LIMA TIN PRICES", ("Tin 410.50", "Zinc 77.25"))


def test_a_stray_byte_does_not_cost_the_article():
    article = only(record(text=TEXT.replace("lunch", "l\xfcnch")))

    assert "l\xfcnch" in article.paragraphs[0]
    assert article.original.decode(article.encoding)


def test_records_keep_their_own_bytes_and_the_prologue_is_none():
    file = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + record() + record(opening=OPENING.replace("95001", "95002"))

    first, second = read(file.encode(), "reut.sgm")

    assert first.original == record().rstrip("\n").encode()
    assert (second.guid, second.position) == ("reuters-21578:95002", 1)


def test_a_record_cut_off_is_a_problem_with_its_line():
    article, problem = read((record() + record()[:300]).encode(), "reut.sgm")

    assert article.headline
    assert isinstance(problem, Problem)
    assert (problem.line, "cut off" in problem.reason) == (record().count("\n") + 1, True)


def test_references_to_control_characters_vanish():
    assert plain("a&#3;b&#22;c&#0;d&lt;e&gt;&amp;amp;") == "abcd<e>&amp;"


def test_elements_without_an_end_hold_nothing():
    assert elements("<A><B>two</B><C>") == {"B": ["two"]}
