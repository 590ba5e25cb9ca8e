import pytest

from articles.ingest.grammar.labels import label_line, split_label, status_of


@pytest.mark.parametrize(
    ("line", "label", "version", "headline"),
    [
        ("(LEAD) Two bridges close", "LEAD", 1, "Two bridges close"),
        ("(4e LD) Deux ponts fermés", "4e LD", 4, "Deux ponts fermés"),
        ("(2nd LD) Two bridges close", "2nd LD", 2, "Two bridges close"),
        ("(URGENT) (LEAD) Two bridges close", "URGENT LEAD", 1, "Two bridges close"),
        ("(AMPLIACIÓN) Cierran dos puentes", "AMPLIACIÓN", 1, "Cierran dos puentes"),
        ("(2ª AMPLIACIÓN) Cierran dos puentes", "2ª AMPLIACIÓN", 2, "Cierran dos puentes"),
        ("다리 두 곳 통제(종합)", "종합", 1, "다리 두 곳 통제"),
        ("다리 두 곳 통제(종합2보)", "종합2보", 2, "다리 두 곳 통제"),
        ("[속보] 다리 통제", "속보", 0, "다리 통제"),
        ("[3보] 다리 통제", "3보", 3, "다리 통제"),
        ("详讯：两座桥梁关闭", "详讯", 1, "两座桥梁关闭"),
        ("快讯：两座桥梁关闭", "快讯", 0, "两座桥梁关闭"),
        ("1st Ld-Writethru: Two bridges close", "1st Ld-Writethru", 1, "Two bridges close"),
        ("URGENT: Two bridges close", "URGENT", 0, "Two bridges close"),
        ("Roundup: Two bridges close", "Roundup", 0, "Two bridges close"),
        ("UPDATE 2-Two bridges close", "UPDATE 2", 2, "Two bridges close"),
        ("CORRECTED-UPDATE 1-Two bridges close", "CORRECTED-UPDATE 1", 1, "Two bridges close"),
        ("(CORRECTED) - Two bridges close", "CORRECTED", 0, "Two bridges close"),
        ("CORRECTED - Two bridges close", "CORRECTED", 0, "Two bridges close"),
        ("URGENTTwo bridges close", "URGENT", 0, "Two bridges close"),
        ("STORY WITHDRAWN: Two bridges close", "STORY WITHDRAWN", 0, "Two bridges close"),
        ("ANNULE ET REMPLACE : Deux ponts fermés", "ANNULE ET REMPLACE", 0, "Deux ponts fermés"),
        ("2ND LEAD Two bridges close", "2ND LEAD", 2, "Two bridges close"),
        ("EMBARGOED until 1800 GMT - Two bridges", "EMBARGOED until 1800 GMT", 0, "Two bridges"),
        ("(Yonhap Feature) Bridges", "Yonhap Feature", 0, "Bridges"),
    ],
)
def test_label_is_taken_off_the_headline(line, label, version, headline):
    found = split_label(line)

    assert (found.label, found.version, found.headline) == (label, version, headline)


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("ANNULATION", "canceled"),
        ("STORY WITHDRAWN", "canceled"),
        ("EMBARGOED until 1800 GMT", "withheld"),
        ("CORRECTED-UPDATE 1", "usable"),
        ("", "usable"),
    ],
)
def test_kill_and_hold_say_what_may_be_done_with_the_copy(label, status):
    assert status_of(label) == status


@pytest.mark.parametrize(
    "headline",
    [
        "(Re)faire la ville",
        "FLASH mob in Lyon",
        "Leads and loads",
        "Budget 2024 (3) adopted",
        "서울 (구로) 다리",
        "UPDATES on bridges",
        "10 things to know",
    ],
)
def test_headline_that_only_looks_labelled_stays_whole(headline):
    assert split_label(headline).headline == headline
    assert split_label(headline).label == ""


@pytest.mark.parametrize(
    ("line", "label", "version"),
    [("1ST LEAD", "1ST LEAD", 1), ("2ND LEAD", "2ND LEAD", 2), ("REFILE", "REFILE", 0), ("(Achtung)", "Achtung", 0)],
)
def test_line_that_is_only_a_label(line, label, version):
    found = label_line(line)

    assert found is not None
    assert (found.label, found.version) == (label, version)


def test_headline_is_no_label_line():
    assert label_line("LEAD poisoning rises") is None
