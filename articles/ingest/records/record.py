"""One record of many: its bytes as they stand in the file, its text, and its beginning as it can be shown."""

from __future__ import annotations

from dataclasses import dataclass

from articles.ingest.encoding import MULTIBYTE_CODECS, Decoded, Undecodable, decode
from articles.ingest.source import MEGABYTE

LONGEST_RECORD = MEGABYTE
EXCERPT = 200
WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True, slots=True)
class Record:
    """The bytes of one record and the number of its first line; `size` is more than their number where it was too
    long and only its beginning was kept. What stands before the first record is one without `begun`."""

    data: bytes
    line: int
    size: int
    begun: bool = True

    @property
    def is_whole(self) -> bool:
        return self.size == len(self.data)


def text_of(data: bytes, *encodings: str) -> Decoded:
    """Return the text of a record, as `chunks` gives its bytes, in the first of the encodings that it is in.

    An empty one stands for that recognised in the bytes. Raises Undecodable for what is no text in any of them.
    """
    *likely, last = encodings
    for encoding in likely:
        try:
            return _text_in(data, encoding)
        except Undecodable:
            continue
    return _text_in(data, last)


def _text_in(data: bytes, encoding: str) -> Decoded:
    if not encoding.startswith(WIDE):
        return decode(data, encoding)
    try:
        return Decoded(data.decode("utf-8"), encoding)
    except UnicodeDecodeError:
        raise Undecodable("cut off in the middle of a character") from None


def as_found(data: bytes, decoded: Decoded) -> bytes:
    """Return the bytes of a record as they stand in the file."""
    name = MULTIBYTE_CODECS.get(decoded.encoding, decoded.encoding)
    was_made_narrow = name.startswith(WIDE) and decoded.text.encode("utf-8") == data
    return decoded.text.encode(name) if was_made_narrow else data


def excerpt(data: bytes) -> str:
    """Return the beginning of a record in characters that can be shown."""
    return shown(data[:EXCERPT].decode("utf-8", "backslashreplace"))


def shown(text: str) -> str:
    """Return a text with what no text holds, NUL and halves of surrogate pairs, written out."""
    return text.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
