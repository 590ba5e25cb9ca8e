"""Version labels: what the wire puts before or after a headline to say which filing it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN, CLOSE = "[(（\\[［〔【]", "[)）\\]］〕】]"
ORDINAL = r"(?:st|nd|rd|th|ère|ere|ème|eme|er|re|e|è|º|ª|°|o|a|\.)?"
COUNTED = (
    rf"(?P<n>\d{{1,2}})\s*{ORDINAL}\s*"
    r"(?:LD|LEAD|AMPLIACI[OÓ]N|AMPLIATION|ACTUALIZACI[OÓ]N|ZUSAMMENFASSUNG|MISE À JOUR|UPDATE)"
)
FIRST = r"LEAD|LD|AMPLIACI[OÓ]N|AMPLIATION|ACTUALIZACI[OÓ]N|ZUSAMMENFASSUNG|MISE À JOUR|UPDATE"
KOREAN_COUNTED = r"종합\s?(?P<summary>\d{1,2})보|(?P<report>\d{1,2})보|(?P<first>종합)"
UNNUMBERED = (
    r"URGENTE?|DRINGEND|EILMELDUNG|FLASH|BULLETIN|ALERTE?|AVANCE|EXTRA|"
    r"CORRECTI(?:ON|F|VE)|CORRECTED|CORRECTS|CORRECCI[OÓ]N|KORREKTUR|BERICHTIGUNG|RECTIFICATI(?:ON|F)|REFIL(?:E|ED|ING)|RPT|REPEATS?|"
    r"ANNULATION|ANNUL[EÉ]|ANNULE ET REMPLACE|ANULACI[OÓ]N|KILL|MANDATORY KILL|WITHDRAWN|STORY WITHDRAWN|RETRAIT|"
    r"HOLD|ADVISORY|AVIS|AVISO|HINWEIS|RETIRAD[AO]|ZURÜCKGEZOGEN|RÜCKZUG|REDIFFUSION|WIEDERHOLUNG|REPETICI[OÓ]N|"
    r"Yonhap (?:Feature|Interview|News Summary|Special)|News (?:Focus|Analysis)|Interview|Feature|Focus|"
    r"속보|상보|단독|그래픽|포토|정정|정정보도|수정|고침|재송|보류|알림|전문취소|기사취소|취소|긴급|단신|특징주|"
    r"速報|訂正再送|訂正|訂正報|再送|記事取り消し|取り消し|取消|撤回|撤稿|重发|重發|保留|詳報|快讯|简讯|详讯|詳訊|快訊|簡訊|更正|عاجل|تصحيح|إلغاء"
)
BRACKETED = re.compile(
    rf"\s*{OPEN}\s*(?P<label>{COUNTED}|{FIRST}|{KOREAN_COUNTED}|{UNNUMBERED})\s*{CLOSE}\s*(?:[-–—]\s+)?",
    re.IGNORECASE,
)
BRACKETED_AT_END = re.compile(
    rf"\s*{OPEN}\s*(?P<label>{COUNTED}|{FIRST}|{KOREAN_COUNTED}|상보|정정|수정|고침|재송|속보|전문취소|기사취소|취소|訂正|再送|取り消し)\s*{CLOSE}\s*$",
    re.IGNORECASE,
)
XINHUA = re.compile(
    r"(?P<label>(?P<n>\d{1,2})(?:st|nd|rd|th)\s+(?:ld|lead)(?:-writethru)?|urgent|flash|avance|roundup|news analysis|feature|"
    r"commentary|详讯|简讯|快讯|詳訊|簡訊|快訊|更正|更新)\s*[:：]\s*",
    re.IGNORECASE,
)
REUTERS_WORDS = r"CORRECTED|CORRECTS|CORRECTION|REFIL(?:E|ING)|RPT|REPEAT|WRAPUP|UPDATE|EXCLUSIVE|FACTBOX|ANALYSIS|ADVISORY|STORY WITHDRAWN|WITHDRAWN|KILL"
REPLACES = re.compile(
    r"ANNULE ET REMPLACE|ANULA Y (?:SUSTITUYE|REEMPLAZA)|(?:KILLS?|CANCELS) AND REPLACES?|ERSETZT MELDUNG",
    re.IGNORECASE,
)
"""Copy that withdraws another and takes its place is itself to be read."""
KILLS = (
    r"STORY WITHDRAWN|WITHDRAWN|MANDATORY KILL|KILL|ANNULE ET REMPLACE|ANNUL[EÉ]E?|ANNULATION|RETRAIT|EFFACEMENT OBLIGATOIRE|"
    r"ANULACI[OÓ]N|ANULAD[AO]|전문취소|기사취소|취소|記事取り消し|取り消し|撤稿|إلغاء"
)
HOLDS = r"HOLD|EMBARGO(?:ED)?(?: until\b[^-:–]{0,60}| jusqu[^-:–]{0,60})?|SOUS EMBARGO|SPERRFRIST"
NOTICE = re.compile(
    rf"(?P<label>{KILLS}|{HOLDS}|CORRECTIF|RECTIFICATIF|CORRECTION(?: ET MISE À JOUR)?|CORRECCI[OÓ]N|KORREKTUR|BERICHTIGUNG)\s*(?:[:：]|[-–—])\s+",
    re.IGNORECASE,
)
ORDINAL_LEAD = re.compile(r"(?P<label>(?P<n>\d{1,2})(?:ST|ND|RD|TH) LEAD)\s+(?=\S)")
IS_KILL = re.compile(rf"{KILLS}|RETIRAD[AO]|ZURÜCKGEZOGEN|RÜCKZUG|取消|撤回", re.IGNORECASE)
SMALL_LETTERS = re.compile("[A-ZÀ-Þ]?[a-zà-ÿ]")
IS_HOLD = re.compile(HOLDS, re.IGNORECASE)
REUTERS = re.compile(rf"\(?(?P<label>(?:{REUTERS_WORDS})(?:\s(?P<n>\d{{1,2}}))?)\)?\s*[-–—]\s*")
AFP = re.compile(r"(?P<label>URGENT|BULLETIN|FLASH|ALERTE)\s*(?=[A-ZÀ-Ý])")
LABEL_LINE = re.compile(
    r"(?P<label>EXTRA|REFILE|REFILING|REPEAT|CORRECTION|CORRECTIVE|KORREKTUR|BERICHTIGUNG|ACHTUNG|URGENT|ALERT|(?:(?P<n>\d{1,2})(?:ST|ND|RD|TH|\.)\s)?LEAD|"
    r"(?P<m>\d{1,2})(?:st|nd|rd|th) Ld(?:-Writethru)?)|\((?P<bracketed>Achtung|Korrektur|Berichtigung)\)"
)
LONGEST_LABEL = 40
ZERO_WIDTH = "\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A headline without its labels; `label` as filed, without brackets; `version` as DESIGN counts them."""

    headline: str
    label: str = ""
    version: int = 0


def split_label(line: str) -> Labelled:
    """Take the version labels off a headline: 0 without a number, 1 for LEAD, n for the n-th."""
    rest = line.strip(" \t\u3000\u00a0" + ZERO_WIDTH)
    labels: list[str] = []
    version = 0
    while found := _label_at_start(rest):
        label, number, end = found
        # Reuters joins its labels: CORRECTED-UPDATE 1-
        dashed = rest[:end].endswith("-") and _label_at_start(rest[end:])
        labels.append(f"{label}-" if dashed else f"{label} ")
        version = max(version, number)
        rest = rest[end:]
    while found_at_end := BRACKETED_AT_END.search(rest, max(0, len(rest) - LONGEST_LABEL)):
        labels.append(f"{found_at_end['label']} ")
        version = max(version, _number(found_at_end))
        rest = rest[: found_at_end.start()]
    return Labelled(rest.strip(), "".join(labels).strip(), version)


def status_of(label: str) -> str:
    """Return what a label says of the copy (IPTC pubStatus): canceled for a kill, withheld for a hold, else usable.

    A kill in small letters may be the first word of an ordinary headline: Retrait : …
    """
    if IS_KILL.search(label) and not SMALL_LETTERS.match(label):
        return "usable" if REPLACES.search(label) else "canceled"
    return "withheld" if IS_HOLD.search(label) else "usable"


def label_line(line: str) -> Labelled | None:
    """Read a line that is nothing but a label (dpa, ANPA), or return None."""
    found = LABEL_LINE.fullmatch(line.strip())
    if found:
        number = found["n"] or found["m"]
        label = found["bracketed"] or found["label"]
        return Labelled("", label, int(number) if number else int(label == "LEAD"))
    labelled = split_label(line)
    return labelled if labelled.label and not labelled.headline else None


def _label_at_start(text: str) -> tuple[str, int, int] | None:
    if found := BRACKETED.match(text):
        return found["label"], _number(found), found.end()
    for pattern in (XINHUA, NOTICE, REUTERS, ORDINAL_LEAD, AFP):
        if found := pattern.match(text):
            return found["label"].strip(), _plain_number(found), found.end()
    return None


def _plain_number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if number := groups.get("n"):
        return int(number)
    return int(found["label"] in ("详讯", "詳訊"))


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    for name in ("n", "summary", "report"):
        if groups.get(name):
            return int(groups[name])
    label = found["label"].upper()
    return int(groups.get("first") is not None or re.fullmatch(FIRST, label) is not None)
