"""A mailbox is read message by message."""

from articles.ingest.article import Problem
from articles.ingest.formats import format_of
from articles.ingest.reading import read
from tests.test_mail_reader import HEADERS, mail, mixed, part
from tests.wire_copy import founding_form

FROM = b"From desk@example.com Wed Sep 13 19:31:07 2023\n"


def message(number):
    copy = founding_form(f"Pont {number} rouvert")
    return mail(copy, HEADERS.replace("bridge-7", f"bridge-{number}"))


def box(*messages):
    return b"\n".join(FROM + each for each in messages)


def test_messages_become_articles_in_order_each_with_its_bytes():
    data = box(message(1), message(2))

    first, second = read(data, "days.mbox")

    assert (first.format, first.headline, second.headline) == ("mbox", "Pont 1 rouvert", "Pont 2 rouvert")
    assert (first.position, second.position, first.file) == (0, 1, "days.mbox")
    assert first.original + second.original == data


def test_lines_that_begin_with_from_are_the_copy_s_own():
    text = "BUSAN (AP) -- The bridge opened.\n\n>From afar it looks small.\n\nFrom here it does not.\n"

    (article,) = read(box(mail(text)), "days.mbox")

    assert article.paragraphs == (
        "The bridge opened.",
        "From afar it looks small.",
        "From here it does not.",
    )


def test_what_is_attached_is_addressed_by_message_and_name():
    with_file = mixed(part(b"Voir la piece jointe"), part(founding_form().encode(), name="pont.txt"))

    first, attached, last = read(box(message(1), with_file, message(3)), "days.mbox")

    assert attached.file == "days.mbox!2!pont.txt"
    assert (first.position, last.position) == (0, 1)


def test_a_message_that_cannot_be_read_costs_only_itself():
    first, problem, last = read(box(message(1), mixed(part(b"x"))[:-30], message(3)), "days.mbox")

    assert isinstance(problem, Problem)
    assert problem.line == box(message(1)).count(b"\n") + 2
    assert (first.headline, last.headline) == ("Pont 1 rouvert", "Pont 3 rouvert")


def test_copy_that_begins_with_from_is_no_mailbox():
    assert format_of(b"From Seoul with love\nSubject: bridges\n\nSEOUL (AP) -- It opened.\n").NAME == "text"


def test_a_nul_byte_before_a_message_costs_only_that_message():
    problem, article = read(FROM.replace(b"desk", b"de\x00sk") + message(1) + b"\n" + box(message(2)), "days.mbox")

    assert "NUL" in problem.reason
    assert article.headline == "Pont 2 rouvert"
