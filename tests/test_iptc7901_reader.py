"""IPTC 7901: header, keywords and text between control bytes; a log of a day is read message by message."""

import dataclasses
import io
from datetime import UTC, datetime

import pytest

from articles.ingest.article import Problem
from articles.ingest.formats import format_of
from articles.ingest.reading import read, read_source
from articles.ingest.source import Reading, Source

HEADER = "\x01eca0003 3 i 380  dpa 0045\r\n\r\n"
KEYWORDS = "Iceland/ferries/\r\n"
HEAD = "Ferry to Heimaey carries its millionth sheep\r\nBy Runa Kjaran, dpa =\r\n\r\n"
BODY = (
    "Landeyjahofn (dpa) - The ferry to the island of Heimaey has carried its\r\n"
    "millionth sheep, the company Eyjalina said on Wednesday.\r\n\r\n"
    "The animal got a wreath of hay and a season ticket, a spokesman said.\r\n"
)
NOTES = "\r\n# Notebook\r\n\r\n## Note to editors\r\n- adds wreath in graf 2\r\n"
TRAILER = "\r\n212322 GMT Nov 18\r\n\x04\r\n"


def message(header=HEADER, keywords=KEYWORDS, head=HEAD, body=BODY, notes="", trailer=TRAILER):
    return f"{header}{keywords}\x02{head}{body}{notes}\x03{trailer}"


def articles(text, encoding="utf-8"):
    return list(read(text.encode(encoding), "log"))


def only(text, encoding="utf-8"):
    (article,) = articles(text, encoding)
    return article


def test_header_becomes_agency_urgency_and_category():
    article = only(message())

    assert (article.format, article.agency, article.urgency) == ("iptc7901", "dpa", 3)
    assert [(each.scheme, each.code) for each in article.subjects] == [("iptc7901", "i")]


def test_lines_of_a_paragraph_are_joined():
    assert only(message()).paragraphs == (
        "The ferry to the island of Heimaey has carried its millionth sheep, the company Eyjalina said on Wednesday.",
        "The animal got a wreath of hay and a season ticket, a spokesman said.",
    )


def test_indented_lines_open_paragraphs():
    body = "   Vik (dpa) - One line that is long enough to be\r\nbroken at the edge\r\nof the page.\r\n   Another.\r\n"

    assert only(message(body=body)).paragraphs == (
        "One line that is long enough to be broken at the edge of the page.",
        "Another.",
    )


@pytest.mark.parametrize(
    ("head", "label", "version"),
    [
        ("1ST LEAD\r\n", "1ST LEAD", 1),
        ("REFILE\r\n3RD LEAD\r\n", "REFILE 3RD LEAD", 3),
        ("(Achtung)\r\n", "Achtung", 0),
        ("", "", 0),
    ],
)
def test_lines_above_the_headline_are_labels(head, label, version):
    article = only(message(head=head + HEAD))

    assert (article.version_label, article.version) == (label, version)
    assert article.headline == "Ferry to Heimaey carries its millionth sheep"
    assert article.bylines == ("Runa Kjaran",)


def test_version_and_take_may_stand_among_the_keywords():
    article = only(message(keywords="Iceland/ferries/2nd LEAD/2nd take/\r\n"))

    assert (article.slugline, article.keywords) == ("Iceland/ferries", ("Iceland", "ferries"))
    assert (article.version_label, article.version, article.note) == ("2nd LEAD", 2, "2nd take")


def test_kill_cancels():
    assert only(message(head="MANDATORY KILL\r\n" + HEAD)).status == "canceled"


def test_notes_that_are_not_public_are_kept_apart():
    article = only(message(notes=NOTES))

    assert article.nonpublic_note == "# Notebook\n## Note to editors\n- adds wreath in graf 2"
    assert "wreath in graf" not in " ".join(article.paragraphs)


@pytest.mark.parametrize(
    ("trailer", "sent_at"),
    [
        ("212322 GMT Nov 18", datetime(2018, 11, 21, 23, 22, tzinfo=UTC)),
        ("212322 Nov 69", datetime(2069, 11, 21, 23, 22, tzinfo=UTC)),
        ("212322 GMT nov 70", datetime(1970, 11, 21, 23, 22, tzinfo=UTC)),
        ("212322 Dez 1998", datetime(1998, 12, 21, 23, 22, tzinfo=UTC)),
        ("322322 GMT Nov 18", None),
        ("212522 GMT Nov 18", None),
        ("212322 GMT Foo 18", None),
        ("212322", None),
        ("9" * 5000, None),
    ],
)
def test_two_digit_years_turn_at_70_and_impossible_times_stay_empty(trailer, sent_at):
    article = only(message(trailer=f"\r\n{trailer}\r\n\x04"))

    assert article.sent_at == sent_at
    assert article.dateline.date == (sent_at.date() if sent_at else None)


def test_number_and_minute_identify_a_message_and_a_message_without_time_has_no_id():
    assert only(message()).guid == "eca0003-20181121T2322"
    assert only(message(trailer="\r\n\x04")).guid == ""


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "utf-8"), ("latin-1", "cp1252")])
def test_latin_1_and_utf_8_are_told_apart(encoding, name):
    article = only(message(body="Zürich (dpa) - Größe, Café, naïve Bögen und Fürsten füllten Säle.\r\n"), encoding)

    assert article.encoding == name
    assert article.paragraphs == ("Größe, Café, naïve Bögen und Fürsten füllten Säle.",)


def test_copy_that_lost_its_control_bytes_is_recognised_by_header_and_keywords():
    text = "".join(each for each in message(notes=NOTES) if each not in "\x01\x02\x03\x04")

    article = only(text)

    assert article.format == "iptc7901"
    assert article.headline == "Ferry to Heimaey carries its millionth sheep"
    assert len(article.paragraphs) == 2
    assert article.sent_at == datetime(2018, 11, 21, 23, 22, tzinfo=UTC)


def test_each_message_of_a_log_keeps_its_own_bytes():
    log = message() + message(header=HEADER.replace("0003", "0004")) + "\r\n"

    first, second = articles(log)

    assert (first.position, second.position) == (0, 1)
    assert first.original == message().removesuffix("\r\n").encode()
    assert second.guid == "eca0004-20181121T2322"


def test_a_log_may_begin_in_the_middle_of_a_message():
    problem, article = articles("end of something.\r\n\x03\r\n\x04\r\n" + message())

    assert (problem.line, "beginning is missing" in problem.reason) == (1, True)
    assert article.headline


def test_a_message_cut_off_does_not_cost_the_next():
    cut, article = articles(message().partition("\x03")[0] + message())

    assert isinstance(cut, Problem) and "cut off" in cut.reason
    assert article.paragraphs


def test_a_problem_names_the_line_its_message_begins_at():
    _, problem = articles(message() + "\x01nonsense\r\n\x02x\x03\r\n")

    assert (problem.line, problem.excerpt[:9]) == (message().count("\n") + 1, "\x01nonsense")


def test_a_log_is_read_message_by_message():
    class EndlessLog(io.RawIOBase):
        taken = 0

        def read(self, size=-1):
            self.taken += size
            return (message().encode() * (size // len(message()) + 1))[:size]

    log = EndlessLog()
    found = read_source(Source("log", log), Reading())

    assert [next(found).headline for _ in range(100)] == ["Ferry to Heimaey carries its millionth sheep"] * 100
    assert log.taken < 1_000_000


def test_a_message_without_end_is_bounded():
    (problem,) = articles(HEADER + KEYWORDS + "\x02" + "word\n" * 500_000)

    assert "is no wire copy" in problem.reason


def test_floods_of_control_bytes_yield_no_flood_of_problems():
    assert len(articles(message() + "\x01" * 200_000)) == 1
    assert len(articles(message() + "x\x01" * 20_000)) < 1100


@pytest.mark.parametrize("text", ["\x01", "\x01abc", "eca0003 3 i 380 dpa\nNo keyword line\n", "380 words / a / b /\n"])
def test_what_only_looks_like_it_is_left_to_others(text):
    assert format_of(text.encode()).NAME == "text"


TELEGRAM = (
    "ZCZC\r\neca0003 3 i 380  dpa 0045\r\n\r\n" + KEYWORDS + HEAD + BODY + "\r\n212322 GMT Nov 18\r\nNNNN\r\n\r\n"
)


@pytest.mark.parametrize("opening", ["ZCZC\r\n", "ZCZC ", "ZCZC\r\n\r\n"])
def test_what_framed_a_telegram_is_never_text(opening):
    article = only(TELEGRAM.replace("ZCZC\r\n", opening))

    assert article == dataclasses.replace(only(message()), original=article.original)
    assert "ZCZC" in article.original.decode() and "NNNN" in article.original.decode()


def test_telegram_without_its_end_is_cut_off():
    (problem,) = articles(TELEGRAM.removesuffix("NNNN\r\n\r\n"))

    assert (problem.reason, problem.line) == ("cut off: no end of the telegram (NNNN)", 1)


def test_telegrams_follow_one_another():
    second = TELEGRAM.replace("eca0003", "ECA0004").replace("Iceland/ferries/\r\n", "").replace("millionth", "last")
    found = articles(TELEGRAM + second + TELEGRAM.replace("0003", "0005"))

    assert [each.guid for each in found] == [f"eca000{number}-20181121T2322" for number in (3, 4, 5)]
    assert b"".join(each.original for each in found).decode() == TELEGRAM + second + TELEGRAM.replace("0003", "0005")
    assert found[1].keywords == ()


def test_frames_of_a_telegram_within_control_bytes_are_left_out():
    framed = message(header=HEADER.replace("\x01", "\x01ZCZC\r\n"), body=BODY + "NNNN\r\n")

    assert only(framed).paragraphs == only(message()).paragraphs
    assert only(framed).guid == only(message()).guid
