"""Corpora that come as one archive of many small files."""

from __future__ import annotations

import tarfile
from pathlib import Path


def texts_in(archive: Path) -> dict[str, str]:
    """Return the text of each file of an archive by its name."""
    with tarfile.open(archive) as members:
        return {
            member.name.removeprefix("./"): members.extractfile(member).read().decode()
            for member in members
            if member.isfile()
        }
