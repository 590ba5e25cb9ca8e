"""What the formats of the IPTC have in common."""

import pytest

from articles.ingest.article import Subject
from articles.ingest.declared import Declared
from articles.ingest.markup.iptc import (
    agency_named,
    label_number,
    label_of,
    merged,
    names_in,
    settled,
    slug_and_label,
    subject_of,
)


@pytest.mark.parametrize(
    ("signs", "agency"),
    [
        (["", "The Associated Press"], "AP"),
        (["REUTERS"], "Reuters"),
        (["www.itar-tass.com"], "TASS"),
        (["kyodonews.jp"], "Kyodo"),
        (["Ritzau", "ritzau.dk", "NTB"], "NTB"),
        (["ritzau.dk", "Ritzau"], "Ritzau"),
        (["https://www.nonesuch.example/about"], "nonesuch.example"),
        ([], ""),
        ([""], ""),
    ],
)
def test_first_agency_known_is_the_agency(signs, agency):
    assert agency_named(signs) == agency


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ({"qcode": "medtop:04000000", "name": " economy\n "}, Subject("04000000", "medtop", "economy")),
        ({"qcode": "11006005"}, Subject("11006005", "subj", "")),
        ({"uri": "http://cv.iptc.org/newscodes/subjectcode/11006005"}, Subject("11006005", "subj", "")),
        ({"qcode": "20000394"}, Subject("20000394", "medtop", "")),
        ({"literal": "IPTC:20001373:tide"}, Subject("20001373", "medtop", "tide")),
        ({"literal": "99000000"}, Subject("99000000", "", "")),
        ({"literal": "TT:02000000:LAG"}, Subject("02000000", "subj", "LAG")),
        ({"name": "alpacas"}, Subject("alpacas", "", "alpacas")),
        ({}, None),
    ],
)
def test_subject_has_its_scheme(given, subject):
    assert subject_of(**given) == subject


def test_endless_codes_are_cut():
    found = subject_of("x" * 5000 + ":" + "y" * 5000)

    assert len(found.scheme) <= 30
    assert len(found.code) <= 80


@pytest.mark.parametrize("text", ["URGENT", "(2nd Ld)", "1st Ld-Writethru", "UPDATE 3", "LEAD", "(CORRECTION)"])
def test_text_that_is_a_label_is_known(text):
    assert label_of(text)


@pytest.mark.parametrize("text", ["", "Adds quote", "For global distribution", "x" * 1000])
def test_other_text_is_no_label(text):
    assert label_of(text) == ""


@pytest.mark.parametrize("byline", ["By Ann Tarn, PA", "Ann Tarn/TT", "Von Ann Tarn, dpa"])
def test_agency_behind_a_name_is_no_name(byline):
    assert names_in(byline) == ("Ann Tarn",)


@pytest.mark.parametrize(
    ("label", "number"), [("", 0), ("URGENT", 0), ("LEAD", 1), ("2nd Ld-Writethru", 2), ("UPDATE 3", 3)]
)
def test_label_has_its_number(label, number):
    assert label_number(label) == number


def test_slug_that_is_a_label_is_no_slug():
    assert slug_and_label("URGENT") == ("", "URGENT")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By ANN TARN and BO EK", ("ANN TARN", "BO EK")),
        ("Ann Tarn", ("Ann Tarn",)),
        ("gr/bp", ("gr/bp",)),
        ("Geir Tarn / Nonesuch.example", ("Geir Tarn / Nonesuch.example",)),
        ("", ()),
    ],
)
def test_names_of_a_byline(byline, names):
    assert names_in(byline) == names


def test_outer_declaration_wins_where_it_says_something():
    outer, inner = Declared(headline="a", urgency=None), Declared(headline="b", urgency=4, keywords=("c",))

    assert merged(outer, inner) == Declared(headline="a", urgency=4, keywords=("c",))


def test_dateline_of_the_copy_wins_over_that_of_the_metadata():
    declared = settled(
        Declared(headline="x", dateline="Rome", places=("Rome",), region="Italy", paragraphs=("OSLO (AP) -- One.",))
    )

    assert (declared.dateline, declared.places, declared.region) == ("", (), "")


def test_place_of_the_metadata_serves_a_dateline_without_one():
    declared = settled(Declared(headline="x", places=("Rome",), paragraphs=("Jan 3 (Reuters) - One.",)))

    assert declared.places == ("Rome",)


def test_headline_that_opens_the_text_is_not_read_twice():
    assert settled(Declared(headline="A headline", paragraphs=("A headline.", "Text."))).paragraphs == ("Text.",)


def test_second_headline_that_says_something_new_is_kept():
    declared = settled(
        Declared(headline="A", subheadline="A\nB\nThe text begins with", paragraphs=("The text begins without.",))
    )

    assert declared.subheadline == "B"
