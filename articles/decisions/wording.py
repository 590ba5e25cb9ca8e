"""Decisions in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.decisions.taking import CannotDecide
from articles.models import Decision, Entity

MOST_NAMED = 5


def in_words(decision: Decision) -> str:
    """Return the decision as a sentence, with the names as they were when it was taken."""
    return WORDS[decision.kind](decision.details)


def must_be_undone_first(decision: Decision) -> CannotDecide:
    """Return the refusal that names the decision standing in the way."""
    return CannotDecide(
        _("A later decision builds on this, undo it first: %(decision)s.") % {"decision": in_words(decision)}
    )


def quoted(names: Sequence[str]) -> str:
    """Return the names in quotation marks, joined as in a sentence."""
    shown = [_("“%(name)s”") % {"name": name} for name in names[:MOST_NAMED]]
    rest = len(names) - MOST_NAMED
    if rest > 0:
        shown.append(ngettext("%(count)s other", "%(count)s others", rest) % {"count": rest})
    return get_text_list(shown, _("and"))


def _merge(details: dict[str, Any]) -> str:
    count = len(details["names"])
    sentence = ngettext("%(names)s merged into “%(name)s”", "%(names)s merged into “%(name)s”", count)
    return sentence % {"names": quoted(details["names"]), "name": details["name"]}


def _pin(details: dict[str, Any]) -> str:
    count = len(details["mentions"])
    if "made" in details:
        sentence = ngettext(
            "%(count)s mention of %(names)s split off as “%(name)s”",
            "%(count)s mentions of %(names)s split off as “%(name)s”",
            count,
        )
        return sentence % {"count": count, "names": quoted([details["name"]]), "name": details["names"][0]}
    if not details["names"]:
        sentence = ngettext("%(count)s mention of “%(name)s” kept", "%(count)s mentions of “%(name)s” kept", count)
        return sentence % {"count": count, "name": details["name"]}
    sentence = ngettext(
        "%(count)s mention of %(names)s given to “%(name)s”",
        "%(count)s mentions of %(names)s given to “%(name)s”",
        count,
    )
    return sentence % {"count": count, "names": quoted(details["names"]), "name": details["name"]}


def _rename(details: dict[str, Any]) -> str:
    before, after = details["before"], details["after"]
    if before["name"] == after["name"]:
        return _("names of “%(name)s” by language changed") % {"name": after["name"]}
    return _("“%(before)s” renamed “%(after)s”") % {"before": before["name"], "after": after["name"]}


def _add_alias(details: dict[str, Any]) -> str:
    return _("alias “%(alias)s” added to “%(name)s”") % {"alias": details["alias"], "name": details["name"]}


def _remove_alias(details: dict[str, Any]) -> str:
    return _("alias “%(alias)s” removed from “%(name)s”") % {"alias": details["alias"], "name": details["name"]}


def _retype(details: dict[str, Any]) -> str:
    kinds = {
        "before": Entity.Kind(details["before"]["kind"]).label,
        "after": Entity.Kind(details["after"]["kind"]).label,
    }
    return _("“%(name)s” changed from %(before)s to %(after)s") % {"name": details["name"], **kinds}


def _hide(details: dict[str, Any]) -> str:
    return _("“%(name)s” hidden") % {"name": details["name"]}


def _dismiss(details: dict[str, Any]) -> str:
    return _("%(names)s told apart") % {"names": quoted([details["name"], *details["names"]])}


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "merge": _merge,
    "pin": _pin,
    "rename": _rename,
    "add_alias": _add_alias,
    "remove_alias": _remove_alias,
    "retype": _retype,
    "hide": _hide,
    "dismiss": _dismiss,
}
