"""Three hundred queries from the archive's own words, rare and common, and how many articles each finds."""

from __future__ import annotations

import random
from collections import Counter

from benchmarks.search_speed.generated import Archive, Story

SINGLE, PAIRS, PHRASES = 180, 80, 40
SPACED = ("fr", "en", "es", "de")


def queries(archive: Archive, sample: int = 20_000) -> list[str]:
    """Return 300 queries of one word, two words and phrases; single words from the rarest to the commonest alike."""
    chance = random.Random(11)
    stories = [story for story in _every(archive, sample) if story.language in SPACED]
    seen: Counter[str] = Counter()
    for story in stories:
        seen.update({word.strip(".").lower() for paragraph in story.paragraphs for word in paragraph.split()})
    ordered = [word for word, _ in seen.most_common()]
    single = [ordered[int(len(ordered) ** chance.random()) - 1] for _ in range(SINGLE)]
    pairs = [" ".join(chance.sample(_words(chance.choice(stories)), 2)) for _ in range(PAIRS)]
    return [*single, *pairs, *(_phrase(chance, chance.choice(stories)) for _ in range(PHRASES))]


def _every(archive: Archive, sample: int) -> list[Story]:
    step = max(1, archive.stories // sample)
    return [story for story in archive if story.number % step == 0]


def _words(story: Story) -> list[str]:
    return sorted({word.strip(".").lower() for word in story.paragraphs[1].split()})


def _phrase(chance: random.Random, story: Story) -> str:
    words = story.paragraphs[2].strip(".").lower().split()
    start = chance.randrange(len(words) - 1)
    return f'"{words[start]} {words[start + 1]}"'
