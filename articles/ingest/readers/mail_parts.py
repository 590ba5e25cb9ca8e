"""A mail message taken apart: its headers, the text one reads, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import EmailMessage
from itertools import islice
from typing import TypeVar

from articles.ingest.encoding import Undecodable
from articles.ingest.markup.html_text import html_story
from articles.ingest.moments import mail_moment
from articles.ingest.records.streams import refuse_endless_line, wire_text
from articles.ingest.source import MEGABYTE, Unreadable

Taken = TypeVar("Taken")
MOST_LINES = 2_000_000
MOST_MULTIPARTS = 100
MOST_WORK = 5_000_000
"""Lines times multiparts: each line is held against the boundary of each part it may lie in."""

LONGEST_HEADERS = 256 * 1024
LONGEST_HEADER = 4_000
MOST_PARAMETERS = 50
MOST_PARTS = 1_000
MOST_DASHED_LINES = 10_000
LONGEST_TEXT = MEGABYTE
BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
PART_HEADER = re.compile(
    rb"^(?:content-[a-z-]{1,40}|subject|date|from|message-id|keywords):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
MULTIPART = re.compile(rb"boundary\s*=|message/rfc822", re.IGNORECASE)
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
UNTOLD = frozenset(
    [
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
    ]
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What came with a message; `data` is None where the part could not be taken out of it."""

    name: str
    kind: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a message: in lines, or in paragraphs where it was marked up; `signature` is its sender's."""

    text: str = ""
    paragraphs: tuple[str, ...] = ()
    signature: str = ""


def message_of(data: bytes) -> EmailMessage:
    """Return the message; raises Unreadable for one that is cut off, or made to exhaust its reader."""
    _refuse_exhausting(data)
    message = _tried(lambda: message_from_bytes(data, policy=policy.default))
    parts = _tried(lambda: list(islice(message.walk(), MOST_PARTS + 1))) if message is not None else None
    if parts is None:
        raise Unreadable("no mail that can be taken apart")
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"a mail of more than {MOST_PARTS:,} parts")
    torn = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
    if any(isinstance(defect, torn) for part in parts for defect in part.defects):
        raise Unreadable("cut off: the last part of the mail has no end")
    return message


def header(message: EmailMessage, name: str) -> str:
    """Return a header as text on one line, empty where there is none or it cannot be read."""
    written = _tried(lambda: str(message.get(name, ""))) or ""
    return " ".join(written.replace("\x00", "").split())


def sent_at(message: EmailMessage) -> datetime | None:
    """Return the moment of the Date header; one without a zone is taken as UTC."""
    return mail_moment(header(message, "Date"))


def body_of(message: EmailMessage) -> Body:
    """Return the plain text, else what the HTML says; raises Undecodable for bytes that are no text."""
    leaves = [part for part in _leaves(message) if not _is_attached(part)]
    for part in leaves:
        if _kind(part) == "text/plain" and (text := _text(part)).strip():
            return _without_signature(text)
    for part in leaves:
        if _kind(part) == "text/html" and (paragraphs := html_story(_text(part))[0]):
            return Body(paragraphs=paragraphs)
    return Body()


def attachments(message: EmailMessage) -> Iterator[Attachment]:
    """Yield what is attached; signatures and the pictures of an HTML text are none."""
    for number, part in enumerate(_leaves(message), 1):
        kind = _kind(part)
        inline = header(part, "Content-ID") and kind.startswith("image/")
        if kind in UNTOLD or inline or not _is_attached(part):
            continue
        yield Attachment(_name(part) or f"{number}", kind, _data(part))


def _tried(take: Callable[[], Taken]) -> Taken | None:
    """Take something out of a message; None where an odd header keeps it in."""
    try:
        return take()
    except Exception:  # what the standard library raises for odd headers differs from version to version
        return None


def _refuse_exhausting(data: bytes) -> None:
    if len(data) > LONGEST_HEADERS and not BLANK_LINE.search(data, 0, LONGEST_HEADERS):
        raise Unreadable(f"more than {LONGEST_HEADERS // 1024} kB of mail headers")
    if data.count(b"\n--") > MOST_DASHED_LINES:
        raise Unreadable(f"a mail of more than {MOST_DASHED_LINES:,} lines that may divide its parts")
    lines = data.count(b"\n")
    multiparts = 0
    for multiparts, _ in enumerate(MULTIPART.finditer(data), 1):
        if multiparts > MOST_MULTIPARTS:
            raise Unreadable(f"a mail of more than {MOST_MULTIPARTS} parts within parts")
    if lines > MOST_LINES or lines * multiparts > MOST_WORK:
        raise Unreadable(f"a mail of {lines:,} lines")
    for found in PART_HEADER.finditer(data):
        if found.end() - found.start() > LONGEST_HEADER:
            raise Unreadable(
                f"a mail header of more than {LONGEST_HEADER:,} bytes", data.count(b"\n", 0, found.start()) + 1
            )


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold something, a message within the message among them as one."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from _leaves(part)
    else:
        yield message


def _kind(part: EmailMessage) -> str:
    return part.get_content_type().lower()


def _is_attached(part: EmailMessage) -> bool:
    kind = _kind(part)
    return kind not in ("text/plain", "text/html") or _disposition(part) == "attachment" or bool(_name(part))


def _disposition(part: EmailMessage) -> str:
    return header(part, "Content-Disposition").partition(";")[0].strip().lower()


def _name(part: EmailMessage) -> str:
    name = _tried(part.get_filename) or ""
    return re.sub(r"[\x00-\x1f/\\]+", "_", name).strip()[:200]


def _data(part: EmailMessage) -> bytes | None:
    if part.is_multipart():
        return _tried(lambda: part.get_payload()[0].as_bytes(policy=policy.compat32))
    return _tried(lambda: part.get_payload(decode=True))


def _text(part: EmailMessage) -> str:
    data = _data(part)
    if data is None:
        return ""
    if len(data) > LONGEST_TEXT:
        raise Unreadable(f"a mail with {len(data):,} bytes of text is no wire copy")
    if _kind(part) == "text/plain":
        refuse_endless_line(data)
    charset = (part.get_content_charset() or "").strip()
    text = _in_charset(data, charset) if charset and charset != "us-ascii" else wire_text(data).text
    if "\x00" in text:
        raise Undecodable("NUL character in the text")
    return _reflowed(text) if str(part.get_param("format", "")).lower() == "flowed" else text


def _in_charset(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        return wire_text(data).text


def _reflowed(text: str) -> str:
    """Join the lines that end in a space (RFC 3676)."""
    return re.sub(r"(?<!^--) \r?\n(?=[^\s>])", " ", text, flags=re.MULTILINE)


def _without_signature(text: str) -> Body:
    found = list(SIGNATURE.finditer(text))
    return Body(text[: found[-1].start()], signature=text[found[-1].end() :].strip()) if found else Body(text)
