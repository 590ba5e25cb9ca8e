"""The dateline: places, day and agency at the opening of the lead, in the forms of the agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from articles.ingest.grammar.agencies import SIGNATURES, known_agency
from articles.ingest.grammar.dates import PartialDate, read_dateline_date

LINES_REMEMBERED = 512
LONGEST = 200
DASH = r"(?:--+|[-–—―_]|\.\s?[-–—]+|:)"
NAME = r"[^()\[\]{}<>«»“”\"!?;:]"
AGENCY = r"(?:\((?P<round>[^()]{2,60})\)|\[(?P<square>[^\[\]]{2,60})\]|/(?P<slashed>(?:ITAR-)?TASS)/)"
SIGNED = rf"\s*{AGENCY}\s*\.?\s*(?P<dash>{DASH})?\s*"
GENERAL = re.compile(rf"(?P<head>{NAME}{{0,120}}){SIGNED}")
GENERAL_WITH_REGION = re.compile(rf"(?P<head>{NAME}{{1,60}}\({NAME}{{2,40}}\){NAME}{{0,40}}){SIGNED}")
ITALIAN = re.compile(
    r"\((?P<agency>ANSA|AGI|Adnkronos)\)\s*[-–]\s*(?P<head>[^()]{2,80}?(?:\([^()]{2,40}\)[^()]{0,20}?)?)\s*[-–]\s+"
)
BARE_AGENCY = re.compile(
    rf"(?P<head>[A-Z]{NAME}{{2,100}}?)[,.]?\s+(?P<agency>Kyodo|Reuters?|EFE|Xinhua|TASS)\s*(?P<dash>--|[-–—])\s+"
)
BARE_DASH = re.compile(r"(?P<head>[^\W\d_a-zà-ÿ][^()\[\]]{1,80}?)\s*(?P<dash>--|[-–—])\s+")
BARE_DASH_WITH_REGION = re.compile(
    r"(?P<head>[^\W\d_a-zà-ÿ][^()\[\]]{1,60}\([^()\[\]]{2,40}\)[^()\[\]]{1,40}?)\s*(?P<dash>--|[-–—])\s+"
)
KOREAN = re.compile(
    r"[(\[【](?P<head>[^()=＝]{1,60})[=＝]\s*(?P<agency>[^()=＝\]】]{2,30})[)\]】]\s*(?:(?P<reporters>[^=＝]{1,80}?)\s*[=＝]\s*)?"
)
EAST_DATE = r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日"
CHINESE = re.compile(
    rf"(?P<agency>韩联社|韓聯社|新华社|新華社|中新社|中新网|路透社|法新社|美联社|共同社)(?P<head>[^\d电電，。、（(\s]{{1,14}}?)(?P<day>{EAST_DATE})(?P<wired>(?:专|專)?[电電])"
    r"(?:\s*[（(](?:记者|記者)(?P<reporters>[^）)]{1,40})[）)])?\s*(?:题：|題：)?\s*"
)
TAIWANESE = re.compile(
    rf"[(（](?P<agency>中央社)(?:記者(?P<reporters>[一-鿿]{{2,3}}))?(?P<head>[一-鿿]{{2,6}}?)(?P<day>{EAST_DATE})(?:專電|綜合外電報導|外電報導|電)[)）]\s*"
)
JAPANESE = re.compile(
    r"【(?P<head>[^】＝=]{1,20}?)[＝=・]?(?P<agency>聯合ニュース|聯合|共同通信|共同|時事通信|時事|ロイター|AFP|ＡＦＰ)】\s*"
)
TEXT_TAG = re.compile(
    r"\[(?:TEXT|SPEECH|EXCERPTS?|ARTICLE|COMMUNIQUE|INTERVIEW|REPORT|COMMENTARY|EDITORIAL|STATEMENT|PASSAGE OMITTED)\]\s*",
    re.IGNORECASE,
)
INLINE_BYLINE = re.compile(r"(?i:par|by|por|von|di)\s+(?P<names>[^,()]{3,60}?)\s+(?=[A-ZÀ-Ý]{3,}[,/ (])")
NOT_A_PLACE = frozenset(
    [
        "the",
        "le",
        "la",
        "les",
        "un",
        "une",
        "a",
        "an",
        "el",
        "los",
        "las",
        "der",
        "die",
        "das",
        "il",
        "lo",
        "et",
        "and",
        "mais",
        "but",
        "si",
        "if",
        "in",
        "en",
        "dans",
        "au",
        "aux",
        "by",
        "par",
    ]
)
UPPER_START = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
DIGIT = re.compile(r"\d")
FBIS_DAY = re.compile(r"NO DATE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline as read: `text` as filed, `day` as far as it is written, `length` of it in the line.

    `mistyped` says that a date stands there but could not be read.
    """

    text: str
    length: int
    agency: str
    places: tuple[str, ...] = ()
    region: str = ""
    day: PartialDate | None = None
    mistyped: bool = False
    bylines: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """True where a known agency signs it."""
        return self.agency in SIGNATURES


@lru_cache(LINES_REMEMBERED)
def read_dateline(line: str) -> Opening | None:
    """Read the dateline at the start of a line, or return None where there is none."""
    lead = len(line) - len(line.lstrip(" \t\u3000\u00a0*\u200b\ufeff"))
    start = line[lead : lead + LONGEST]
    for read in (_east_asian, _italian, _general, _bare_agency, _bare_dash):
        if opening := read(start):
            return _moved(opening, lead)
    if found := INLINE_BYLINE.match(start):
        opening = _general(start[found.end() :])
        if opening and opening.agency in SIGNATURES:
            return _moved(opening, lead + found.end(), (found["names"],))
    return None


def _moved(opening: Opening, by: int, bylines: tuple[str, ...] = ()) -> Opening:
    return Opening(
        opening.text,
        opening.length + by,
        opening.agency,
        opening.places,
        opening.region,
        opening.day,
        opening.mistyped,
        bylines + opening.bylines,
    )


def _opening(found: re.Match[str], agency: str, head: _Head, bylines: tuple[str, ...] = ()) -> Opening:
    return Opening(
        found.group().strip(), found.end(), agency, head.places, head.region, head.day, head.mistyped, bylines
    )


def _east_asian(text: str) -> Opening | None:
    if not text or text[0] not in "([【（韩韓新中路法美共":
        return None
    if (found := KOREAN.match(text)) and (agency := known_agency(found["agency"]) or found["agency"]):
        reporters = found["reporters"] or ""
        if reporters and "기자" not in reporters and "특파원" not in reporters:
            found = re.compile(
                re.escape(text[: text.index(found["agency"]) + len(found["agency"]) + 1]) + r"\s*"
            ).match(text)
            reporters = ""
        return _opening(found, agency, _Head(_places(_head_of(text))), korean_reporters(reporters))
    if found := CHINESE.match(text) or TAIWANESE.match(text):
        day = read_dateline_date(found["day"])
        names = tuple(re.split(r"[、,，\s]+", (found["reporters"] or "").strip())) if found["reporters"] else ()
        return _opening(found, known_agency(found["agency"]), _Head((found["head"],), day=day), names)
    if found := JAPANESE.match(text):
        agency = known_agency(found["agency"].translate(str.maketrans("ＡＦＰ", "AFP")))
        return _opening(found, agency, _Head(_places(found["head"])))
    return None


def _head_of(text: str) -> str:
    return re.split(r"[=＝]", text[1:], maxsplit=1)[0]


def korean_reporters(text: str) -> tuple[str, ...]:
    """Return the names of `홍가람 이도현 기자`."""
    names = re.sub(r"(?:선임|수습)?기자|특파원|통신원", " ", text)
    return tuple(name for name in re.split(r"[\s,·]+", names) if name)


def _italian(text: str) -> Opening | None:
    found = ITALIAN.match(text)
    if found and (head := _read_head(found["head"])):
        return _opening(found, known_agency(found["agency"]) or found["agency"], head)
    return None


def _general(text: str) -> Opening | None:
    for pattern in (GENERAL, GENERAL_WITH_REGION):
        if (found := pattern.match(text)) and (opening := _signed(found, text)):
            return opening
    return None


def _signed(found: re.Match[str], text: str) -> Opening | None:
    signature = (found["round"] or found["square"] or found["slashed"]).strip()
    agency = known_agency(signature)
    head = _read_head(found["head"])
    if head is None or not _is_plausible(found, head, bool(agency), text):
        return None
    end = _end_of_tag(text, found.end())
    return Opening(text[:end].strip(), end, agency or signature, head.places, head.region, head.day, head.mistyped)


def _is_plausible(found: re.Match[str], head: _Head, known: bool, text: str) -> bool:
    if known and found["dash"]:
        return True
    if found["slashed"]:
        return True
    if found["dash"]:
        shouted = bool(head.places) and all(place == place.upper() for place in head.places)
        return bool(head.places) and (head.day is not None or head.mistyped or (shouted and found["dash"] != ":"))
    follows = text[found.end() : found.end() + 1]
    return known and bool(head.places) and bool(UPPER_START.match(follows) or follows in "«\"“'‘")


def _bare_agency(text: str) -> Opening | None:
    found = BARE_AGENCY.match(text)
    if found and (head := _read_head(found["head"])) and head.places and (head.day or head.places[0].isupper()):
        return _opening(found, known_agency(found["agency"]), head)
    return None


def _bare_dash(text: str) -> Opening | None:
    """`DALLAS/FORT WORTH, Texas, March 3 -` (Reuters 1987), `SEOUL --` (summaries): no agency is named."""
    for pattern in (BARE_DASH, BARE_DASH_WITH_REGION):
        if not (found := pattern.match(text)) or not (head := _read_head(found["head"])) or not head.places:
            continue
        shouted = all(place == place.upper() and len(place) > 2 for place in head.places)
        is_dated = head.day and (head.day.month or pattern is BARE_DASH)
        if shouted and (is_dated or (pattern is BARE_DASH and found["dash"] in ("--", "—"))):
            end = _end_of_tag(text, found.end())
            return Opening(text[:end].strip(), end, "", head.places, head.region, head.day, head.mistyped)
    return None


def _end_of_tag(text: str, start: int) -> int:
    """Where the copy begins behind a dateline that a word in brackets (FBIS) may follow."""
    tag = TEXT_TAG.match(text, start)
    return tag.end() if tag else start


@dataclass(frozen=True, slots=True)
class _Head:
    places: tuple[str, ...] = ()
    region: str = ""
    day: PartialDate | None = None
    mistyped: bool = False


def _read_head(text: str) -> _Head | None:
    """Read what stands before the agency: places, region and day; None where it is no dateline."""
    text = text.strip(" \t\u00a0,،、*")
    if not text:
        return _Head()
    if text[0].isdigit():
        day = read_dateline_date(text)
        return _Head(day=day, mistyped=day is None) if len(text) < 20 else None
    region = ""
    if bracketed := re.search(r"\s*\(([^()]+)\)", text):
        region = bracketed[1].strip()
        text = text[: bracketed.start()] + text[bracketed.end() :]
    parts = [part for written in re.split(r"[,،、，]", text) if (part := written.strip(" \t\u00a0"))]
    day, mistyped, parts = _take_day(parts)
    if not parts:
        return _Head((), region, day, mistyped) if day else None
    places = _places(parts[0])
    if not all(_is_place(place) for place in places) or len(parts) > 3:
        return None
    return _Head(places, region or ", ".join(parts[1:]), day, mistyped)


def _take_day(parts: list[str]) -> tuple[PartialDate | None, bool, list[str]]:
    for size in (2, 1):
        written = ", ".join(parts[-size:])
        if len(parts) >= size and DIGIT.search(written) and (day := read_dateline_date(written)):
            return day, False, parts[:-size]
    if parts and FBIS_DAY.fullmatch(parts[-1]):
        return None, False, parts[:-1]
    if len(parts) > 1 and DIGIT.search(parts[-1]):
        return None, True, parts[:-1]
    if len(parts) == 1 and (found := re.match(r"(\D+?)[\s.]+(\d.*)$", parts[0])):
        day = read_dateline_date(found[2])
        return day, day is None, [found[1]]
    return None, False, parts


def _places(text: str) -> tuple[str, ...]:
    return tuple(place.strip() for place in re.split(r"[/·・]", text) if place.strip())


def _is_place(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 6 or len(text) > 50:
        return False
    if words[0].lower() in NOT_A_PLACE and len(words) == 1:
        return False
    if not UPPER_START.match(text):
        return False
    small = [word for word in words[1:] if word[0].islower()]
    return len(small) <= 2 and all(len(word) <= 4 for word in small)
