"""From the bytes of a file to its text: recognise the encoding agencies have used."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

SAMPLE = 40_000
CONVINCING = 0.12

# The most frequent characters of running news text: a wrong decoding hits them by chance only.
FREQUENT = {
    "euc_kr": "이다는의을에가한고로은지사를서도정기하부자원인시과대어해리해전제일주상보나면스국동수와구안장라성공게있여조연",
    "big5": "的是在不一有人了中大國為會年上時到日以個來我地出行公成和政要對於民發這美後工市電報者說新聯記社下多分法經表生",
    "gb18030": "的是在不一有人了中大国为会年上时到日以个来我地出行公成和政要对于民发这美后工市电报者说新联记社下多分法经表生",
    "shift_jis": "のにはをたがでてとしれさるいなもっらりこかあすまきくどよけせそめ日年大会人国本中一的、。",
}
FREQUENT["euc_jp"] = FREQUENT["shift_jis"]
FREQUENT_HAN = frozenset(FREQUENT["big5"] + FREQUENT["gb18030"] + "，。：（）「」、")
MULTIBYTE_CODECS = {
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "gb18030": "gb18030",
    "shift_jis": "cp932",
    "euc_jp": "euc_jp",
}
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LINE_END = re.compile(r"\r\n|\r|\n")
BYTES_LINE_END = re.compile(rb"\r\n|\r|\n")
NON_ASCII = re.compile(rb"[\x80-\xff]")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Bytes that are letters in ISO-8859-15 and signs in cp1252, beside a letter; and the euro sign beside a number.
LATIN_9_ONLY = re.compile(
    rb"[A-Za-z][\xa6\xa8\xb4\xb8\xbd]|[\xa6\xa8\xb4\xb8\xbc\xbd][A-Za-z]|\d[ \xa0]?\xa4|\xa4[ \xa0]?\d"
)


class Undecodable(ValueError):
    """The bytes are not text in a known encoding; `line` is where that shows, from 1."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, and the name of their encoding."""

    text: str
    encoding: str


def split_bytes(data: bytes, decoded: Decoded, starts: Sequence[int]) -> list[bytes]:
    """Cut the bytes where the text is cut; each start is the beginning of a line, the first is 0.

    In the East Asian encodings several bytes may stand for one character, so their lines are counted, not encoded again.
    """
    name = codecs.lookup(MULTIBYTE_CODECS.get(decoded.encoding, decoded.encoding)).name
    if name.startswith(("utf-16", "utf-32", "utf-8")):
        offsets = [_unicode_offset(data, decoded.text[:start], name) for start in starts]
    else:
        line_starts = [0, *(found.end() for found in BYTES_LINE_END.finditer(data))]
        offsets = [line_starts[len(LINE_END.findall(decoded.text, 0, start))] for start in starts]
    return [data[first:last] for first, last in zip(offsets, [*offsets[1:], len(data)], strict=True)]


def _unicode_offset(data: bytes, before: str, name: str) -> int:
    if not before:
        return 0
    mark = (
        next((mark for mark, _ in BOMS if data.startswith(mark)), b"")
        if "-le" not in name and "-be" not in name
        else b""
    )
    if name.startswith("utf-8"):
        return len(before.encode("utf-8")) + (len(mark) if name == "utf-8-sig" else 0)
    width = "utf-16" if name.startswith("utf-16") else "utf-32"
    return len(before.encode(f"{width}-le")) + len(mark)


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Return the text of `data`, in `encoding` where it is given, else in the one recognised.

    Raises Undecodable for bytes that are no text, or not in the encoding given.
    """
    found = encoding or _from_mark(data)
    if found:
        return Decoded(_strictly(data, found), found)
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error)
    found = _most_likely(data)
    return Decoded(_strictly(data, found), found)


def _from_mark(data: bytes) -> str:
    for mark, name in BOMS:
        if data.startswith(mark):
            return name
    head = data[:400]
    if len(head) >= 8 and head.count(0) > len(head) // 4:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if min(even, odd) <= len(head) // 50:
            return "utf-16-le" if odd > even else "utf-16-be"
    return _unmarked_utf16(data) if b"\x00" in data[:SAMPLE] else ""


def _unmarked_utf16(data: bytes) -> str:
    """East Asian or Arabic text in UTF-16 without a mark: few zero bytes, but letters all over in one byte order."""
    head = data[: SAMPLE // 2 * 2]
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = head.decode(name)
        except UnicodeDecodeError:
            continue
        letters = sum(
            "가" <= character <= "힣"
            or "ぁ" <= character <= "ヿ"
            or character in FREQUENT_HAN
            or "\u0620" <= character <= "\u064a"
            or character in " \n\r.,0123456789"
            for character in text
        )
        if letters > 0.4 * len(text):
            return name
    return ""


def _strictly(data: bytes, name: str) -> str:
    try:
        text = data.decode(MULTIBYTE_CODECS.get(name, name))
    except LookupError:
        raise Undecodable(f"unknown encoding {name}") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if "truncated" in error.reason and not SURROGATE.match(data, error.start):
            raise Undecodable("cut off in the middle of a character", line) from None
        if "surrogate" in error.reason or SURROGATE.match(data, error.start):
            raise Undecodable(f"lone surrogate in {name} text", line) from None
        raise Undecodable(f"byte 0x{data[error.start]:02x} is not {name}", line) from None
    except (UnicodeError, ValueError):
        raise Undecodable(f"not {name}") from None
    if "\x00" in text:
        raise Undecodable("NUL character in the text", text.count("\n", 0, text.index("\x00")) + 1)
    return text


def _refuse_binary(data: bytes) -> None:
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(0)) + 1
        many = data[:SAMPLE].count(0) > 4
        raise Undecodable("binary data, not text" if many else "NUL byte in the text", line)
    head = data[:SAMPLE]
    controls = len(CONTROLS.findall(head))
    if controls > 8 and controls > len(head) // 50:
        raise Undecodable("binary data, not text")


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few bad bytes is damaged UTF-8, not another encoding."""
    line = data.count(b"\n", 0, error.start) + 1
    if SURROGATE.match(data, error.start):
        raise Undecodable("lone surrogate in UTF-8 text", line)
    whole = len(b"".join(UTF8_SEQUENCE.findall(data)))
    stray = len(NON_ASCII.findall(data)) - whole
    if whole >= 4 and stray * 4 <= whole:
        if error.end >= len(data):
            raise Undecodable("cut off in the middle of a character", line)
        raise Undecodable(f"byte 0x{data[error.start]:02x} is not UTF-8, the rest is", line)


def _most_likely(data: bytes) -> str:
    head = _head(data)
    best, best_score = "", CONVINCING
    for name in MULTIBYTE_CODECS:
        score = _frequency(head, name)
        if score > best_score:
            best, best_score = name, score
    latin = "iso8859-15" if _is_latin_9(data) else "cp1252"
    if _latin_likeness(head) > best_score:
        best = latin
    if not best:
        raise Undecodable("encoding not recognised; name it with --encoding", _line_of_non_ascii(data))
    return best


def _head(data: bytes) -> bytes:
    if len(data) <= SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, SAMPLE)
    return data[: cut if cut > 0 else SAMPLE]


def _frequency(head: bytes, name: str) -> float:
    """The share of the non-ASCII characters that are frequent ones in that encoding's languages."""
    try:
        text = head.decode(MULTIBYTE_CODECS[name])
    except UnicodeDecodeError:
        return 0.0
    foreign = [character for character in text if ord(character) > 0x7F]
    if not foreign:
        return 0.0
    frequent = FREQUENT[name]
    return sum(character in frequent for character in foreign) / len(foreign)


def _is_latin_9(data: bytes) -> bool:
    has_c1 = re.search(rb"[\x80-\x9f]", data) is not None
    return not has_c1 and LATIN_9_ONLY.search(data) is not None


def _latin_likeness(head: bytes) -> float:
    """How far the high bytes look like accented letters and typographic marks among ASCII letters."""
    high = len(NON_ASCII.findall(head))
    if re.search(rb"[\x81\x8d\x8f\x90\x9d]", head):
        return 0.0
    accented = rb"(?<![\x80-\xff])[\xc0-\xff\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xbd\xbc\xa8\xb8](?![\x80-\xff])"
    marks = rb"[\x80\x82\x84\x85\x91-\x94\x96\x97\xa0\xa1\xa3\xa4\xa7\xaa\xab\xb0\xb2\xb3\xb5\xb7\xba\xbb\xbf]"
    plausible = len(re.findall(accented, head)) + len(re.findall(marks, head))
    return min(1.0, plausible / high) ** 2 if high else 0.0


def _line_of_non_ascii(data: bytes) -> int:
    first = NON_ASCII.search(data)
    return data.count(b"\n", 0, first.start()) + 1 if first else 1
