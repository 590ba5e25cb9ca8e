"""A generated archive: words bursty in time, 7 languages, 300 places, 50,000 entities; the same for the same number."""

from __future__ import annotations

import random
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

LANGUAGES = {"fr": 30, "en": 30, "es": 10, "de": 10, "ko": 10, "ar": 5, "ja": 5}
AGENCIES = ("Yonhap", "AFP", "Reuters", "AP", "dpa", "EFE", "Kyodo", "TASS")
PLACES, PERSONS, ORGANISATIONS = 300, 35_000, 15_000
FIRST_DAY, DAYS = date(1985, 1, 1), 15_000
WORDS, TOPICS = 60_000, 3_000
PARAGRAPHS, WORDS_A_PARAGRAPH = 6, 40
FURTHER_VERSIONS, RECENT = 0.45, 200
LETTERS = {
    "fr": ["bra", "cou", "dé", "fer", "lan", "mi", "nou", "pré", "ré", "sol", "tion", "vè", "ge", "li", "tan", "rou"],
    "en": [
        "brid",
        "ca",
        "dent",
        "for",
        "hing",
        "ker",
        "lom",
        "mer",
        "nall",
        "port",
        "ran",
        "sted",
        "tow",
        "vil",
        "wen",
        "yar",
    ],
    "es": ["ba", "co", "dor", "ña", "gue", "ji", "lla", "mon", "ño", "pe", "rri", "sal", "tu", "vez", "yo", "za"],
    "de": [
        "ber",
        "dorf",
        "ein",
        "gen",
        "hei",
        "kel",
        "lich",
        "mün",
        "nau",
        "rück",
        "sch",
        "ster",
        "tal",
        "wei",
        "zig",
        "äu",
    ],
    "ko": list("가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리"),
    "ja": list("日本東京大学会社新聞記者発表政府首相国民経済事件調査開始終了港湾漁船鉄道山川海空市町村"),
    "ar": ["با", "تر", "جم", "حد", "خر", "دو", "رس", "زم", "سل", "شر", "صن", "طر", "عم", "فر", "قد", "كت"],
}


@dataclass(frozen=True, slots=True)
class Story:
    """An article of the generated archive; places and entities by their numbers, running stories by their first article's."""

    number: int
    running: int
    version: int
    day: date
    language: str
    agency: int
    headline: str
    paragraphs: list[str]
    place: int
    about: list[int]
    named: list[int]


class Archive:
    """`stories` articles in the order of their days."""

    def __init__(self, stories: int, seed: int = 1) -> None:
        self.stories, self._chance = stories, random.Random(seed)
        self.words = {language: self._spelt(language) for language in LANGUAGES}
        self._topics = [self._topic() for _ in range(TOPICS)]
        self._running: list[list[int]] = [[] for _ in range(DAYS // 30 + 1)]
        for number, topic in enumerate(self._topics):
            for month in range(max(0, topic.first // 30), min(DAYS // 30, topic.last // 30) + 1):
                self._running[month].append(number)

    def __iter__(self) -> Iterator[Story]:
        chance, chains = random.Random(7), _Chains()
        languages = chance.choices([*LANGUAGES], [*LANGUAGES.values()], k=self.stories)
        for number, language in enumerate(languages):
            yield self._story(chance, number, language, *chains.next(number, language))

    @cached_property
    def entity_names(self) -> list[str]:
        """Names of persons, then of organisations."""
        chance, words = random.Random(3), self.words["en"]
        pick = lambda: chance.choice(words).capitalize()  # noqa: E731
        persons = [f"{pick()} {pick()} {number}" for number in range(PERSONS)]
        return persons + [f"{pick()} Institute {number}" for number in range(ORGANISATIONS)]

    def _story(self, chance: random.Random, number: int, language: str, running: int, version: int) -> Story:
        day = number * DAYS // self.stories
        topic = self._topics[chance.choice(self._running[day // 30] or range(TOPICS))]
        words, ranks = self.words[language], topic.ranks
        paragraphs = []
        for _ in range(PARAGRAPHS):
            places = [bisect(_LIMITS, chance.random() * _LIMITS[-1]) for _ in range(WORDS_A_PARAGRAPH)]
            for index in range(0, WORDS_A_PARAGRAPH, 4):
                places[index] = chance.choice(ranks)
            paragraphs.append(
                ("" if language == "ja" else " ").join([words[place] for place in places]).capitalize() + "."
            )
        headline = " ".join(words[rank] for rank in chance.choices(ranks, k=5)).capitalize()
        popular = [int(len(self.entity_names) * chance.random() ** 3) for _ in range(3)]
        return Story(
            number,
            running,
            version,
            FIRST_DAY + timedelta(days=day),
            language,
            int(len(AGENCIES) * chance.random() ** 2),
            f"{headline} {number}",
            paragraphs,
            int(PLACES * chance.random() ** 2),
            [int(PLACES * chance.random() ** 2), chance.choice(topic.places)],
            [*popular, *chance.choices(topic.named, k=4)],
        )

    def _spelt(self, language: str) -> list[str]:
        letters, longest = LETTERS[language], 4 if language in ("ko", "ja") else 5
        found: dict[str, None] = {}
        while len(found) < WORDS:
            found["".join(self._chance.choices(letters, k=self._chance.randint(2, longest)))] = None
        return list(found)

    def _topic(self) -> _Topic:
        chance = self._chance
        begun = chance.randrange(DAYS)
        return _Topic(
            begun,
            begun + int(chance.paretovariate(1.2) * 20),
            [int(WORDS * chance.random() ** 2) for _ in range(40)],
            [chance.randrange(PLACES) for _ in range(3)],
            [int((PERSONS + ORGANISATIONS) * chance.random() ** 2) for _ in range(12)],
        )


class _Chains:
    """Running stories: nearly half of the articles are further versions, of one of the last two hundred of their language."""

    def __init__(self) -> None:
        self._chance = random.Random(5)
        self._recent: dict[str, deque[tuple[int, int]]] = {}

    def next(self, number: int, language: str) -> tuple[int, int]:
        """Return the running story the article belongs to, and which version it is."""
        recent = self._recent.setdefault(language, deque(maxlen=RECENT))
        if recent and self._chance.random() < FURTHER_VERSIONS:
            place = self._chance.randrange(len(recent))
            running, version = recent[place]
            recent[place] = running, version + 1
            return running, version + 1
        recent.append((number, 0))
        return number, 0


@dataclass(frozen=True, slots=True)
class _Topic:
    first: int
    last: int
    ranks: list[int]
    places: list[int]
    named: list[int]


_LIMITS = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
"""Zipf's law: the word of a rank is used in proportion to one over the rank."""
