"""The kicker line of the Swedish TT: between headline and lead, a word or two on the matter, and who sends it."""

from __future__ import annotations

from lxml.etree import _Element as Element

from articles.ingest.markup.parsing import attribute, descendants, local

LINE, KICKER = "dat", "vignette"


def is_kicker_line(element: Element) -> bool:
    """True for the element that holds the kicker; it is no paragraph."""
    return local(element) == "div" and attribute(element, "class") == LINE and bool(_kicker(element))


def kicker_in(tree: Element | None) -> str:
    """Return the first kicker of a text; empty where there is none."""
    return next((kicker for each in descendants(tree, "div") if is_kicker_line(each) and (kicker := _kicker(each))), "")


def _kicker(line: Element) -> str:
    spans = (each for each in descendants(line, "span") if attribute(each, "class") == KICKER)
    return next((text for each in spans if (text := " ".join("".join(each.itertext()).split()))), "")
