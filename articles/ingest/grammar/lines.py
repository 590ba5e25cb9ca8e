"""The kinds of line that surround the body of wire copy."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from articles.ingest.grammar.dates import MONTHS, plain, whole_year

EDGES = " \t\r\x0b\x0c\u00a0\u3000\u200b\ufeff"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
MAIL = r"\w[\w.+-]*@[\w-]+(?:\.[\w-]+)+"
CONTACT_LINE = re.compile(rf"[(（\[<]?\s*(?:e-?mail\s*:\s*)?{MAIL}(?:\s*[,;/ ]\s*{MAIL})*\s*[)）\]>]?", re.IGNORECASE)
CONTACT_TAIL = re.compile(rf"(?<=[.!?。다])\s*(?P<contacts>{MAIL})$")
MAILS = re.compile(MAIL)
LINES_REMEMBERED = 512
"""What cuts a file into stories, joins its lines and deals them out asks the same of each line."""

LONGEST_MARK = 30
LONGEST_TIME = 80
LONGEST_BYLINE = 140
LONGEST_CONTACT = 120
END_WORDS = r"FIN|END|ENDS|ENDE|FINE|끝|完|終|了|انتهى|النهاية|KONIEC|КОНЕЦ"
END_LINE = re.compile(
    rf"[(（\[]\s*(?P<mark>{END_WORDS})\s*[)）\]]|(?P<bare>Enditem|-?30-?|###|==Kyodo|Reuters?|REUTER|ENDALL|-0-|-?(?-i:END|ENDS|ends|FIN|Fin|ENDE)-?)",
    re.IGNORECASE,
)
END_TAIL = re.compile(
    rf"\s*(?:[(（]\s*(?P<mark>{END_WORDS})\s*[)）]|(?P<bare>(?<=[.。!?\"”])\s*(?:Enditem|Fin|REUTER|Reuter|EFE)|(?<=\.)\s*\((?P<ansa>ANSA)\)\.?))\s*$"
)
TELEGRAM_OPENS = re.compile(r"(?:ZCZC|zczc)(?:\s+[A-Z]{1,6}|\s*[A-Za-z]{0,6}\d{1,8}[A-Za-z]?){0,6}")
TELEGRAM_CLOSES = frozenset(["NNNN", "nnnn"])
LAST_OF_MARKS = frozenset(")）.mnRrE \t\u00a0\u3000")
RULE = re.compile(r"[-_=*─━—]{5,}")
SEPARATOR = re.compile(r"[-–—•·]")
RANK = re.compile(r"(?P<rank>\d{1,2})\s+(?=\S)")
ATTENTION = re.compile(
    r"[(（\[]?\s*(?:ATTN|ATTENTION|Eds|Editors?|Note to editors|EDITORS|À l['’]attention|Achtung Redaktionen|ATENCI[OÓ]N|Por FAVOR ABONADOS)\b\s*[:：\-–,]",
    re.IGNORECASE,
)
CHANGE_NOTE = re.compile(
    r"[(（]\s*(?:(?:Corrects?|Adds?|Updates?|Recasts?|Removes?|Refiles?|Repeats?|Rewrites?|Writes|Clarifies|Changes|Fixes|Deletes|Drops|Inserts|Trims|Edits|Restores|Replaces)\b"
    r"|This (?:version|story|\w+ \w+ \d+ story)|In (?:\w+\.? \d+ )?story|(?:The )?story corrects|"
    r"Actualisé|Actualise|Ajoute|Corrige|Précise|Répétition|Remplace|Avec\b|Modifie|Actualiza|Añade|Amplía|Aktualisiert|Ergänzt|Berichtigt|Neu:|Korrigiert|Zusammenfassung)",
)
WHOLE_BRACKET = re.compile(r"[(（\[](?P<inside>.*)[)）\]]", re.DOTALL)
BYLINE = re.compile(
    r"(?P<by>By|BY|by|بقلم|Von|VON|Por|POR|por|Par|PAR|par|De notre correspondante?|Di|DI)\s+(?P<names>[^.!?…:]{3,90}?)[=.]?"
)
KOREAN_BYLINE = re.compile(r"(?P<names>[가-힣A-Za-z ,·]{2,60}?)\s*(?:기자|특파원)(?:\s*=)?")
INITIALS = re.compile(
    r"(?:\((?:SDA|ATS|sda|ats)/\w+\)|[a-z]{2,4}(?:[-/][a-z]{2,4}){1,4}(?:/PL)?|dpa(?: [a-z]{2,3}){2,8}|[a-z]{2,4}/PL)"
)
NAME_JOINERS = re.compile(r"\s*(?:,|;|&|\band\b|\bAND\b|\bet\b|\bund\b|\by\b|\be\b)\s*")
AGENCY_TAIL = re.compile(r"(?:,\s*|/)(?:dpa|AFP|AP|Associated Press|Yonhap|Reuters|PA|TT)$")
TRAILER = re.compile(
    r"(?:\d{2}/\d{2}/\d{2}-\d{2}/\d{2}|[(（]譯者.{0,40}[)）]\d*|\[SIGNED\].*|AP-[A-Z]{2}-\d{2}-\d{2}-\d{2} \d{4}\w*<?|KWS-[\d:-]+|AP Photos?:? [A-Z]{2,5}\d+.*)"
)
COPYRIGHT = re.compile(
    r"(?:\(c\)|©|ⓒ|copyright\b)[^.]{0,60}?(?:(?:19|20)\d\d|Agency|News|Limited|rights|AFP|Reuters|Yonhap)|"
    r"(?:.{0,60}\b)?(?:droits réservés|all rights reserved|alle rechte vorbehalten|todos los derechos reservados)|<?저작권자|無断転載|版权所有|版權所有",
    re.IGNORECASE,
)
COPYRIGHT_YEAR = re.compile(r"(?:\(c\)|©|ⓒ|copyright)[^.]{0,60}?(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
KEYWORDS = re.compile(
    r"(?:keywords?|mots[- ]clés|關鍵詞|关键词|キーワード|키워드|palabras clave|schlagworte)\s*[:：]?\s*(?P<list>.*)",
    re.IGNORECASE,
)
NONPUBLIC = re.compile(
    r"(?:#\s*Notebook|The following information is not (?:intended )?for publication|Die folgenden Informationen sind nicht zur Veröffentlichung)",
    re.IGNORECASE,
)
TIMES = (
    re.compile(
        r"(?P<year>(?:19|20)\d\d)\s*[-./年년]\s*(?P<month>\d{1,2})\s*[-./月월]\s*(?P<day>\d{1,2})\s*[日일]?,?\s*(?:T|오전|오후|上午|下午)?\s*(?:\d{1,2}\s*[:時时시]\s*\d{0,2}\S*)?(?:\s*(?:송고|KST|JST|GMT|입력|발송|配信))?"
    ),
    re.compile(
        r"(?:\d{1,2}[:.h]\d{2}\s*,?\s*)?(?P<month>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>(?:19|20)\d\d)(?:,?\s*\d{1,2}[:.h]\d{2})?(?:\s*(?:KST|GMT|a\.m\.|p\.m\.))?"
    ),
    re.compile(
        r"(?:\d{1,2}[:.h]\d{2}\s*,?\s*)?(?P<day>\d{1,2})(?:er|\.|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,10})\.?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)(?:,?\s*(?:à\s*)?\d{1,2}\s?[:.h]\s?\d{2})?(?:\s*(?:KST|GMT|Uhr))?"
    ),
    re.compile(r"(?:AP-[A-Z]{2}-)(?P<month>\d{2})-(?P<day>\d{2})-(?P<short>\d{2}) \d{4}\w*<?"),
    re.compile(r"\d{2}(?P<day>\d{2})\d{2} GMT (?P<month>\w{3}) (?P<short>\d{2})"),
)
DIGIT = re.compile(r"\d")
TIME_PREFIX = re.compile(
    r"(?:송고시간|입력|발송|Published|Publié le|Mis en ligne|Updated|등록|配信|发布时间|發佈時間)\s*[:：]?\s*",
    re.IGNORECASE,
)


@lru_cache(LINES_REMEMBERED)
def contacts_in(line: str) -> tuple[str, ...]:
    """Return the e-mail addresses of a line that holds nothing else."""
    return tuple(MAILS.findall(line)) if "@" in line and CONTACT_LINE.fullmatch(line) else ()


@lru_cache(LINES_REMEMBERED)
def end_mark(line: str) -> str:
    """Return the end mark that is the whole line, without brackets, or an empty string."""
    found = END_LINE.fullmatch(line) if len(line) <= LONGEST_MARK else None
    return (found["mark"] or found["bare"]) if found else ""


def opens_telegram(line: str) -> bool:
    """True for the line that opens a message of the telegraph: `ZCZC`, with or without service and number."""
    return len(line) <= LONGEST_TIME and bool(TELEGRAM_OPENS.fullmatch(line))


def frames_telegram(line: str) -> bool:
    """True for a line that opens or closes a message of the telegraph, and is no copy."""
    return line in TELEGRAM_CLOSES or opens_telegram(line)


@lru_cache(LINES_REMEMBERED)
def split_end_mark(line: str) -> tuple[str, str]:
    """Return the line without the end mark at its tail, and the mark without brackets."""
    if line[-1:] not in LAST_OF_MARKS:
        return line, ""
    found = END_TAIL.search(line, max(0, len(line) - LONGEST_MARK))
    if not found or not line[: found.start()].strip():
        return line, ""
    return line[: found.start()].rstrip(), (found["mark"] or found["ansa"] or found["bare"]).strip()


@lru_cache(LINES_REMEMBERED)
def is_note(line: str) -> bool:
    """True for an editor's note: `(ATTN: …)`, `Eds: …`, `(Corrects …)`."""
    return bool(ATTENTION.match(line) or CHANGE_NOTE.match(line))


def without_brackets(line: str) -> str:
    found = WHOLE_BRACKET.fullmatch(line)
    return found["inside"].strip() if found else line


def byline_names(line: str) -> tuple[str, ...]:
    """Return the names of a byline (`By A and B`, `Von A, dpa`, `홍가람 기자`, `gr/bp`), or nothing."""
    if len(line) > LONGEST_BYLINE:
        return ()
    if INITIALS.fullmatch(line):
        return (line,)
    if found := KOREAN_BYLINE.fullmatch(line):
        return tuple(name for name in re.split(r"[\s,·]+", found["names"]) if name and name != "기자")
    found = BYLINE.fullmatch(AGENCY_TAIL.sub("", line.removeprefix("^").rstrip("<")))
    if not found:
        return ()
    names = tuple(name for name in NAME_JOINERS.split(found["names"]) if name)
    return names if names and all(_is_name(name) for name in names) else ()


def _is_name(text: str) -> bool:
    words = text.split()
    small = [word for word in words if word[0].islower()]
    return 0 < len(words) <= 6 and len(small) * 2 <= len(words) and not words[0][0].islower()


@lru_cache(LINES_REMEMBERED)
def time_of(line: str) -> date | None:
    """Return the day of a line that is a page's or a story's time line, or None."""
    if len(line) > LONGEST_TIME or not DIGIT.search(line):
        return None
    written = TIME_PREFIX.sub("", line, count=1).strip()
    for pattern in TIMES:
        if found := pattern.fullmatch(written):
            return _day(found.groupdict())
    return None


def _day(written: dict[str, str]) -> date | None:
    month = written["month"]
    number = int(month) if month.isdigit() else MONTHS.get(plain(month), 0)
    year = int(written.get("year") or 0)
    if short := written.get("short"):
        year = whole_year(short)
    try:
        return date(year, number, int(written["day"]))
    except ValueError:
        return None
