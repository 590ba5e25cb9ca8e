"""Decisions about stories in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from articles.decisions.taking import CannotDecide
from articles.decisions.wording import quoted
from articles.models import StoryDecision


def in_words(decision: StoryDecision) -> str:
    """Return the decision as a sentence, with the headlines as they were when it was taken."""
    return WORDS[decision.kind](decision.details)


def must_be_undone_first(decision: StoryDecision) -> CannotDecide:
    """Return the refusal that names the decision standing in the way."""
    return CannotDecide(
        _("A later decision builds on this, undo it first: %(decision)s.") % {"decision": in_words(decision)}
    )


def _join(details: dict[str, Any]) -> str:
    told = {"others": quoted(details["headlines"]), "story": details["headline"]}
    return _("%(others)s joined to the story “%(story)s”") % told


def _split(details: dict[str, Any]) -> str:
    told = {"articles": quoted(details["headlines"]), "story": details["headline"]}
    return _("%(articles)s split off from the story “%(story)s”") % told


def _pin(details: dict[str, Any]) -> str:
    return _("the story “%(story)s” kept as it is") % {"story": details["headline"]}


def _dismiss(details: dict[str, Any]) -> str:
    return _("%(articles)s told apart: not one story") % {"articles": quoted(details["headlines"])}


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "join": _join,
    "split": _split,
    "pin": _pin,
    "dismiss": _dismiss,
}
