"""How the old wires frame a message: by control bytes, of which some archives have kept none."""

from __future__ import annotations

import re
from collections.abc import Callable

from articles.ingest.declared import Declared
from articles.ingest.records.streams import Layout

START_OF_TEXT, END_OF_TEXT = "\x02", "\x03"
BEFORE_HEADER = "\x16\x01\r\n \t\ufeff"
FIRST_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
FIRST_BYTES = 1024
ENDS = re.compile(rb"\x04")
FRAME = rb"ZCZC\s{1,4}"
"""What opens a message of the telegraph, which had no control bytes; NNNN closes it."""


def opens_message(head: bytes, marked: bytes, bare: bytes) -> bool:
    """True where a message begins, with its control bytes or without; the first one of a day's log may lack its beginning.

    `marked` and `bare` are the patterns of a header behind its control byte and of one that has lost it.
    """
    if b"\x01" in head:
        return bool(re.search(rb"\x01(?=" + marked + rb")", head))
    start = FIRST_LINES.match(head).end()
    return bool(re.compile(bare).match(b"\n" + head[start : start + FIRST_BYTES], 1))


def layout_of(name: str, bare: bytes, declare: Callable[[str], Declared]) -> Layout:
    """Return how a log of such messages is laid out."""
    return Layout(name, re.compile(rb"\x16{0,8}\x01[\x01\x16]{0,64}(?:" + FRAME + rb"\w)?|" + bare), declare, ENDS)


def has_control_bytes(record: str) -> bool:
    """True for a message that begins with its control bytes, and so must end with them."""
    return record.startswith(("\x01", "\x16"))
