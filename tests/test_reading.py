"""Bad input gets a clear reason; several stories in a file are told apart."""

from datetime import date

import pytest

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
        (b"<?xml version='1.0'?><nitf/>", "markup", 1),
        (b'{"headline": "x"}', "JSON", 1),
        (STORY.split("(FIN)")[0].rstrip(".\n").encode(), "cut off", 3),
        (b"(LEAD) Le pont de Mapo rouvre\nSEOUL, 13 sept. (Yonhap) -- Le pont a", "cut off", 2),
        (("x" * 200_000).encode(), "200,000 characters", 1),
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

    assert "50,000,000 characters" in problem.reason


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
