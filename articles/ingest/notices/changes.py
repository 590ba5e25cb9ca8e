"""What a correction says was wrong, and what is right."""

from __future__ import annotations

import re

MOST_CHANGES = 12
READ = 2_000
VALUE = r"[«“\"‘'「『]?(?P<{0}>[^,;:()«»“”\"‘’「」『』\n]{{1,80}}?)[»”\"’'」』]?"


def _pattern(written: str) -> re.Pattern[str]:
    wrong, right = VALUE.format("wrong"), VALUE.format("right")
    return re.compile(written.replace("WRONG", wrong).replace("RIGHT", right), re.IGNORECASE)


END = r"(?=\s*(?:[,;:()\n]|\.(?:\s|$)|$|\bin\b|\bau\b|\baux\b|\bdans\b|\bim\b|\ben\b|\band\b|\bet\b|\bund\b))"
OPENS = r"(?:^|[,;:.]\s|\b(?:to|is|was|were|reads?|show|shows|de|que|sein|auf)\s)\s?"
PATTERNS = (
    _pattern(rf"\b(?:chang\w+|correct\w*|amend\w*) (?:[\w ]{{0,40}} )?from WRONG to RIGHT{END}"),
    re.compile(
        rf"\bchang(?:e|es|ing) (?P<wrong>\S*\d\S*(?: \w+){{0,2}}?) to (?P<right>\S*\d\S*(?: \w+){{0,2}}?){END}",
        re.IGNORECASE,
    ),
    _pattern(rf"{OPENS}RIGHT,? (?:not|instead of|rather than|sted(?: of)?) WRONG{END}"),
    _pattern(rf"{OPENS}RIGHT,? (?:et non(?: pas)?|au lieu d(?:e |'|’)) ?WRONG{END}"),
    _pattern(rf"{OPENS}RIGHT,? (?:statt|und nicht|nicht) WRONG{END}"),
    _pattern(rf"{OPENS}RIGHT,? (?:y no|en (?:lugar|vez) de) WRONG{END}"),
    _pattern(r"WRONG\s?(?:→|⇒|->|=>)\s?RIGHT(?=\s*(?:[,;()\n]|\.(?:\s|$)|$))"),
    re.compile(
        r"['‘“\"「](?P<wrong>[^'’”\"」\n]{1,80})['’”\"」]\s?(?:을|를|은|는)?\s?['‘“\"「](?P<right>[^'’”\"」\n]{1,80})['’”\"」]\s?(?:으로|로)"
    ),
    re.compile(r"[（(]誤[）)]\s?(?P<wrong>[^（(）)\n、。]{1,80}?)\s?[（(]正[）)]\s?(?P<right>[^（(）)\n、。]{1,80})"),
    re.compile(r"「(?P<wrong>[^」\n]{1,80})」(?:とあるのは|を|は)「(?P<right>[^」\n]{1,80})」"),
    re.compile(
        r"[“「](?P<wrong>[^”」\n]{1,80})[”」](?:应为|應為|更正为|更正為|改为|改為)[“「](?P<right>[^”」\n]{1,80})[”」]"
    ),
)
LEADING_UP = re.compile(r".*\b(?:to|is|was|were|reads?|shows?|that|que|richtig)\s", re.IGNORECASE | re.DOTALL)
AS_IT_STOOD = re.compile(
    r"^(?:of|de|d['’]) ?|\s(?:as (?:sent|stated|originally|previously|reported)|comme (?:indiqué|écrit)|wie (?:gemeldet|berichtet)).*$",
    re.IGNORECASE,
)


def changes_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of what was wrong and what is right, as the text puts them; nothing where it puts them otherwise."""
    found: dict[tuple[str, str], None] = {}
    for pattern in PATTERNS:
        for match in pattern.finditer(text[:READ]):
            wrong = AS_IT_STOOD.sub("", match["wrong"]).strip(" .'")
            right = LEADING_UP.sub("", match["right"]).strip(" .'")
            if wrong and right and wrong != right:
                found.setdefault((wrong, right))
    return tuple(found)[:MOST_CHANGES]
