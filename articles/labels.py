"""The versions of a running story, named as agencies label them, in the reader's language."""

from __future__ import annotations

from django.utils.translation import pgettext

FIRST_FILING, LEAD = 0, 1


def version_name(version: int) -> str:
    """Return what the version of a number is called: first filing, LEAD, 2nd LD, 3rd LD."""
    if version == FIRST_FILING:
        return pgettext("version", "first filing")
    if version == LEAD:
        return pgettext("version", "LEAD")
    return _ordinal(version) % {"number": version}


def label_name(label: str) -> str:
    """Return how a label that an address writes is said: by a number it is a version, else as agencies filed it."""
    return version_name(int(label)) if label.isdecimal() else label


def _ordinal(number: int) -> str:
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    if last == 1:
        return pgettext("version", "%(number)sst LD")
    if last == 2:
        return pgettext("version", "%(number)snd LD")
    if last == 3:
        return pgettext("version", "%(number)srd LD")
    return pgettext("version", "%(number)sth LD")
