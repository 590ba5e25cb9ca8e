"""How the bytes an article was read from are sent: as plain text, never as anything a browser would run."""

from __future__ import annotations

from pathlib import PurePath

from django.utils.http import content_disposition_header

from articles.models import Original

CHARSETS = {
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp1252": "windows-1252",
    "euc_kr": "euc-kr",
    "latin-1": "windows-1252",
    "utf-8-sig": "utf-8",
    "utf8": "utf-8",
}
"""Python's name of an encoding to the one browsers know, where they differ."""


def headers(original: Original) -> dict[str, str]:
    """Return the headers the original is sent with."""
    encoding = original.encoding.lower()
    charset = CHARSETS.get(encoding, encoding.replace("_", "-") if encoding.startswith("iso") else encoding)
    name = PurePath(original.file).name or "article.txt"
    return {
        "Content-Type": f"text/plain; charset={charset}",
        "Content-Disposition": content_disposition_header(False, name) or "inline",
        "X-Content-Type-Options": "nosniff",
    }
