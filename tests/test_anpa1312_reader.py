"""ANPA 1312 and Kyodo's form of it: keyword line, head between carets, body, transmission trailer."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.ingest.article import Problem
from articles.ingest.reading import read
from articles.ingest.wires.keyword_line import read_header, read_keywords

HEAD = (
    "^BC-US--Ferry,1st Ld-Writethru,120<\r\n^Ferry to nowhere finds its passengers<\r\n^AP Photo ORFE101<\r\n"
    "^Eds: Adds detail.<\r\n^By DORIT VANCE=\r\n^Associated Press=\r\n"
)
BODY = (
    "\tASTORIA, Ore. (AP) _ The ferry ran, ``on time'' for once,\r\nofficials said.\r\n"
    "\t___\r\n\tNobody was aboard.\r\n"
)
TRAILER = "AP-WF-06-29-17 2350GMT<\r\n\x0c\x04"


def message(second="r a\x14\x11 BC-US--Ferry 1stLd   06-29 0120", head=HEAD, body=BODY, trailer=TRAILER):
    return f"\x16\x16\x01w1645\x1fasian\r\n{second}\r\n\x02{head}{body}\x03{trailer}"


def only(text):
    (article,) = read(text.encode("utf-8"), "wire")
    return article


def test_head_is_dealt_out():
    article = only(message())

    assert article.format == "anpa1312"
    assert article.headline == "Ferry to nowhere finds its passengers"
    assert (article.version_label, article.version) == ("1st Ld-Writethru", 1)
    assert (article.slugline, article.note, article.bylines) == ("US--Ferry", "Eds: Adds detail.", ("DORIT VANCE",))
    assert article.signoff == "AP Photo ORFE101"


def test_codes_of_the_wire_become_the_characters_they_stand_for():
    article = only(message())

    assert article.dateline.text == "ASTORIA, Ore. (AP) —"
    assert article.paragraphs == ("The ferry ran, “on time” for once, officials said.", "Nobody was aboard.")


def test_trailer_tells_agency_moment_and_id():
    article = only(message())

    assert (article.agency, article.guid) == ("AP", "w1645-20170629T2350")
    assert article.sent_at == datetime(2017, 6, 29, 23, 50, tzinfo=UTC)
    assert only(message(trailer="AP-NY-06-29-98 2350EDT<\r\n")).sent_at.utcoffset() == timedelta(hours=-4)
    assert only(message(trailer="AP-WF-13-45-98 9999GMT<\r\n")).sent_at is None


@pytest.mark.parametrize(
    ("letter", "urgency"), [("f", 1), ("b", 2), ("u", 3), ("r", 4), ("d", 5), ("z", 6), ("q", None)]
)
def test_priority_letters_become_urgency(letter, urgency):
    assert only(message(second=f"{letter} a\x14\x11 BC-Ferry   06-29 0120")).urgency == urgency


def test_tables_keep_their_lines():
    table = "\x08Lynx   3  0  1\r\n\x08Otters 0  1  0\r\n"

    assert only(message(second="r s\x14\x12 BC-Scores   06-29 0020", body=table)).paragraphs == (
        "Lynx 3 0 1",
        "Otters 0 1 0",
    )


def test_kill_in_the_keyword_line_cancels():
    assert only(message(head=HEAD.replace("1st Ld-Writethru", "KILL"))).status == "canceled"


def test_an_alert_without_headline_stands_under_its_slug():
    article = only(message(head="^BC-US--APNewsAlert,17<\r\n"))

    assert article.headline == "US--APNewsAlert"
    assert len(article.paragraphs) == 2


def test_lines_of_the_head_may_be_wrapped():
    head = "^BC-US--Ferry,120<\r\n^Ferry to nowhere\r\nfinds its passengers<\r\n"

    assert only(message(head=head)).headline == "Ferry to nowhere finds its passengers"


def test_copy_that_lost_its_control_bytes_is_recognised():
    text = message("r a BC-US--Ferry 1stLd   06-29 0120", trailer="\n\t   " + TRAILER)
    article = only("".join(each for each in text if each not in "\x01\x02\x03\x04\x16\x1f\x0c"))

    assert (article.format, article.guid) == ("anpa1312", "w1645-20170629T2350")
    assert article.paragraphs[-1] == "Nobody was aboard."


def test_kyodo_closes_its_headline_with_a_plus():
    text = (
        "\x01w0316KYODO\x1fkws\r\nu s\x14\x12 BC-Go-Title-Match   09-12 0044\r\n\x02BC-Go-Title-Match\r\n"
        "Hino keeps title\r\nin snow-bound final+\r\n"
        "     SAPPORO, Japan, Dec. 9 Kyodo - Hino won.\r\n"
        "     She smiled.\r\n==Kyodo\r\n"
        "\x03KWS-21:37-09-12-18\r\n"
    )
    article = only(text)

    assert article.headline == "Hino keeps title in snow-bound final"
    assert article.paragraphs == ("Hino won.", "She smiled.")
    assert (article.end_mark, article.agency) == ("==Kyodo", "Kyodo")
    assert article.sent_at.isoformat() == "2018-12-09T21:37:00+09:00"


def test_messages_run_together_are_told_apart():
    first, second = read((message() + message()).encode(), "log")

    assert (first.position, second.position) == (0, 1)
    assert first.original == message().encode()


def test_a_message_without_end_of_text_is_a_problem_of_its_own():
    cut, whole = read((message().partition("\x03")[0] + message()).encode(), "log")

    assert isinstance(cut, Problem) and "cut off" in cut.reason
    assert whole.headline


@pytest.mark.parametrize(
    ("line", "keyword", "label", "version", "part"),
    [
        ("BC-US--Bridge, 1st Ld-Writethru,416", "US--Bridge", "1st Ld-Writethru", 1, ""),
        ("AM-Bridge,2nd Ld,80", "Bridge", "2nd Ld", 2, ""),
        ("PM-Bridge, 1st Add,80", "Bridge", "", 0, "1st Add"),
        ("BC-Bridge 3rdLd-Writethru", "Bridge", "3rdLd-Writethru", 3, ""),
        ("BC-Bridge,Adv01,2nd Take,700", "Bridge", "", 0, "Adv01, 2nd Take"),
        ("BC-Bridge,Correction", "Bridge", "Correction", 0, ""),
        (",,,", "", "", 0, ""),
    ],
)
def test_keyword_lines_tell_which_filing_it_is(line, keyword, label, version, part):
    read_line = read_keywords(line)

    assert (read_line.keyword, read_line.label, read_line.version, read_line.part) == (keyword, label, version, part)


@pytest.mark.parametrize(
    "line", ["", "r", "A man went home 06-29", "r a", "r aBC-Bridge 06-29 1", "r a BC " + "x" * 500]
)
def test_other_lines_are_no_header(line):
    assert read_header(line) is None
