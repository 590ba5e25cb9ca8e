"""Plain-text copy, in the forms of the agencies: one story a file, or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from articles.ingest.article import Dateline, ParsedArticle, Problem, excess_of
from articles.ingest.grammar import lines as kinds
from articles.ingest.grammar.agencies import YONHAP_ID, agency_of_mail, known_agency
from articles.ingest.grammar.dateline import read_dateline
from articles.ingest.grammar.dealing import deal_out
from articles.ingest.grammar.labels import status_of
from articles.ingest.grammar.layout import Line, lines_of
from articles.ingest.grammar.stories import Block, blocks_of
from articles.ingest.grammar.wire_copy import WireCopy
from articles.ingest.grammar.years import Evidence, complete
from articles.ingest.language import identify_language

SIGNED_ENDINGS = {
    "==Kyodo": "Kyodo",
    "EFE": "EFE",
    "ANSA": "ANSA",
    "Reuter": "Reuters",
    "REUTER": "Reuters",
    "Enditem": "Xinhua",
}


@dataclass(frozen=True, slots=True)
class Read:
    """An article or why it could not be read, and where in the text it starts."""

    result: ParsedArticle | Problem
    start: int


def read(text: str, file: str, received: date | None = None) -> Iterator[Read]:
    """Yield the stories of a text in order; each goes on to where the next starts, the first starts at 0."""
    lines = lines_of(text)
    inherited: WireCopy | None = None
    blocks = [block for block in blocks_of(lines) if block.lines]
    for position, block in enumerate(blocks):
        if block.intro:
            inherited = _read_intro(block.intro)
        copy = _read_story(block, inherited)
        start = block.lines[0].start if position else 0
        if reason := _fault(copy, block.lines, inherited):
            number, line = (
                (copy.last_line, -1) if copy.last_line and "mid-sentence" in reason else (block.lines[0].number, 0)
            )
            yield Read(Problem(file, reason, number, block.lines[line].text[:200]), start)
        else:
            article = _article(copy, file, position, received, inherited)
            excess = excess_of(article)
            yield Read(Problem(file, excess, block.lines[0].number) if excess else article, start)
        if block.intro:
            inherited.notes.clear()


def _is_signed(copy: WireCopy) -> bool:
    """True for what only an agency would write; a lone label or end mark may stand in any text."""
    if copy.opening or copy.guid or any(agency_of_mail(contact) for contact in copy.contacts):
        return True
    if copy.labels and status_of(copy.labels[0]) != "usable":
        return True
    marks = (copy.labels, copy.end_mark, copy.related or copy.contacts, copy.times)
    return sum(bool(mark) for mark in marks) > 1


def _stops_in_mid_sentence(text: str) -> bool:
    """True for a line cut short; a signature, a place and date or a result may rightly end without a stop."""
    last = text[-1]
    if last in ",-–(" or (last.isalpha() and last.islower()):
        return len(text.split()) > 2
    return last.isalpha() and last.lower() == last.upper() and len(text) >= 20


def _fault(copy: WireCopy, lines: tuple[Line, ...], inherited: WireCopy | None) -> str:
    """Say why the lines are no whole piece of wire copy, or nothing."""
    if not inherited and not _is_signed(copy):
        return "not recognised as wire copy: no dateline, version label, end mark or agency id"
    if not copy.headline:
        return "no headline before the dateline"
    if not copy.paragraphs and not copy.captions and not copy.notes and not copy.labels:
        return "cut off: nothing after the headline"
    last_is_body = copy.paragraphs and not copy.end_mark and copy.last_line == lines[-1].number
    if last_is_body and _stops_in_mid_sentence(copy.paragraphs[-1]):
        return "cut off: the last line stops in mid-sentence and no end mark follows"
    return ""


def _read_intro(lines: tuple[Line, ...]) -> WireCopy:
    """A digest's opening lines: all become the note of its first story; agency and day serve all of them."""
    copy = WireCopy(notes=[line.text for line in lines])
    for line in lines:
        copy.day = copy.day or kinds.time_of(line.text)
        copy.opening = copy.opening or read_dateline(line.text)
    return copy


def _read_story(block: Block, inherited: WireCopy | None) -> WireCopy:
    copy = WireCopy(notes=list(inherited.notes) if inherited and block.intro else [])
    deal_out(block.lines, copy)
    return copy


def _article(
    copy: WireCopy, file: str, position: int, received: date | None, inherited: WireCopy | None
) -> ParsedArticle:
    language = identify_language(" ".join([*copy.paragraphs[:6], copy.headline]))
    return ParsedArticle(
        file=file,
        position=position,
        agency=_agency(copy) or (_agency(inherited) if inherited else ""),
        language=language,
        version_label=" ".join(copy.labels),
        version=copy.version,
        headline=copy.headline,
        subheadline="\n".join(copy.subheadlines),
        note="\n".join(copy.notes),
        nonpublic_note="\n".join(copy.nonpublic),
        timestamp="\n".join(copy.times),
        dateline=_dateline(copy, received, inherited),
        bylines=tuple(copy.bylines),
        contacts=tuple(copy.contacts),
        paragraphs=tuple(copy.paragraphs),
        captions=tuple(replace(each, paragraph=min(each.paragraph, len(copy.paragraphs))) for each in copy.captions),
        related=tuple(copy.related),
        end_mark=copy.end_mark,
        signoff="\n".join(copy.signoff),
        copyright="\n".join(copy.copyright),
        keywords=tuple(copy.keywords),
        status=status_of(" ".join(copy.labels)),
        guid=copy.guid,
    )


def _dateline(copy: WireCopy, received: date | None, inherited: WireCopy | None) -> Dateline:
    opening = copy.opening
    if opening and opening.mistyped:
        return Dateline(opening.text, opening.places, opening.region)
    guid = YONHAP_ID.fullmatch(copy.guid)
    evidence = Evidence(
        guid_date=_guid_date(guid["date"]) if guid else None,
        timestamp_date=copy.day or (inherited.day if inherited else None),
        copyright_year=copy.copyright_year,
        captions=[caption.text for caption in copy.captions],
        paragraphs=copy.paragraphs,
        received=received,
    )
    written = opening.day if opening else None
    if written is None and inherited and inherited.opening:
        written = inherited.opening.day
    day, name = complete(written, evidence)
    if opening is None:
        return Dateline(date=day, date_from=name)
    return Dateline(opening.text, opening.places, opening.region, day, name)


def _guid_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _agency(copy: WireCopy) -> str:
    if copy.opening and copy.opening.agency:
        return copy.opening.agency
    if copy.guid:
        return "Yonhap"
    if copy.end_mark in SIGNED_ENDINGS:
        return SIGNED_ENDINGS[copy.end_mark]
    for contact in copy.contacts:
        if agency := agency_of_mail(contact):
            return agency
    for caption in copy.captions:
        if agency := known_agency(caption.credit):
            return agency
    return ""
