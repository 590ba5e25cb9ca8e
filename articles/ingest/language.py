"""Which language a story is written in, from its script and its small words."""

from __future__ import annotations

import re

SMALL_WORDS = {
    "fr": "le la les des du et est dans pour que qui une un sur au aux par avec ce cette son sa ses a été plus selon après ont sont il elle ne pas leur",
    "en": "the of and to in a that for on with is was by as at from has have been its it he said will were are an be this who their after not",
    "es": "el la los las de del y en que un una por con para se su al es lo como más ha según sus tras fue son este esta entre sin sobre no",
    "de": "der die das und in den von zu mit ist im für auf des dem sich nicht ein eine als auch es an werden aus er hat nach bei einer um am sind",
    "it": "il lo la i gli le di del della e in che un una per con si è al alla dei nel sono da ha anche più ma non come su dal delle",
    "pt": "o a os as de do da dos das e em que um uma por com para se ao no na é não mais foi pelo pela como sua seu segundo após são",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om door als ook bij werd naar uit over die heeft",
}
WORDS = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
LANGUAGES_WITH = {word: [each for each in WORDS if word in WORDS[each]] for words in WORDS.values() for word in words}
HANGUL = re.compile("[가-힣]")
KANA = re.compile("[ぁ-ヿ]")
HAN = re.compile("[一-鿿]")
ARABIC = re.compile("[\u0600-\u06ff]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
OTHER_SCRIPT = re.compile("[\u0400-\u06ffぁ-ヿ一-鿿가-힣]")
LATIN = re.compile("[A-Za-zÀ-ÿ]")
WORD = re.compile(r"[^\W\d_]+")


def identify_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`, or an empty string where nothing tells."""
    head = text[:3000]
    if OTHER_SCRIPT.search(head) and (language := _by_script(head)):
        return language
    words = WORD.findall(head[:900].lower())
    hits = dict.fromkeys(SMALL_WORDS, 0)
    for word in words:
        for language in LANGUAGES_WITH.get(word, ()):
            hits[language] += 1
    best = max(hits, key=lambda language: hits[language])
    return best if hits[best] * 12 > len(words) else ""


def _by_script(text: str) -> str:
    latin = len(LATIN.findall(text))
    if len(HANGUL.findall(text)) * 2 > latin:
        return "ko"
    if len(KANA.findall(text)) * 4 > latin + len(HAN.findall(text)):
        return "ja"
    scripts = ((HAN, "zh"), (ARABIC, "ar"), (CYRILLIC, "ru"))
    return next((language for pattern, language in scripts if len(pattern.findall(text)) * 2 > latin), "")
