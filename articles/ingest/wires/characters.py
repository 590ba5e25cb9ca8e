"""Characters the American wires had no code for, as they were meant to be printed."""

from __future__ import annotations

import re

CODES = (("``", "“"), ("''", "”"))
DASH = re.compile(r"(?<=\s)_(?=\s|$)")


def printed(text: str) -> str:
    """Return the text with “quotes” for ``quotes'', and a dash for a lone underscore."""
    for code, character in CODES:
        text = text.replace(code, character)
    return DASH.sub("—", text)
