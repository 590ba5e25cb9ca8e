"""Says in words what a search asks for."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.query.names import Asked
from articles.query.syntax import All, Any, InField, Named, Near, Node, Not, Phrase, Same, Text, Word, walk


def quoted(text: str) -> str:
    """Return the text in the reader's quotes."""
    return _("“%(words)s”") % {"words": text}


def said(node: Node, named: Mapping[Named, Asked | None]) -> str:
    """Return what a part of a search asks for: “coast guard” within 5 words of “ship”."""
    match node:
        case Word(text=text, prefix=True):
            return _("words beginning with “%(words)s”") % {"words": text}
        case Word(text=text) | Phrase(text=text):
            return quoted(text)
        case Near(left=left, right=right, distance=distance):
            sentence = ngettext("%(left)s beside %(right)s", "%(left)s within %(number)s words of %(right)s", distance)
            return sentence % {"left": _within(left, named), "right": _within(right, named), "number": distance}
        case Same(parts=parts):
            together = _(" and ").join(_within(part, named) for part in parts)
            return _("%(words)s in one sentence") % {"words": together}
        case All(parts=parts):
            return _(" and ").join(_within(part, named) for part in parts)
        case Any(parts=parts):
            return _(" or ").join(_within(part, named) for part in parts)
        case Not(child=child):
            return _("not %(asked)s") % {"asked": _within(child, named)}
        case InField(name=name, child=child):
            return _in_fields()[name] % {"words": _within(child, named)}
        case Named():
            asked = named.get(node)
            return asked.phrase if asked else f"{node.field}:{node.value}"


def phrase(node: Node, named: Mapping[Named, Asked | None], *, first: bool) -> str:
    """Return the part as it stands after “articles”; `first` tells whether words have not been spoken of yet."""
    if isinstance(node, Not) and _has_words(node):
        return pgettext("articles", "without %(words)s") % {"words": _within(node.child, named)}
    if not first or not _has_words(node):
        return said(node, named)
    if isinstance(node, Phrase) or (isinstance(node, Word) and not node.prefix):
        return _("with “%(words)s”") % {"words": node.text}
    return pgettext("articles", "with %(words)s") % {"words": said(node, named)}


def _has_words(node: Node) -> bool:
    return any(isinstance(each, Text) for each in walk(node))


def _within(node: Node, named: Mapping[Named, Asked | None]) -> str:
    """Return the part in brackets if it is itself several."""
    words = said(node, named)
    return f"({words})" if isinstance(node, All | Any | Near | Same) else words


def _in_fields() -> dict[str, str]:
    return {
        "headline": _("%(words)s in the headline"),
        "lead": _("%(words)s in the first paragraph"),
        "body": _("%(words)s in the body"),
        "caption": _("%(words)s in a caption"),
        "note": _("%(words)s in the editor’s note"),
        "dropped": _("%(words)s in a passage that a later version dropped"),
    }
