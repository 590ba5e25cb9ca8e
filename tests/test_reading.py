"""Bad input gets a clear reason; several stories in a file are told apart."""

import os
from datetime import date
from time import process_time

import pytest

from articles.importing.parsed_json import as_json
from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.reading import read

STORY = """(LEAD) Le pont de Mapo rouvre
SEOUL, 13 sept. 2023 (Yonhap) -- Le pont a rouvert ce mercredi.
La ville a remercié les riverains.
(FIN)
"""


def only(data: bytes | str, **options) -> ParsedArticle | Problem:
    data = data.encode() if isinstance(data, str) else data
    (found,) = read(data, "copy.txt", **options)
    return found


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "empty file", 0),
        (b" \n\t\r\n ", "empty file", 0),
        (b"\xef\xbb\xbf", "empty file", 0),
        ("\u3000\n\u00a0".encode(), "empty file", 0),
        (b"%PDF-1.4 ...", "a PDF file", 0),
        (b"PK\x03\x04....", "a zip archive", 0),
        (b"\x00\x01" * 500, "binary", 1),
        (STORY.replace("ville", "vi\x00lle").encode(), "NUL", 3),
        (b"Dear all,\nthe meeting is at noon.\nSee you there.\n", "not recognised as wire copy", 1),
        (b"<?xml version='1.0'?><inventory/>", "markup", 1),
        (b'{"a": 1}', "column", 1),
        (STORY.split("(FIN)")[0].rstrip(".\n").encode(), "cut off", 3),
        (b"(LEAD) Le pont de Mapo rouvre\nSEOUL, 13 sept. (Yonhap) -- Le pont a", "cut off", 2),
        (("x" * 200_000).encode(), "200,000 characters", 1),
        (b"\x01\x02\x03", "empty file", 0),
        (b"# Title\n\nSome text (LEAD) here.\n", "not recognised as wire copy", 1),
        (b"(LEAD) weights for fishing\nThey sink.\n", "not recognised as wire copy", 1),
        (b"SEOUL, 13 sept. (Yonhap) -- Le pont a rouvert.\n(FIN)\n", "no headline", 1),
    ],
)
def test_unreadable_input_is_a_problem_with_its_reason(data, reason, line):
    problem = only(data)

    assert isinstance(problem, Problem)
    assert reason in problem.reason
    assert problem.line == line


def test_line_of_50_megabytes_is_a_problem():
    problem = only(b"a " * 25_000_000)

    assert "50,000,000 bytes" in problem.reason


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp932", "【東京共同】髙橋①さんは㈱の話をした。銭湯が夜間の営業を始めたのはきのうだと言っていた。"),
        ("cp949", "(서울=연합뉴스) 홍가람 기자 = 똠방각하와 펲시를 이야기했다. 다리는 다시 열렸다고 시는 밝혔다."),
        ("big5hkscs", "韓聯社釜山9月2日電 啲嘢是在一個有人的地方，他們說這是大家的，我們來這裡。"),
        ("utf-16-be", "(서울=연합뉴스) 홍가람 기자 = 다리는 다시 열렸다고 시는 밝혔다."),
        ("utf-8", "SEOUL, 13 sept. (Yonhap) -- Le pont a rouvert."),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_bytes_of_several_stories_are_those_of_the_file(encoding, text, line_end):
    copy = line_end.join(["제목 다리" if "서울" in text else "題名", text, "(END)", ""])
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    data = mark + (copy * 3).encode(encoding)

    articles = list(read(data, "three.txt"))

    assert [type(each) for each in articles] == [ParsedArticle] * 3
    assert b"".join(article.original for article in articles) == data
    assert (
        len(
            {article.original[len(mark) :] if not index else article.original for index, article in enumerate(articles)}
        )
        == 1
    )


def test_stories_without_end_mark_are_told_apart_by_their_datelines():
    data = (
        b"Bridge opens in Oslo\nOSLO, Nov 9, 2022 (Reuters) - It opened.\nAll crossed.\n\n"
        b"UPDATE 1-Tunnel closes in Oslo\n(Adds mayor's\nwords)\n"
        b"OSLO, Nov 9, 2022 (Reuters) - It closed.\nNobody crossed.\n"
    )

    first, second = read(data, "two.txt")

    assert (first.headline, second.headline) == ("Bridge opens in Oslo", "Tunnel closes in Oslo")
    assert (second.version_label, second.note) == ("UPDATE 1", "Adds mayor's words")


def test_html_in_a_story_stays_text():
    article = only(STORY.replace("La ville", "<script>alert(1)</script> La ville"))

    assert article.paragraphs[1].startswith("<script>alert(1)</script>")


def test_undated_story_is_never_dated_by_the_clock():
    article = only(STORY.replace(" 2023", "").replace(" ce mercredi", ""))

    assert article.dateline.places == ("SEOUL",)
    assert article.dateline.date is None
    assert article.dateline.date_from == ""


def test_day_of_reception_gives_the_year_last():
    article = only(STORY.replace(" 2023", "").replace(" ce mercredi", ""), received=date(2022, 1, 5))

    assert article.dateline.date == date(2021, 9, 13)
    assert article.dateline.date_from == "received"


def test_mistyped_date_is_place_without_date():
    article = only(STORY.replace("13 sept. 2023", "133 sept."), received=date(2022, 1, 5))

    assert article.dateline.places == ("SEOUL",)
    assert article.dateline.date is None


def test_stories_run_together_are_told_apart_and_keep_their_bytes():
    second = STORY.replace("(LEAD) Le pont de Mapo", "Le tunnel de Namsan")
    data = (STORY + "-\nLe tunnel de Namsan rouvre\n" + second).encode()

    first, other = read(data, "two.txt")

    assert [first.headline, other.headline] == ["Le pont de Mapo rouvre", "Le tunnel de Namsan rouvre"]
    assert first.related[0].headline == "Le tunnel de Namsan rouvre"
    assert first.original + other.original == data


def test_one_bad_story_does_not_take_the_others_of_its_file():
    data = (STORY + "Autre titre\nBUSAN, 14 sept. (Yonhap) -- Un\n(FIN)\n" + STORY.replace("Mapo", "Banpo")).encode()

    found = list(read(data, "three.txt"))

    assert [type(each) for each in found] == [ParsedArticle, ParsedArticle, ParsedArticle]


def test_listing_of_parsed_articles_is_no_copy():
    assert list(read(b'[{"file": "a", "version_label": "", "dateline": {}, "paragraphs": []}]', "a.json")) == []


@pytest.mark.parametrize(
    "unit", ["12.", "\u2028", "\n(", "By ", " ", "( ", "1 ", "가", "(ATTN: a\n", "A/", "A, ", "a@", "END\n"]
)
def test_endless_repetition_is_read_in_bounded_time(unit):
    """Seconds, where a pattern that looks back and forth would take minutes."""
    filler = (unit * 30_000)[:30_000]
    started = process_time()

    for data in (f"Le pont\nSEOUL, 13 sept. (Yonhap) -- Il a rouvert.\n{filler}\nFin.\n", f"{filler}x\n"):
        assert list(read(data.encode(), "copy.txt"))

    assert process_time() - started < 5


def test_name_of_a_file_that_is_no_text_can_be_printed():
    (article,) = read(STORY.encode(), os.fsdecode(b"caf\xe9.txt"))

    assert as_json(article)["file"] == "caf\\udce9.txt"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (STORY + "-\n" + "".join(f"Un autre pont, le {number}e\n" for number in range(10_001)), "related headlines"),
        (
            "<nitf><body><body.content><p>Le pont a rouvert.</p>"
            + "".join(f"<media><media-caption>Le pont {number}</media-caption></media>" for number in range(10_001))
            + "</body.content></body></nitf>",
            "captions",
        ),
    ],
)
def test_more_parts_than_the_archive_can_number_are_a_problem(data, reason):
    found = only(data)

    assert isinstance(found, Problem)
    assert found.reason == f"10,001 {reason}: no wire copy"
