"""Which article a notice means: the ids, headlines, sluglines, day and hour it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from articles.ingest.grammar.agencies import YONHAP_ID
from articles.ingest.grammar.dates import MONTHS, WEEKDAY_NAMES, plain
from articles.ingest.notices.filing import Filing

READ = 4_000
"""Characters of a notice's text that are looked through."""
MOST_NAMED = 20
LONGEST_HEADLINE = 300
FEWEST_WORDS = 3
FEWEST_LETTERS = 8

QUOTED = re.compile(
    r"“([^“”]{6,300})”|„([^„“”]{6,300})[“”]|«\s?([^«»]{6,300})\s?»|「([^「」]{6,200})」|『([^『』]{6,200})』|《([^《》]{6,200})》|"
    r"[\"＂]([^\"＂\n]{6,300})[\"＂]|``((?:(?!'').){6,300})''|‘([^‘’]{12,300})’|\[([^\[\]]{8,200})\]"
)
URN = re.compile(r"\b(?:urn:[a-z0-9][a-z0-9-]{1,31}:|tag:)[^\s<>\"'«»“”()\[\]]{4,200}", re.IGNORECASE)
SLUG = re.compile(r"\b(?:BC|AM|PM|AP)-{1,2}[A-Z][\w'’&-]*(?:--?[A-Z][\w'’&-]*)*(?: [A-Z][\w'’&]*){0,3}")
HOUR = re.compile(
    r"(?<![\d.,])(?:(?P<hours>[01]\d|2[0-3])(?P<minutes>[0-5]\d)\s?(?:GMT|UTC|KST|JST|Z|h\b|EST|EDT)|"
    r"(?P<hour>[01]?\d|2[0-3])\s?(?:[:hH.]|시|時|点|點)\s?(?P<minute>[0-5]\d)(?:\s?(?:분|分|GMT|UTC|KST|Uhr|a\.m\.|p\.m\.))?)(?![\d,])",
)
DAY_MONTH = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:er|\.|º|th|st|nd|rd)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,10})\b")
MONTH_DAY = re.compile(r"\b(?P<month>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2})(?!\d)")
EAST_ASIAN_DAY = re.compile(r"(?:(?P<month>\d{1,2})\s?[月월]\s?)?(?P<day>\d{1,2})\s?[日일]")
WEEKDAYS = {plain(name): number for number, names in enumerate(WEEKDAY_NAMES) for name in names.split()}
WORD = re.compile(r"[^\W\d_]+(?:-feira)?")
NO_CASE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
ONE_VERSION = re.compile(
    r"\b(?:only (?:the|this) (?:version|lead)|this version only)\b|cette (?:seule )?version seulement|la seule version|nur diese fassung",
    re.IGNORECASE,
)
EVERY_VERSION = re.compile(
    r"\ball (?:earlier|previous|prior)? ?versions|toutes les versions|alle fassungen", re.IGNORECASE
)


def guids_named(filing: Filing) -> tuple[str, ...]:
    """Return the ids the text gives, and those of the same article by another version of its own id."""
    named = [*filing.relations]
    for text in _texts(filing):
        named += [found.group() for found in YONHAP_ID.finditer(text)]
        named += [found.group().rstrip(".,;:") for found in URN.finditer(text)]
    if filing.guid and (filing.revision or filing.status == "canceled"):
        named.append(filing.guid)
    named = [each for each in named if each != filing.guid or filing.revision or filing.status == "canceled"]
    if own := YONHAP_ID.fullmatch(filing.guid):
        named += _versions_of(own)
        named = [each for each in named if each != filing.guid]
    return tuple(dict.fromkeys(each[:250] for each in named))[:MOST_NAMED]


def _versions_of(found: re.Match[str]) -> Iterator[str]:
    """The ids of the same story's other versions: 00 is the first filing, 51 LEAD, 5n the n-th."""
    for version in ("00", *(f"5{n}" for n in range(1, 10))):
        yield f"A{found['service']}{found['date']}{found['serial']}{version}{found['desk']}"


def headlines_named(filing: Filing, kind: str) -> tuple[str, ...]:
    """Return the headlines a notice quotes, and its own where it carries the one of the article it means."""
    quoted: list[str] = []
    for text in _texts(filing) if kind in ("kill", "hold", "advisory") else [filing.note[:READ]]:
        quoted += (line for line in _quoted(text) if _may_be_headline(line))
    return tuple(dict.fromkeys([*quoted[: MOST_NAMED - 1], filing.headline[:LONGEST_HEADLINE]]))


def _quoted(text: str) -> Iterator[str]:
    for found in QUOTED.finditer(text):
        line = " ".join(next(filter(None, found.groups()), "").split())
        yield line.rstrip(",.،")


def _may_be_headline(line: str) -> bool:
    return len(line.split()) >= FEWEST_WORDS or bool(NO_CASE.search(line)) and len(line) >= FEWEST_LETTERS


def slugs_named(filing: Filing) -> tuple[str, ...]:
    """Return the sluglines the text gives, and its own."""
    named = [found.group() for text in _texts(filing) for found in SLUG.finditer(text)]
    own = [slug for slug in (filing.slugline, *filing.keywords[:1]) if len(slug) >= FEWEST_LETTERS]
    return tuple(dict.fromkeys(each[:250] for each in [*named, *own] if each))[:MOST_NAMED]


def day_named(filing: Filing) -> date | None:
    """Return the day on which the article meant was filed: as the notice gives it, else the notice's own."""
    if filing.date is None:
        return None
    for text in _texts(filing):
        for sentence in _about_copy(text):
            if day := _day_in(sentence, filing.date):
                return day
    return filing.date


ABOUT_COPY = re.compile(
    r"\b(?:story|sent|filed|moved|transmitted|issued|headlined|slugged|slug)\b|intitul|diffus[ée]|transmis|d[ée]p[êe]che|"
    r"gesendet|meldung|überschrift|enviad|titulad|despacho|송고|보도|제목|기사|配信|記事|発稿|题为|題為|播发|播發|بعنوان|أرسل",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.。!?]*(?:(?:\.(?=\S|\s+[a-zà-ÿ\d])|(?<=\d)\.)[^.。!?]*)*[.。!?]?")


def _about_copy(text: str) -> Iterator[str]:
    for found in SENTENCE.finditer(text):
        if found.group() and ABOUT_COPY.search(found.group()):
            yield QUOTED.sub(" ", found.group())


def _day_in(text: str, notice: date) -> date | None:
    for pattern in (DAY_MONTH, MONTH_DAY):
        for found in pattern.finditer(text):
            if month := MONTHS.get(plain(found["month"])):
                return _latest(notice, month, int(found["day"]))
    if found := EAST_ASIAN_DAY.search(text):
        return _latest(notice, int(found["month"] or 0), int(found["day"]))
    for word in WORD.findall(text):
        if (weekday := WEEKDAYS.get(plain(word))) is not None:
            return notice - timedelta(days=(notice.weekday() - weekday) % 7)
    return None


def _latest(notice: date, month: int, day: int) -> date | None:
    """The last such day up to the notice; without a month, of its month or the one before."""
    if month:
        tries = [(notice.year, month), (notice.year - 1, month)]
    else:
        before = notice.replace(day=1) - timedelta(days=1)
        tries = [(notice.year, notice.month), (before.year, before.month)]
    for year, number in tries:
        try:
            found = date(year, number, day)
        except ValueError:
            continue
        if found <= notice:
            return found
    return None


def hour_named(filing: Filing) -> time | None:
    """Return the hour at which the article meant was sent."""
    for text in _texts(filing):
        for sentence in _about_copy(text):
            if found := HOUR.search(sentence):
                return time(int(found["hours"] or found["hour"]), int(found["minutes"] or found["minute"]))
    return None


def names_one_version(filing: Filing) -> bool:
    texts = list(_texts(filing))
    return any(ONE_VERSION.search(text) for text in texts) and not any(EVERY_VERSION.search(text) for text in texts)


def _texts(filing: Filing) -> Iterable[str]:
    """The note and the first paragraphs."""
    yield filing.note[:READ]
    if filing.status == "canceled" or len(filing.paragraphs) <= 8:
        yield "\n".join(filing.paragraphs[:4])[:READ]
