"""E-mail: wire copy as the text of a message, and the files attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import parseaddr

from articles.ingest.article import Dateline, ParsedArticle, Problem
from articles.ingest.containers import unfolded
from articles.ingest.declared import Declared, Origin, article_of
from articles.ingest.encoding import Undecodable, decode
from articles.ingest.grammar.agencies import agency_of_mail, known_agency
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.layout import HEAD_LINES
from articles.ingest.grammar.years import Evidence, complete
from articles.ingest.readers import text
from articles.ingest.readers.mail_parts import Attachment, Body, attachments, body_of, header, message_of, sent_at
from articles.ingest.source import Reading, Source, Unreadable, of_bytes
from articles.ingest.wires.fixed_width import lines_in, paragraphs_in

NAME = "mail"
FIELD = re.compile(rb"(?P<name>[!-9;-~]{1,76}):[^\r\n]*")
KNOWN = frozenset(
    b"received return-path delivered-to from sender to cc subject date message-id mime-version content-type "
    b"content-transfer-encoding reply-to x-mailer list-id dkim-signature x-original-to in-reply-to references".split()
)
FROM = frozenset([b"from", b"sender", b"return-path", b"received"])
FORWARDED = re.compile(r"(?:(?:fwd?|re|tr|wg|aw|rv|i)\s?:\s*)+", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<(?P<id>[^<>\s]{3,200}@[^<>\s]{1,200})>")
LONGEST_SLUGLINE = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, and where it was found: `original` is its bytes there, `address` that of what is attached to it."""

    original: bytes
    message: bytes
    file: str
    address: str
    format: str
    position: int = 0
    line: int = 1


def recognises(head: bytes) -> bool:
    """True for a block of header lines in which somebody sends something."""
    return is_header_block(head.lstrip(b"\r\n"))


def is_header_block(head: bytes) -> bool:
    """True where the bytes begin with the header of a message: a sender and two more fields, nothing else."""
    names: set[bytes] = set()
    if not FIELD.match(head):
        return False
    for line in head.splitlines():
        if not line.strip():
            break
        if line[:1] in b" \t" and names:
            continue
        if not (found := FIELD.fullmatch(line)):
            return len(names & KNOWN) > 2 and bool(names & FROM) and head.endswith(line)
        names.add(found["name"].lower())
    return len(names & KNOWN) > 2 and bool(names & FROM)


def read(source: Source, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of a message and of the files attached to it."""
    data = source.read_all(reading.limits)
    return read_letter(Letter(data, data, source.address, source.address, NAME), reading)


def read_letter(letter: Letter, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    """Yield the articles of a letter: of its text, then of what is attached.

    A text that is no wire copy and only comes with such is a covering letter, and no article.
    """
    if b"\x00" in letter.original:
        raise Unreadable("NUL byte in the mail", letter.original.count(b"\n", 0, letter.original.index(0)) + 1)
    message = message_of(letter.message.lstrip(b"\r\n"))
    attached = [each for one in attachments(message) for each in _read_attachment(one, letter, reading)]
    try:
        yield from _articles(message, letter, reading, covers=any(isinstance(each, ParsedArticle) for each in attached))
    except Undecodable as fault:
        yield Problem(letter.file, str(fault), letter.line)
    except Unreadable as fault:
        if not attached:
            yield Problem(letter.file, fault.reason, letter.line, header(message, "Subject")[:200])
    yield from attached


def _articles(message: EmailMessage, letter: Letter, reading: Reading, covers: bool) -> Iterator[ParsedArticle]:
    body = body_of(message)
    sent = sent_at(message)
    received = sent.date() if sent else reading.received
    copy = _wire_copy(body, letter, received)
    if not copy and not (covers and not _has_dateline(body)):
        copy = [_declared(body, message, letter, sent, received)]
    for number, article in enumerate(copy):
        signed = "\n".join(note for note in (article.nonpublic_note, body.signature) if note)
        yield _with_headers(
            replace(article, nonpublic_note=signed), message, letter, sent, number if len(copy) > 1 else None
        )


def _has_dateline(body: Body) -> bool:
    lines = body.paragraphs or [line for line in lines_in(body.text) if line]
    return any((opening := read_dateline(line)) and opening.certain for line in lines[:HEAD_LINES])


def _wire_copy(body: Body, letter: Letter, received: date | None) -> list[ParsedArticle]:
    """The stories of a text that is wire copy by itself, with headlines of its own; else none."""
    content = body.text or "\n".join(body.paragraphs)
    stories = list(text.read(content, letter.file, received))
    if not stories or any(isinstance(story.result, Problem) for story in stories):
        return []
    if len(stories) == 1:
        return [replace(stories[0].result, original=letter.original)]
    starts = [story.start for story in stories]
    parts = [content[first:last] for first, last in zip(starts, [*starts[1:], len(content)], strict=True)]
    return [
        replace(story.result, original=part.encode("utf-8", "replace"))
        for story, part in zip(stories, parts, strict=True)
    ]


def _declared(
    body: Body, message: EmailMessage, letter: Letter, sent: datetime | None, received: date | None
) -> ParsedArticle:
    """An article whose headline is the subject of the message."""
    paragraphs = body.paragraphs or paragraphs_in(lines_in(body.text))
    if not paragraphs:
        raise Unreadable("a mail without a text")
    origin = Origin(letter.file, letter.format, letter.original, letter.position, received=received)
    return article_of(Declared(headline=_subject(message), paragraphs=paragraphs, sent_at=sent), origin)


def _with_headers(
    article: ParsedArticle, message: EmailMessage, letter: Letter, sent: datetime | None, number: int | None = None
) -> ParsedArticle:
    """The article with what the headers of its message say; `number` counts the stories of one message."""
    subject = _subject(message)
    own = {article.headline, f"({article.version_label}) {article.headline}"}
    letter_id = MESSAGE_ID.search(header(message, "Message-ID"))
    guid = f"{letter_id['id']}{'' if number is None else f'#{number + 1}'}" if letter_id else ""
    words = (word.strip() for word in header(message, "Keywords").split(","))
    return replace(
        article,
        format=letter.format,
        encoding=_encoding(article.original),
        position=letter.position + (number or 0),
        agency=article.agency or _agency(message),
        slugline=article.slugline or (subject if subject not in own and len(subject) <= LONGEST_SLUGLINE else ""),
        keywords=tuple(dict.fromkeys([*article.keywords, *(word for word in words if word)])),
        guid=article.guid or guid,
        sent_at=sent,
        dateline=_dated(article.dateline, sent),
    )


def _dated(dateline: Dateline, sent: datetime | None) -> Dateline:
    """The year of a dateline that has none is that of the message, and one without a date has the message's."""
    opening = read_dateline(dateline.text)
    if not sent or dateline.date_from == "dateline" or (opening and opening.mistyped):
        return dateline
    day, name = complete(opening.day if opening else None, Evidence(metadata_date=sent.date()))
    return replace(dateline, date=day, date_from=name)


def _subject(message: EmailMessage) -> str:
    return FORWARDED.sub("", header(message, "Subject"), count=1).strip()


def _agency(message: EmailMessage) -> str:
    name, address = parseaddr(header(message, "From"))
    return known_agency(name) or agency_of_mail(address)


def _encoding(data: bytes) -> str:
    """An encoding all bytes of the message can be shown in; its parts may each have their own."""
    try:
        return decode(data).encoding
    except Undecodable:
        return "latin-1"


def _read_attachment(attachment: Attachment, letter: Letter, reading: Reading) -> Iterator[ParsedArticle | Problem]:
    from articles.ingest.reading import read_source  # it knows every format, and so this one

    address = f"{letter.address}!{attachment.name}"
    if attachment.data is None:
        yield Problem(address, f"an attachment ({attachment.kind}) that cannot be taken out of the mail")
    elif reading.limits.depth < 1:
        yield Problem(address, "an attachment within too many others")
    elif _is_text_of_any_form(attachment):
        inner = replace(reading, limits=replace(reading.limits, depth=reading.limits.depth - 1))
        for member in unfolded(of_bytes(attachment.data, address), inner.limits):
            if isinstance(member, Problem):
                yield member
            else:
                yield from read_source(member, inner)
    else:
        yield Problem(address, f"an attachment ({attachment.kind}) is not read")


def _is_text_of_any_form(attachment: Attachment) -> bool:
    """Pictures, sound, programs and office documents are named as not read; what may be copy is tried."""
    main = attachment.kind.partition("/")[0]
    return main in ("text", "message") or attachment.kind in (
        "application/xml",
        "application/json",
        "application/octet-stream",
        "application/zip",
        "application/x-zip-compressed",
        "application/gzip",
        "application/x-tar",
        "application/nitf+xml",
        "application/vnd.iptc.g2.newsitem+xml",
        "application/vnd.iptc.g2.newsmessage+xml",
        "application/vnd.iptc.g2.packageitem+xml",
    )
