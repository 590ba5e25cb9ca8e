"""Captions: telling them from paragraphs, and taking credit and usage restriction off their end."""

from __future__ import annotations

import re

from articles.ingest.grammar.agencies import known_agency
from articles.ingest.grammar.dates import WEEKDAYS, full_dates, plain

RIGHTS = re.compile(
    r"utilisation|use only|only for use|for sale|no sales|redistribution|interdit|editorial use|mandatory credit|mention obligatoire|"
    r"no archiv|no resale|revente|archivage|nur zur|nur für|verboten|untersagt|uso exclusiv|uso editorial|sólo para|prohibid|vietat|"
    r"禁止|严禁|嚴禁|재판매|금지|転載|不得|يمنع|يُمنع|إعادة|للاستخدام|no marketing",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"\b(?:photo|foto|pool|courtesy|courtoisie|provided|fournie|handout|credit|crédit|image|captur|screenshot|via)|"
    r"제공|촬영|캡처|사진|供图|供圖|提供|撮影|写真|攝|摄|صور|المصدر",
    re.IGNORECASE,
)
ARCHIVE = re.compile(r"archiv|file photo|資料写真|资料图片|資料圖片|أرشيف", re.IGNORECASE)
BRACKETED_TAIL = re.compile(r"\s*[=＝]?\s*(?P<open>[(（\[［])(?P<inside>[^()（）\[\]［］]{2,160})[)）\]］]\s*$")
CLOSING_BRACKETS = tuple(")）]］")
LONGEST_TAIL = 200
STARRED_TAIL = re.compile(r"\s*\*\s*(?P<inside>[^*]{2,60}금지[^*]{0,10})$")
CHINESE_CREDIT_TAIL = re.compile(r"(?<=[。！？.])\s*(?P<inside>(?:韩联社|韓聯社|新华社|新華社)[^。，]{0,30})$")
POSITION = re.compile(
    r"\((?:à|au|à la|en|de|2e|le) (?:dr|g|c|droite|gauche|centre)\b|\(à partir|\((?:[LRC]|left|right|center|centre|front|back)\)|\b(?:from L|from R|L-R)\b|\(오른쪽|\(왼쪽|（右）|（左）"
)
WORD = re.compile(r"[^\W\d_]+")


def split_rights(text: str) -> tuple[str, str, str]:
    """Return a caption's text, credit and usage restriction, the last two without brackets.

    Several of a kind are joined with " / "; a remark such as "(Photo d'archives)" stays in the text.
    """
    credits: list[str] = []
    restrictions: list[str] = []
    rest = text.strip()
    while found := _tail(rest):
        inside = found["inside"].strip()
        if not _take(inside, found.groupdict().get("open") or "", credits, restrictions):
            break
        rest = rest[: found.start()].rstrip()
    if not rest:
        return text.strip(), "", ""
    return rest, " / ".join(reversed(credits)), " / ".join(reversed(restrictions))


def _tail(text: str) -> re.Match[str] | None:
    start = max(0, len(text) - LONGEST_TAIL)
    if text[-1:] in CLOSING_BRACKETS and (found := BRACKETED_TAIL.search(text, start)):
        return found
    return STARRED_TAIL.search(text, start) or CHINESE_CREDIT_TAIL.search(text, start)


def may_be_restricted(text: str) -> bool:
    """A quick look: could the line end in a usage restriction?"""
    return text[-1:] in CLOSING_BRACKETS or text.endswith("금지")


def _take(inside: str, bracket: str, credits: list[str], restrictions: list[str]) -> bool:
    credit, stop, restriction = inside.partition(". ")
    if stop and RIGHTS.search(restriction) and not RIGHTS.search(credit):
        credits.append(credit)
        restrictions.append(restriction)
    elif RIGHTS.search(inside):
        restrictions.append(inside)
    elif _is_credit(inside, bracket):
        credits.append(inside)
    else:
        return False
    return True


def _is_credit(inside: str, bracket: str) -> bool:
    square_korean = bracket in ("[", "［") and re.search("[가-힣]", inside)
    if square_korean or bracket == "":
        return True
    if ARCHIVE.search(inside):
        return False
    return bool(known_agency(inside)) or (len(inside) <= 60 and CREDIT.search(inside) is not None)


def caption_likeness(text: str) -> int:
    """Count the marks of a caption in a line: restriction (2), credit, full date with weekday, position remark."""
    rest, credit, restriction = split_rights(text)
    marks = 2 * bool(restriction) + bool(credit)
    if any(True for _ in full_dates(rest)):
        marks += 1 + any(plain(word) in WEEKDAYS for word in WORD.findall(rest))
    return marks + bool(POSITION.search(rest)) + bool(ARCHIVE.search(rest[-60:]))
