"""Why two articles count as versions of one story, in words a librarian reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Said = dict[str, Any]


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a link, or against it."""

    words: str
    speaks_for: bool


def reasons(evidence: Iterable[Said]) -> list[Reason]:
    """Return the evidence of a link in words, what weighs most first."""
    weighty = sorted(evidence, key=lambda said: -abs(said.get("weight", 0)))
    return [Reason(WORDS[said["what"]](said), said["weight"] > 0) for said in weighty if said["what"] in WORDS]


def _days_between(said: Said) -> str:
    days = said.get("share", 0)
    return ngettext("%(days)s day between them", "%(days)s days between them", days) % {"days": days}


WORDS: dict[str, Callable[[Said], str]] = {
    "declared": lambda said: _("the agency says that it replaces %(text)s") % said,
    "serial": lambda said: _("the agency's ids have the same day and number: %(text)s") % said,
    "same-id": lambda said: _("the agency's id is the same: %(text)s") % said,
    "listed": lambda said: _("the later one lists “%(text)s” after its end mark") % said,
    "same-headline": lambda said: _("the headline is the same"),
    "headline": lambda said: _("%(share)s %% of the words of the shorter headline stand in the other") % said,
    "other-headline": lambda said: _("the headlines have no word in common"),
    "passages": lambda said: _("about %(share)s %% of the shorter one's passages stand in the other") % said,
    "words": lambda said: _("about %(share)s %% of the shorter one's words stand in the other") % said,
    "same-text": lambda said: _("label and text are the same: filed again"),
    "place": lambda said: _("both were filed from %(text)s") % {"text": said["text"].title()},
    "other-place": lambda said: _("they were filed from different places"),
    "same-day": lambda said: _("both are of the same day"),
    "days-between": _days_between,
    "undated": lambda said: _("one has no date"),
    "labels": lambda said: _("the labels follow each other: %(text)s") % said,
    "labels-backwards": lambda said: _("the labels run backwards: %(text)s") % said,
    "same-label": lambda said: _("both have the same label: %(text)s") % said,
    "no-labels": lambda said: _("neither has a label"),
    "same-form": lambda said: _("only figures differ in the headlines: two stories of one form"),
    "other-serial": lambda said: _("the agency's ids have different numbers: %(text)s") % said,
}
