"""What changed between two versions, said in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.comparing.comparison import Comparison, Fate, Row
from articles.comparing.matters import Matter

MOST_FIGURES = 3
LONGEST_AROUND = 24


def summary(comparison: Comparison) -> str:
    """Return a line such as: 2 sentences new, 1 dropped; … passengers 87 → 164; quotation changed."""
    if comparison.nothing:
        return _("nothing changed")
    parts = [part for part in (_sentences(comparison), *figure_changes(comparison), _others(comparison)) if part]
    return "; ".join(parts) or _("trivial edits only")


def _sentences(comparison: Comparison) -> str:
    fates = comparison.fates
    said = [
        ngettext("%(number)s sentence new", "%(number)s sentences new", number) % {"number": number}
        for number in [fates[Fate.INSERTED]]
        if number
    ]
    said += [text % {"number": fates[fate]} for fate, text in _other_fates(fates) if fates[fate]]
    if said and not fates[Fate.INSERTED]:
        said[0] = _("sentences: %(changes)s") % {"changes": said[0]}
    return ", ".join(said)


def _other_fates(fates: Mapping[Fate, int]) -> list[tuple[Fate, str]]:
    return [
        (Fate.DROPPED, ngettext("%(number)s dropped", "%(number)s dropped", fates[Fate.DROPPED])),
        (Fate.CHANGED, ngettext("%(number)s reworded", "%(number)s reworded", fates[Fate.CHANGED])),
        (Fate.MOVED, ngettext("%(number)s moved", "%(number)s moved", fates[Fate.MOVED])),
    ]


def figure_changes(comparison: Comparison) -> list[str]:
    """Return the figures that changed with the words after them, those of the headline first."""
    found = dict.fromkeys(
        change for row in (*comparison.headline, *comparison.body) for change in _figures(row) if change
    )
    return list(found)[:MOST_FIGURES]


def _figures(row: Row) -> Iterator[str]:
    for place, piece in enumerate(row.pieces):
        if piece.matters[:1] != (Matter.FIGURE,) or not (_is_number(piece.before) and _is_number(piece.after)):
            continue
        after = "".join(each.after for each in row.pieces[place + 1 : place + 3])
        counted = " ".join(after[:LONGEST_AROUND].split()[:2]).rstrip(".,;:")
        yield f"{piece.before} → {piece.after} {counted}".strip()


def _is_number(text: str) -> bool:
    return (
        bool(text) and (any(sign.isdigit() for sign in text) or len(text.split()) <= 2) and len(text) < LONGEST_AROUND
    )


def _others(comparison: Comparison) -> str:
    said = []
    if any(not (row.unchanged or row.trivial) for row in comparison.headline):
        said.append(_("headline changed"))
    for matter, text in (
        (Matter.ATTRIBUTION, _("attribution changed")),
        (Matter.QUOTATION, _("quotation changed")),
    ):
        if any(matter in piece.matters for row in comparison.body for piece in row.pieces):
            said.append(text)
    if any(row.fate in (Fate.INSERTED, Fate.DROPPED) for row in comparison.captions):
        said.append(_("captions changed"))
    return ", ".join(said)
