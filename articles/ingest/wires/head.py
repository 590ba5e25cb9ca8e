"""The lines above the lead of old wire copy, each by what it is: labels, headline, bylines, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.ingest.grammar import lines as kinds
from articles.ingest.wires.keyword_line import label_of

BY = re.compile(r"(?:By|BY|Von|VON|Par|PAR|Por|POR)\s+(?P<names>\S.{1,100})")
LONG_ENOUGH_TO_WRAP = 40


@dataclass(slots=True)
class WireHead:
    """What stands above the lead; `furniture` are lines for the grammar of wire copy (picture lists, times)."""

    labels: list[str] = field(default_factory=list)
    version: int = 0
    headline: str = ""
    subheadlines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)

    def take(self, text: str) -> None:
        """Give a line to what it is."""
        if kinds.is_note(text):
            self.notes.append(kinds.without_brackets(text))
        elif not self.headline and (labelled := label_of(text)):
            self.labels.append(labelled.label)
            self.version = max(self.version, labelled.version)
        elif kinds.TRAILER.fullmatch(text) or kinds.time_of(text):
            self.furniture.append(text)
        elif names := self.headline and bylines_of(text):
            self.bylines += names
        elif not self.headline:
            self.headline = text
        elif self._is_wrapped(text):
            self.headline += f" {text}"
        else:
            self.subheadlines.append(text)

    def _is_wrapped(self, text: str) -> bool:
        """A headline that needs a second line stops late in the first, and goes on in small letters."""
        alone = not (self.subheadlines or self.bylines or self.notes)
        return alone and len(self.headline) >= LONG_ENOUGH_TO_WRAP and text[0].islower()


def bylines_of(text: str) -> tuple[str, ...]:
    """Return the names of a line that says by whom; `By our correspondents` counts here, it can be nothing else."""
    if names := kinds.byline_names(text):
        return names
    found = BY.fullmatch(text.rstrip("= "))
    return (found["names"].strip(),) if found else ()
