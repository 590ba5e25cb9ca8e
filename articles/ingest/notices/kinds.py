"""Which kind of notice an article is, by its label, its status, its editor's note or its wording."""

from __future__ import annotations

import re

from articles.ingest.grammar.labels import IS_KILL, REPLACES
from articles.ingest.notices.filing import Filing

LOOKED_AT = 600
"""Characters of a note or of the first paragraph; a notice says at once what it is."""

FLAGS = re.IGNORECASE
EMBARGO = re.compile(r"EMBARGO|SPERRFRIST|엠바고|解禁", FLAGS)
"""Copy held back by an embargo says so of itself, not of another."""
HOLD_LABEL = re.compile(r"\bHOLD\b|\bSUSPENDU\b|\bRETENER\b|보류|保留", FLAGS)
CORRECTION_LABEL = re.compile(
    r"CORRECT|CORRECTI|RECTIFICATI|CORRECCI[OÓ]N|KORREKTUR|BERICHTIGUNG|정정|수정|고침|訂正|更正|تصحيح", FLAGS
)
REFILE_LABEL = re.compile(
    r"\bREFIL|\bRPT\b|\bREPEAT|RETRANSMISSION|REDIFFUSION|REPETICI[OÓ]N|WIEDERHOLUNG|재송|再送|重发|重發", FLAGS
)
ADVISORY_LABEL = re.compile(r"\bADVISORY\b|\bAVIS\b|\bAVISO\b|\bHINWEIS\b|알림|お断り|تنويه", FLAGS)

KILLS = re.compile(
    r"MANDATORY KILL|KILL MANDATORY|\bKILL (?:the|this|our|story)\b|please (?:kill|withdraw|disregard)|"
    r"(?:asked|requested|please|do)\b.{0,12} not (?:to )?(?:use|publish)|(?:story|article|report) (?:is|has been|was) withdrawn|"
    r"ne pas utiliser|annulation imp[ée]rative|(?:pri[èe]re|merci) de ne pas|veuillez (?:annuler|ne pas)|(?:est|sont) annul[ée]|"
    r"nicht (?:zu )?(?:verwenden|ver[öo]ffentlichen)|zur[üu]ckgezogen|no utili[cz](?:ar|en)|(?:se|queda) anula|"
    r"(?:기사|전문)[^.]{0,20}취소|사용하지 (?:말|마)|(?:記事|配信)[^。]{0,16}(?:取り消|削除|取消)|使用しない|"
    r"(?:撤销|撤銷|撤回|撤稿|请勿使用|請勿使用)|إلغاء|عدم (?:استخدام|نشر)",
    FLAGS,
)
HOLDS = re.compile(
    r"\bHOLD (?:the|this|our|story|publication|for)\b|please hold|\bon hold\b|suspendre (?:la|l['’])|mettre en attente|"
    r"zur[üu]ckhalten|mantener en espera|보류|使用を(?:見合わせ|保留)|暂缓|暫緩|تعليق النشر",
    FLAGS,
)
CORRECTS = re.compile(
    r"\bCORRECT(?:S|ING|ED|ION)?\b|\bCORRIGE(?:NT|R|N)?\b|\bCORRIG[ÉE]\w*|\bRECTIFI(?:E|ÉE?|CA)\b|\bKORRIGIERT?\b|\bBERICHTIGT?\b|"
    r"\bCORREGI\w*|바로잡|정정|고침|訂正|更正|تصحيح",
    FLAGS,
)
REFILES = re.compile(
    r"\bREFIL(?:ES|ED|ING)\b|\bREPEATS?\b|\bREPEATING\b|\bRESENDS?\b|\bR[ÉE]P[ÉE]TITION\b|\bR[ÉE]P[ÈE]TE\b|\bREPITE\b|\bWIEDERHOL\w+|"
    r"재송|再送|重发|重發",
    FLAGS,
)
ADVISES = re.compile(r"^\W*(?:ADVISORY|NOTE TO EDITORS|AVIS AUX R[ÉE]DACTIONS|HINWEIS|AVISO A|알림)", FLAGS)
SLUG_KILLS = re.compile(r"(?:^|[-\s,/])(?:MANDATORY )?KILL(?:$|[-\s,/])", FLAGS)
SLUG_ADVISES = re.compile(r"(?:^|[-\s,/])ADVISORY(?:$|[-\s,/])", FLAGS)


def kind_of(filing: Filing) -> tuple[str, bool]:
    """Return the kind of notice, and whether a label or the status says so; an empty kind for ordinary copy."""
    if labelled := _labelled(filing):
        return labelled, labelled != "kill" or filing.status == "canceled" or bool(REPLACES.search(filing.label))
    note = filing.note[:LOOKED_AT]
    if note:
        if KILLS.search(note):
            return "kill", False
        for kind, pattern in (("hold", HOLDS), ("correction", CORRECTS), ("refile", REFILES), ("advisory", ADVISES)):
            if pattern.search(note):
                return kind, kind != "hold"
    return _worded(filing), False


def _labelled(filing: Filing) -> str:
    label = filing.label
    if filing.status == "canceled" or REPLACES.search(label) or IS_KILL.search(label):
        return "kill"
    held = filing.status == "withheld" and filing.guid and filing.revision and not EMBARGO.search(filing.note)
    if HOLD_LABEL.search(label) or held and not EMBARGO.search(label):
        return "hold"
    for kind, pattern in (
        ("correction", CORRECTION_LABEL),
        ("refile", REFILE_LABEL),
        ("advisory", ADVISORY_LABEL),
    ):
        if pattern.search(label):
            return kind
    if any(SLUG_ADVISES.search(slug) for slug in (filing.slugline, *filing.keywords[:3])):
        return "advisory"
    return ""


LONGEST_NOTICE = 8
"""Paragraphs; what is longer is a story, whatever its first words."""


def _worded(filing: Filing) -> str:
    """Copy without a label that asks its editors not to use another story."""
    if any(SLUG_KILLS.search(slug) for slug in (filing.slugline, *filing.keywords[:3])):
        return "kill"
    if not filing.paragraphs or len(filing.paragraphs) > LONGEST_NOTICE:
        return ""
    opening = filing.paragraphs[0][:LOOKED_AT]
    if not OF_COPY.search(opening):
        return ""
    if KILLS.search(opening):
        return "kill"
    return "hold" if HOLDS.search(opening) else ""


OF_COPY = re.compile(
    r"\b(?:story|stories|editors|subscribers|dispatch|item)\b|d[ée]p[êe]che|abonn[ée]s|r[ée]dactions?\b|\bmeldung\b|\bbericht\b|"
    r"\bredaktionen\b|despacho|abonados|\bnota\b|기사|記事|稿件|الخبر",
    FLAGS,
)
"""What a notice calls what it acts on."""
