"""Whether a notice means an article, with the evidence and how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from articles.ingest.fold import fold
from articles.ingest.notices.filing import Notice

SURE = 80
ALIKE, SOMEWHAT_ALIKE = 0.75, 0.5
NEAR_DAYS = 7
WITHOUT_LABEL = 70
"""The most that is believed of what only its wording makes a notice."""

WORDS = re.compile(r"[^\W_]+")
NO_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article a notice may mean, or the notice's own article; `kind` is its own if it is a notice as well."""

    pk: int
    headline: str = ""
    headline_key: str = ""
    guid: str = ""
    revision: str = ""
    slugline: str = ""
    keywords: tuple[str, ...] = ()
    day: date | None = None
    sent_at: datetime | None = None
    agency: int | None = None
    story: int = 0
    version: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How sure it is that a notice means an article, in percent, and why; 0 where it does not."""

    confidence: int = 0
    evidence: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


def match(notice: Notice, keys: frozenset[str], filed: Candidate, other: Candidate) -> Match:
    """Compare what a notice names with an article; `keys` are those of the headlines named, `filed` the notice itself."""
    if other.pk == filed.pk or not filed_before(filed, other):
        return Match()
    found = _named(notice, filed, other) or _by_headline(notice, keys, filed, other)
    if found.confidence and not notice.certain:
        return Match(min(found.confidence, WITHOUT_LABEL), (*found.evidence, "worded"))
    return found


def filed_before(notice: Candidate, other: Candidate) -> bool:
    """Tell whether an article was filed before a notice, as far as is known."""
    if notice.sent_at and other.sent_at:
        return other.sent_at <= notice.sent_at
    return not (notice.day and other.day) or other.day <= notice.day


def extends_to(filed: Candidate, named: Candidate, other: Candidate) -> Match:
    """Tell whether the kill of one version is that of another of its story: of those filed before it."""
    if other.pk == filed.pk or not filed_before(filed, other):
        return Match()
    timed = bool(filed.sent_at and other.sent_at) or bool(filed.day and other.day and other.day < filed.day)
    sure = timed or other.version <= named.version
    return Match(SURE + 5 if sure else SURE - 20, ("story",))


def likeness(one: str, other: str) -> float:
    """Return how many words two headlines share, from 0 to 1; of scripts without spaces, how many pairs of letters."""
    first, second = _parts(one), _parts(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def _parts(headline: str) -> set[str]:
    words = WORDS.findall(fold(headline[:400]))
    return {
        part
        for word in words
        for part in ([word[n : n + 2] for n in range(max(1, len(word) - 1))] if NO_SPACES.search(word) else [word])
    }


def _named(notice: Notice, filed: Candidate, other: Candidate) -> Match | None:
    if not other.guid or other.guid not in notice.guids:
        return None
    if other.guid == filed.guid:
        return Match(100, ("same_id",)) if _is_earlier(filed, other) else Match()
    return Match(100, ("named_id",))


def _is_earlier(filed: Candidate, other: Candidate) -> bool:
    """By the agency's own number of the version, where both are numbers."""
    if filed.revision.isdecimal() and other.revision.isdecimal() and not (filed.sent_at and other.sent_at):
        return int(other.revision) < int(filed.revision)
    return True


def _by_headline(notice: Notice, keys: frozenset[str], filed: Candidate, other: Candidate) -> Match:
    if filed.agency and other.agency and filed.agency != other.agency or other.kind == notice.kind == "kill":
        return Match()
    days = abs((other.day - notice.day).days) if other.day and notice.day else None
    hour = _hour(notice, other)
    if other.headline_key in keys:
        return _dated(95, days, hour, "headline")
    if days is None or days > 1:
        return Match()
    if _has_slug(notice, other):
        return _dated(90, days, hour, "slug")
    if filed.story and other.story == filed.story and (not filed.version or other.version <= filed.version):
        # What a kill names by another headline is for a librarian to say.
        return Match(SURE + 5 if notice.kind != "kill" else SURE - 15, ("story", "same_day"))
    alike = likeness(filed.headline, other.headline)
    if alike >= ALIKE:
        return Match(SURE + 5 if notice.kind != "kill" else SURE - 15, ("similar", "same_day"))
    return Match(50, ("similar", "same_day")) if alike >= SOMEWHAT_ALIKE else Match()


def _dated(confidence: int, days: int | None, hour: bool | None, reason: str) -> Match:
    if days is None:
        return Match(60, (reason, "undated"))
    if days > NEAR_DAYS:
        return Match()
    if days > 1:
        return Match(60, (reason, "near_day"))
    if hour is None:
        return Match(confidence, (reason, "same_day"))
    # Hours are given in the agency's time, which may be another than the one the copy was stamped with.
    return Match(confidence + 4 * hour, (reason, "same_day", *(["hour"] if hour else [])))


def _hour(notice: Notice, other: Candidate) -> bool | None:
    if not notice.hour or not other.sent_at:
        return None
    return (other.sent_at.hour, other.sent_at.minute) == (notice.hour.hour, notice.hour.minute)


def _has_slug(notice: Notice, other: Candidate) -> bool:
    own = {_plain(slug) for slug in (other.slugline, *other.keywords[:1]) if slug}
    return bool(own & {_plain(slug) for slug in notice.slugs})


def _plain(slug: str) -> str:
    return "".join(WORDS.findall(fold(slug)))
