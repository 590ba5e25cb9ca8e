"""What an agency's id says of the story: the part that all filings of one story share."""

from __future__ import annotations

import re
from dataclasses import dataclass

YONHAP = re.compile(r"(?<![A-Za-z0-9])(A[A-Z]{2})(\d{8})(\d{4})(\d{2})(\d{3})(?!\d)")
FIRST_LEAD = 50
"""Yonhap numbers its leads from 51; 00 is the first filing."""
REVISION_AT_END = re.compile(
    r"(?:(?<=[\w-]):\d{1,3}[NUA]?|[;?&](?:v|ver|version|rev|revision)=\d{1,3}|[-_./](?:v|ver|version|rev)\.?\d{1,3})$",
    re.IGNORECASE,
)
SHORTEST = 6
"""Letters of an id that is nobody else's; a shorter one may be a number in a list."""


@dataclass(frozen=True, slots=True)
class StoryId:
    """`key` is shared by all filings of a story; `version` is the number the id gives this one, if it does."""

    key: str
    version: int | None = None
    is_serial: bool = False
    """Whether another story of the same desk and day has another key for certain."""


def story_id(guid: str, revision: str = "") -> StoryId | None:
    """Return what the id says of its story, or nothing where there is none or it says nothing."""
    if found := YONHAP.search(guid):
        desk, day, serial, version, _ = found.groups()
        number = int(version) - FIRST_LEAD if int(version) > FIRST_LEAD else 0
        return StoryId(f"{desk}{day}{serial}", number, is_serial=True)
    key = guid.strip()
    if (
        revision
        and len(revision) <= 3
        and key[-len(revision) - 1 :] in (f":{revision}", f"/{revision}", f".{revision}")
    ):
        key = key[: -len(revision) - 1]
    key = REVISION_AT_END.sub("", key).casefold()
    return StoryId(key) if len(key) >= SHORTEST else None
