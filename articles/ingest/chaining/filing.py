"""What chaining knows of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from articles.ingest.chaining.ids import StoryId, story_id
from articles.ingest.chaining.passages import Sketch, words_of
from articles.ingest.fold import fold

BEFORE_FIRST = re.compile(
    r"URGENT|FLASH|ALERT|BULLETIN|AVANCE|EIL|속보|速報|快讯|快訊|简讯|簡訊|عاجل|^1보$", re.IGNORECASE
)
NOTICES = re.compile(
    r"CORRE[CK]|KORREKT|BERICHTIG|RECTIF|REFILE|RPT|REPEAT|ANNUL|ANUL|KILL|WITHDRAW|RETRAIT|HOLD|EMBARGO|정정|취소|訂正|更正|تصحيح|إلغاء",
    re.IGNORECASE,
)
UNNUMBERED = re.compile(r"详讯|詳訊|更新|詳報|^(?:UPDATE|MISE À JOUR|ACTUALIZACI[OÓ]N)$", re.IGNORECASE)
LISTED_MOST = 4
"""Headlines after the end mark that may be earlier versions: agencies list these first."""
SPACES = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Filing:
    """One article, as far as it helps to tell its story. `listed` are headlines after the end mark with versions."""

    id: int
    agency: str
    language: str
    headline: str
    sketch: Sketch
    day: date | None = None
    sent_at: datetime | None = None
    version: int = 0
    label: str = ""
    guid: str = ""
    revision: str = ""
    places: frozenset[str] = frozenset()
    listed: tuple[tuple[str, int], ...] = ()
    previous: frozenset[str] = frozenset()
    stem: str = field(init=False, default="")
    headline_words: frozenset[bytes] = field(init=False, default=frozenset())
    story: StoryId | None = field(init=False, default=None)
    is_notice: bool = field(init=False, default=False)
    """Whether it corrects, repeats or withdraws another filing."""
    is_numbered: bool = field(init=False, default=False)
    """Whether its label is one that a story has once; some languages call every update the same."""
    order: tuple = field(init=False, default=())
    """Where it stands among the filings of its story."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stem", stem(self.headline))
        object.__setattr__(self, "headline_words", _words_of(self.headline))
        object.__setattr__(self, "story", story_id(self.guid, self.revision))
        object.__setattr__(self, "is_notice", bool(self.label and NOTICES.search(self.label)))
        object.__setattr__(self, "is_numbered", bool(self.version and not UNNUMBERED.search(self.label)))
        rank = -1 if not self.version and self.label and BEFORE_FIRST.search(self.label) else self.version
        sent = self.sent_at.timestamp() if self.sent_at else 0.0
        order = (self.day or date.min, self.is_notice, rank, sent, self.revision.zfill(12), self.id)
        object.__setattr__(self, "order", order)


@lru_cache(maxsize=8192)
def stem(headline: str) -> str:
    """Return the headline without what may be written in several ways: case, accents, punctuation, spaces."""
    return SPACES.sub(" ", fold(headline)).strip()


@lru_cache(maxsize=8192)
def _words_of(headline: str) -> frozenset[bytes]:
    return frozenset(words_of(headline))
