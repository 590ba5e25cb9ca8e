"""E-mail: the text of a message through the grammar of wire copy, its headers, what is attached."""

import base64
import io
import quopri
import zipfile
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.article import ParsedArticle, Problem
from articles.ingest.formats import format_of
from articles.ingest.reading import read
from tests.wire_copy import founding_form

HEADERS = (
    "Received: from relay.example.com by mail.example.org; Wed, 13 Sep 2023 19:31:07 +0900\n"
    "From: Pont de Mapo <desk@example.com>\n"
    "To: archive@example.org\n"
    "Subject: Le pont rouvre\n"
    "Date: Wed, 13 Sep 2023 19:31:02 +0900\n"
    "Message-ID: <bridge-7@example.com>\n"
    "MIME-Version: 1.0\n"
)
COPY = founding_form(day="13 sept.")
LETTER = "Bonjour,\n\nveuillez trouver la dépêche ci-jointe.\n"
MIXED = 'Content-Type: multipart/mixed; boundary="cut"\n\n'


def mail(body=COPY, headers=HEADERS, kind="text/plain; charset=utf-8"):
    return f"{headers}Content-Type: {kind}\n\n{body}".encode()


def part(data, kind="text/plain; charset=utf-8", name=""):
    disposition = f'Content-Disposition: attachment; filename="{name}"\n' if name else ""
    encoded = base64.encodebytes(data).decode()
    return f"--cut\nContent-Type: {kind}\n{disposition}Content-Transfer-Encoding: base64\n\n{encoded}\n"


def mixed(*parts, headers=HEADERS):
    return f"{headers}{MIXED}{''.join(parts)}--cut--\n".encode()


def only(data):
    (article,) = read(data, "one.eml")
    assert isinstance(article, ParsedArticle), article
    return article


def test_copy_with_a_headline_of_its_own_keeps_it_and_the_subject_is_its_slug():
    article = only(mail())

    assert (article.format, article.headline, article.slugline) == ("mail", "Le pont de Mapo rouvre", "Le pont rouvre")
    assert (article.agency, article.language, article.end_mark) == ("Yonhap", "fr", "FIN")
    assert article.captions and article.related
    assert article.original == mail()


def test_copy_without_headline_stands_under_the_subject_without_its_forwards():
    headers = HEADERS.replace("Subject: Le", "Subject: TR: Fwd: UPDATE 2-Le")
    article = only(mail(COPY.partition("\n")[2], headers))

    assert (article.version_label, article.version, article.headline) == ("UPDATE 2", 2, "Le pont rouvre")
    assert article.dateline.places == ("SEOUL",)


def test_a_text_that_is_no_wire_copy_is_an_article_all_the_same():
    article = only(mail("The bridge opens on Monday.\nTea will be served.\n"))

    assert (article.headline, len(article.paragraphs)) == ("Le pont rouvre", 1)


def test_date_tells_the_moment_and_the_year():
    article = only(mail(COPY.replace("2023", "1999")))

    assert article.sent_at.isoformat() == "2023-09-13T19:31:02+09:00"
    assert (article.dateline.date, article.dateline.date_from) == (date(2023, 9, 13), "metadata")


@pytest.mark.parametrize(
    "written", ["Wed, 13 Sep 99999 19:31:02 +0900", "31 Feb 2023 10:00", "soon", "", "1 Jan 1066 00:00"]
)
def test_dates_that_are_none_stay_empty(written):
    headers = HEADERS.replace("Wed, 13 Sep 2023 19:31:02 +0900\nMessage", f"{written}\nMessage")

    assert only(mail(headers=headers)).sent_at is None


def test_a_date_without_zone_is_utc():
    headers = HEADERS.replace("19:31:02 +0900", "19:31:02 -0000")

    assert only(mail(headers=headers)).sent_at.isoformat() == "2023-09-13T19:31:02+00:00"


def test_the_agency_s_own_id_goes_before_that_of_the_message():
    assert only(mail()).guid == "bridge-7@example.com"
    assert only(mail(COPY + "AFR20230913001453884\n")).guid == "AFR20230913001453884"
    assert only(mail(headers=HEADERS.replace("Message-ID", "X-ID"))).guid == ""


def test_several_stories_in_one_message_have_their_own_ids_and_bytes():
    second = founding_form("Un tunnel ferme", day="14 sept.")
    first, other = read(mail(COPY.partition("-\n")[0] + second), "one.eml")

    assert (first.guid, other.guid) == ("bridge-7@example.com#1", "bridge-7@example.com#2")
    assert (first.position, other.position) == (0, 1)
    assert other.original == second.encode()


@pytest.mark.parametrize(
    ("charset", "encoding", "undo"),
    [
        ("iso-8859-15", "quoted-printable", quopri.encodestring),
        ("utf-8", "base64", base64.encodebytes),
        ("utf-16", "base64", base64.encodebytes),
        ("iso-2022-jp", "7bit", bytes),
        ("utf-8", "8bit", bytes),
    ],
)
def test_charsets_and_transfer_encodings_are_undone(charset, encoding, undo):
    copy = "橋が開通\n【東京共同】橋が開いた。\n" if charset == "iso-2022-jp" else COPY
    headers = f"{HEADERS}Content-Transfer-Encoding: {encoding}\nContent-Type: text/plain; charset={charset}\n\n"
    article = only(headers.encode() + undo(copy.encode(charset)))

    assert article.paragraphs[0] in (
        "橋が開いた。",
        "Le pont a rouvert ce mercredi, selon l'Institut des ponts de Mapo (IPM).",
    )
    assert article.original.decode(article.encoding)


@pytest.mark.parametrize("charset", ["no-such-charset", "ascii", "idna", "hex", ""])
def test_a_wrong_charset_does_not_cost_the_article(charset):
    assert "remercié" in only(mail(kind=f"text/plain; charset={charset}")).paragraphs[1]


def test_soft_line_breaks_are_undone():
    body = "Le pont rouvre.\nSEOUL, 13 sept. (Yonhap) -- Une ligne qui \ncontinue ici.\nUne autre \nencore.\n"

    assert only(mail(body, kind="text/plain; format=flowed")).paragraphs == (
        "Une ligne qui continue ici.",
        "Une autre encore.",
    )


def test_the_sender_s_signature_is_not_public():
    article = only(mail("BUSAN (AP) -- The bridge opened.\n-- \nAda Lind\n+82 2 555 0100\n"))

    assert article.nonpublic_note == "Ada Lind\n+82 2 555 0100"
    assert article.paragraphs == ("The bridge opened.",)


def test_html_is_read_where_there_is_no_plain_text():
    article = only(mail("<p>BUSAN (AP) -- The bridge opened.</p><p>Tea was <b>served</b>.</p>", kind="text/html"))

    assert (article.headline, article.paragraphs) == ("Le pont rouvre", ("The bridge opened.", "Tea was served."))


def test_plain_text_goes_before_html():
    data = mixed(part(COPY.encode()), part(b"<p>Other text.</p>", "text/html")).replace(b"mixed", b"alternative")

    assert only(data).headline == "Le pont de Mapo rouvre"


def test_attached_copy_is_read_under_its_own_name_and_a_covering_letter_is_no_article():
    (article,) = read(mixed(part(LETTER.encode()), part(COPY.encode(), name="pont.txt")), "one.eml")

    assert (article.file, article.format, article.headline) == ("one.eml!pont.txt", "text", "Le pont de Mapo rouvre")


def test_attached_archives_are_looked_into():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("2023/pont.txt", COPY)

    (article,) = read(mixed(part(archive.getvalue(), "application/zip", "day.zip")), "one.eml")

    assert (article.file, article.headline) == ("one.eml!day.zip!2023/pont.txt", "Le pont de Mapo rouvre")


def test_attachments_that_are_not_read_are_named():
    article, problem = read(mixed(part(COPY.encode()), part(b"\xff\xd8\xff", "image/jpeg", "pont.jpg")), "one.eml")

    assert article.headline
    assert problem == Problem("one.eml!pont.jpg", "an attachment (image/jpeg) is not read")


def test_pictures_within_the_text_are_no_attachments():
    logo = part(b"\xff\xd8\xff", "image/jpeg").replace("\nContent-Transfer", "\nContent-ID: <logo>\nContent-Transfer")

    assert only(mixed(part(COPY.encode()), logo)).headline


def test_attached_messages_are_read_to_a_depth():
    inner = mail()
    for _ in range(3):
        inner = HEADERS.encode() + b"Content-Type: message/rfc822\n\n" + inner
    assert [each.headline for each in read(inner, "m")] == ["Le pont de Mapo rouvre"]

    for _ in range(3):
        inner = HEADERS.encode() + b"Content-Type: message/rfc822\n\n" + inner
    assert [each.reason for each in read(inner, "m")] == ["an attachment within too many others"]


def test_names_of_attachments_lead_nowhere():
    (article,) = read(mixed(part(COPY.encode(), name="../../etc/pont.txt")), "one.eml")

    assert article.file == "one.eml!.._.._etc_pont.txt"


def test_a_message_without_text_or_cut_off_is_a_problem():
    (empty,) = read(mail(""), "m")
    (cut,) = read(mixed(part(COPY.encode()))[:-60], "m")

    assert empty.reason == "a mail without a text"
    assert cut.reason.startswith("cut off")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEADERS.encode() + b"X-A: b\n" * 100_000 + b"\nx", "kB of mail headers"),
        (HEADERS.encode() + b"Content-Type: text/plain" + b'; a="' + b';"' * 3000 + b"\n\nx", "a mail header of"),
        (HEADERS.encode() + b"Content-Type: text/plain" + b";\n a=b" * 3000 + b"\n\nx", "a mail header of"),
        (
            HEADERS.encode()
            + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)),
            "parts within parts",
        ),
        (HEADERS.encode() + MIXED.encode() + b"--cut\n\na\n" * 200_000, "lines that may divide its parts"),
        (HEADERS.encode() + b"\n" + b"word\n" * 600_000, "bytes of text"),
        (HEADERS.encode() + b"\n" + b"x" * 900_000, "no wire copy"),
        (HEADERS.encode() + b"\nBUSAN (AP) -- \x00", "NUL"),
    ],
    ids=["headers", "quotes", "folds", "depth", "parts", "text", "line", "nul"],
)
def test_messages_made_to_exhaust_are_refused(data, reason):
    (problem,) = read(data, "m")

    assert isinstance(problem, Problem) and reason in problem.reason


@pytest.mark.parametrize(
    "name", ["Subject", "From", "Date", "Content-Type", "Message-ID", "Keywords", "Content-Disposition"]
)
@pytest.mark.parametrize(
    "value", ["(" * 900, '"' * 901, "=?utf-8?b?/////?=", "=?x?q?=00?=", "<<<>>>@;:,", "a/b; c*0*=''%FF; c*1=d"]
)
def test_odd_headers_cost_nothing_but_themselves(name, value):
    (found,) = read(f"Received: a\nTo: b\nCc: c\nFrom: d\n{name}: {value}\n\n{COPY}".encode(), "m")

    assert (
        isinstance(found, ParsedArticle)
        or "no mail that can be taken apart" in found.reason
        or "not read" in found.reason
    )


@pytest.mark.parametrize("path", sorted(Path("samples").glob("*/*.txt")), ids=lambda path: path.name)
def test_plain_copy_is_still_taken_for_text(path):
    assert format_of(path.read_bytes()[:65536]).NAME == "text"


def test_copy_that_opens_like_a_header_is_no_mail():
    assert format_of(b"Note: the bridge\nFrom: here\nSEOUL (AP) -- It opened.\n").NAME == "text"


def test_a_wire_message_attached_as_it_is_does_not_make_the_mail_one():
    head = "\x01eca0003 3 i 38  dpa 0045\r\nIceland/\r\n\x02Ferry sails =\r\n\r\n"
    wire = f"{head}Vik (dpa) - It sailed.\r\n\x03\r\n212322 GMT Nov 18\r\n"
    part_8bit = f'--cut\nContent-Type: text/plain\nContent-Disposition: attachment; filename="a.7901"\n\n{wire}\n'

    (article,) = read(mixed(part(LETTER.encode()), part_8bit), "one.eml")

    assert (article.file, article.format) == ("one.eml!a.7901", "iptc7901")
