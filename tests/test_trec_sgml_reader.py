"""The SGML of retrieval collections: AP as TREC has it, EFE as CLEF has it, Gigaword."""

from datetime import UTC, date, datetime, timedelta

import pytest

from articles.ingest.article import Problem
from articles.ingest.formats import format_of
from articles.ingest.reading import read

AP = """<DOC>
<DOCNO> AP890101-9901 </DOCNO>
<FILEID>AP-NR-01-01-89 2358EST</FILEID>
<FIRST>u a PM-Kites 2ndLd     01-01 0120</FIRST>
<SECOND>PM-Kites, 2nd Ld,0120</SECOND>
<HEAD>Kites Grounded By Calm</HEAD>
<HEAD>Eds: ADDS weather.</HEAD>
<BYLINE>By DORIT VANCE</BYLINE>
<BYLINE>Associated Press Writer</BYLINE>
<DATELINE>LINCOLN, Neb. (AP) </DATELINE>
<TEXT>
   Forty kites stayed down for want of wind, said
``the calmest club in the West.''
   Soup was served _ twice.
</TEXT>
</DOC>
"""
EFE = """<DOC>
<DOCNO>EFE19950102-09901</DOCNO>
<DATE>19950102</DATE>
<TIME>09.05</TIME>
<SCATE>POX</SCATE>
<DESTINO>EXT</DESTINO>
<CATEGORY>CULTURA</CATEGORY>
<PRIORIDAD>U</PRIORIDAD>
<TITLE>   TEATRO-SORIA
   EL TEATRO MÁS FRÍO DE SORIA ESTRENA ESTUFA
</TITLE>
<TEXT>
   Soria, 2 ene (EFE).- El teatro estrenó una estufa y el público
se quitó el abrigo por primera vez. EFE
   abc/de
   01/02/09-05/95
</TEXT>
</DOC>
"""
GIGAWORD = """<DOC id="XIN_ENG_20040506.9901" type="story" >
<HEADLINE>
1st Ld: Tea house opens on tram
</HEADLINE>
<DATELINE>
HANGZHOU, May 6 (Xinhua)
</DATELINE>
<TEXT>
<P>
A tea house opened on
a tram Thursday.
</P>
<P>
It moves. Enditem
</P>
</TEXT>
</DOC>
"""


def only(text, encoding="utf-8"):
    (article,) = read(text.encode(encoding), "collection")
    return article


def test_ap_is_dealt_out():
    article = only(AP)

    assert (article.format, article.agency, article.guid) == ("trec-sgml", "AP", "AP890101-9901")
    assert (article.headline, article.note) == ("Kites Grounded By Calm", "Eds: ADDS weather.")
    assert (article.version_label, article.version, article.urgency) == ("2nd Ld", 2, 3)
    assert (article.slugline, article.bylines) == ("Kites", ("DORIT VANCE",))
    assert (article.dateline.places, article.dateline.region) == (("LINCOLN",), "Neb.")
    assert article.paragraphs == (
        "Forty kites stayed down for want of wind, said “the calmest club in the West.”",
        "Soup was served — twice.",
    )
    assert (article.sent_at.utcoffset(), article.dateline.date) == (timedelta(hours=-5), date(1989, 1, 1))


def test_efe_is_dealt_out():
    article = only(EFE, "latin-1")

    assert (article.agency, article.language, article.guid) == ("EFE", "es", "EFE19950102-09901")
    assert (article.slugline, article.headline) == ("TEATRO-SORIA", "EL TEATRO MÁS FRÍO DE SORIA ESTRENA ESTUFA")
    assert article.paragraphs == ("El teatro estrenó una estufa y el público se quitó el abrigo por primera vez.",)
    assert (article.end_mark, article.bylines, article.signoff) == ("EFE", ("abc/de",), "01/02/09-05/95")
    assert (article.urgency, article.nonpublic_note) == (3, "DESTINO: EXT")
    assert article.sent_at == datetime(1995, 1, 2, 9, 5, tzinfo=UTC)
    assert [(each.scheme, each.code) for each in article.subjects] == [("efe", "CULTURA"), ("efe-kind", "POX")]


def test_gigaword_is_dealt_out():
    article = only(GIGAWORD)

    assert (article.agency, article.language, article.guid) == ("Xinhua", "en", "XIN_ENG_20040506.9901")
    assert (article.headline, article.version_label) == ("Tea house opens on tram", "1st Ld")
    assert article.paragraphs == ("A tea house opened on a tram Thursday.", "It moves.")
    assert article.dateline.date == date(2004, 5, 6)


@pytest.mark.parametrize(
    ("number", "day"),
    [("AP890101-0001", "1989-01-01"), ("XIE19960131.0001", "1996-01-31"), ("FT911-3", None), ("AP891301-1", None)],
)
def test_the_number_of_a_document_tells_its_day(number, day):
    text = f"<DOC><DOCNO>{number}</DOCNO><HEADLINE>Tea</HEADLINE><TEXT>Tea was served.</TEXT></DOC>"

    found = only(text).dateline.date

    assert (found and found.isoformat()) == day


def test_elements_may_lie_in_a_body():
    text = (
        "<DOC><DOCNO> XIE19960101.0001 </DOCNO><BODY><HEADLINE>Tea</HEADLINE><TEXT><P>Served.</P></TEXT></BODY></DOC>"
    )

    assert (only(text).headline, only(text).paragraphs) == ("Tea", ("Served.",))


def test_many_documents_each_keep_their_bytes():
    found = list(read((AP + GIGAWORD).encode(), "collection"))

    assert [each.original for each in found] == [AP.strip().encode(), GIGAWORD.strip().encode()]


def test_a_document_cut_off_does_not_cost_the_next():
    cut, article = read((AP[:-8] + GIGAWORD).encode(), "collection")

    assert isinstance(cut, Problem) and "cut off" in cut.reason
    assert article.headline


def test_words_between_documents_are_reported():
    _, problem, _ = read((AP + "words\n" + GIGAWORD).encode(), "collection")

    assert (problem.line, problem.excerpt) == (AP.count("\n") + 1, "words\n")


@pytest.mark.parametrize(
    "text", ["<doc>no number</doc>", "<DOC><TITLE>x</TITLE></DOC>", "DOCNO 12\n<DOC>\n<DOCNO>1</DOCNO>"]
)
def test_other_documents_are_left_to_others(text):
    assert format_of(text.encode()).NAME != "trec-sgml"
