"""An archive of running stories whose versions are known, with what makes them hard to tell in real feeds.

Stories of one beat share a place, words, and paragraphs of background, often on the same day. Versions rewrite their
headlines and lead, drop, add, move and reword sentences, go on the next day; some are missing, some arrive late, lines
are wrapped, most say nothing of an id. Texts are made of invented words, in proportions like those of wire copy.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from articles.ingest.article import Dateline, ParsedArticle, RelatedHeadline

LABELS = {
    "fr": ("URGENT", "LEAD", "{}e LD", "CORRECTION"),
    "en": ("URGENT", "LEAD", "{}nd LD", "CORRECTED"),
    "es": ("URGENTE", "AMPLIACIÓN", "{}ª AMPLIACIÓN", "CORRECCIÓN"),
    "ko": ("속보", "종합", "종합{}보", "정정"),
    "zh": ("快讯", "", "", "更正"),
}
LANGUAGES = ("fr", "fr", "en", "en", "es", "ko", "zh")
AGENCIES = ("Yonhap", "Yonhap", "AFP", "Reuters", "EFE")
HANGUL = [chr(0xAC00 + 131 * n % 11172) for n in range(600)]
HAN = [chr(0x4E00 + 37 * n % 8000) for n in range(900)]
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi no pra ché lon mar sti quo ten dré".split()
SHORT = {"fr": "le la de des un une et en du au".split(), "en": "the a of to in on for and at".split()}
SHORT["es"] = "el la de los un una y en del".split()
NAMES = 3
"""Who and what a story is about, more often than anything else in it."""
STORIES_A_DAY = 60
STORIES_A_BEAT = 3
CAPITAL, LATE, MISSING, WITH_IDS, LISTING, TWICE = 0.5, 0.08, 0.15, 0.12, 0.5, 0.03


@dataclass(frozen=True, slots=True)
class Filed:
    """An article, the story it tells, and the batch it arrives with."""

    article: ParsedArticle
    story: int
    arrives: float
    copy_of: int | None = None


@dataclass(slots=True)
class _Beat:
    """What stories from one place and of one kind have in common."""

    language: str
    place: str
    topic: list[str]
    background: list[list[str]]


class _Writer:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.common = {language: [self.word(language) for _ in range(2500)] for language in LABELS}
        self.capitals = [self.word("en").upper() for _ in range(8)]

    def word(self, language: str) -> str:
        if language == "ko":
            return "".join(self.chance.choices(HANGUL, k=self.chance.randint(2, 4)))
        if language == "zh":
            return "".join(self.chance.choices(HAN, k=2))
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(1, 4)))

    def name(self, language: str) -> str:
        return self.word(language).capitalize() + ("" if language == "zh" else " ") + self.word(language).capitalize()

    def beat(self) -> _Beat:
        language = self.chance.choice(LANGUAGES)
        topic = [self.word(language) for _ in range(25)]
        place = self.chance.choice(self.capitals) if self.chance.random() < CAPITAL else self.word(language).upper()
        beat = _Beat(language, place, topic, [])
        beat.background = [self.sentence(beat, []) for _ in range(6)]
        return beat

    def sentence(self, beat: _Beat, cast: Sequence[str]) -> list[str]:
        words = []
        for _ in range(self.chance.randint(12, 28)):
            kind = self.chance.random()
            if kind < 0.28 and beat.language in SHORT:
                words.append(self.chance.choice(SHORT[beat.language]))
            elif kind < 0.36:
                words.append(self.chance.choice(beat.topic))
            elif kind < 0.56 and cast:
                words.append(self.chance.choice(cast[:NAMES] if self.chance.random() < 0.5 else cast))
            elif kind < 0.6:
                words.append(str(self.chance.randrange(1, 900)))
            else:
                common = self.common[beat.language]
                words.append(common[int(len(common) * self.chance.random() ** 2)])
        return words

    def reworded(self, beat: _Beat, sentence: list[str], cast: Sequence[str]) -> list[str]:
        """The same said a little otherwise."""
        fresh = self.sentence(beat, cast)
        return [word if self.chance.random() < 0.8 else self.chance.choice(fresh) for word in sentence]

    def paragraph(self, language: str, sentences: Sequence[list[str]], wrapped: bool) -> str:
        joint = "" if language == "zh" else " "
        text = ("。" if language == "zh" else ". ").join(joint.join(words) for words in sentences) + "."
        if not wrapped or language == "zh":
            return text
        words, lines, line = text.split(" "), [], ""
        for word in words:
            if len(line) + len(word) > 64:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return "\n".join([*lines, line])


def archive(stories: int, seed: int = 1) -> Iterator[Filed]:
    """Yield the articles of that many running stories in the order they arrive."""
    writer = _Writer(seed)
    filed: list[Filed] = []
    begun = 0
    while begun < stories:
        day = date(2018, 1, 1) + timedelta(begun // STORIES_A_DAY)
        beat, agency = writer.beat(), writer.chance.choice(AGENCIES)
        for _ in range(min(writer.chance.randint(1, 2 * STORIES_A_BEAT), stories - begun)):
            filed += _story(writer, beat, agency, day, begun)
            begun += 1
    return iter(sorted(filed, key=lambda each: each.arrives))


def _story(writer: _Writer, beat: _Beat, agency: str, day: date, number: int) -> Iterator[Filed]:
    chance, language = writer.chance, beat.language
    cast = [*(writer.name(language) for _ in range(NAMES)), *(writer.word(language) for _ in range(10))]
    # Half of the stories go under a slug that is in every headline, as agencies like it.
    slug = [chance.choice(beat.topic), cast[0]] if chance.random() < 0.5 else []
    sentences = [writer.sentence(beat, cast) for _ in range(chance.randint(3, 8))]
    with_ids, lists = chance.random() < WITH_IDS, chance.random() < LISTING
    before: list[tuple[str, int]] = []
    filed_on = day
    for version, label in enumerate(_labels(chance, language)):
        if version:
            sentences = _rewritten(writer, beat, sentences, cast)
        headline = _headline(writer, beat, slug, cast)
        filed_on += timedelta(int(version > 2 and filed_on == day and chance.random() < 0.3))
        kept = [*sentences, *chance.sample(beat.background, chance.randint(0, 2))]
        wrapped = chance.random() < 0.2
        count = _number(label, version, language)
        article = ParsedArticle(
            file="",
            agency=agency,
            language=language,
            version_label=label,
            version=count,
            headline=headline,
            dateline=Dateline(f"{beat.place}", (beat.place,), "", filed_on, "dateline"),
            paragraphs=tuple(writer.paragraph(language, [sentence], wrapped) for sentence in kept),
            related=_related(writer, beat, before) if lists else (),
            guid=f"AFR{day:%Y%m%d}{number % 10000:04}{50 + count if count else 0:02}884" if with_ids else "",
        )
        before.insert(0, (headline, count))
        if chance.random() < MISSING and version:
            continue
        arrives = number + version / 10 + (chance.uniform(0, 3 * STORIES_A_DAY) if chance.random() < LATE else 0)
        yield Filed(_with_bytes(article, number), number, arrives)
        if chance.random() < TWICE:
            yield _elsewhere(writer, article, number, arrives)


def _labels(chance: random.Random, language: str) -> list[str]:
    """The labels of a story's versions, the first filing's first; more than half of all stories have one version."""
    urgent, lead, nth, correction = LABELS[language]
    versions = chance.choices((1, 2, 3, 4, 5), (55, 20, 13, 8, 4))[0]
    first = urgent if chance.random() < 0.15 else ""
    labels = [first, lead, *(nth.format(number) for number in range(2, 6))] if lead else [first, *["详讯"] * 5]
    labels = labels[:versions]
    return [*labels, correction] if chance.random() < 0.05 else labels


def _number(label: str, version: int, language: str) -> int:
    urgent, _, _, correction = LABELS[language]
    return 0 if label in ("", urgent, correction) else 1 if language == "zh" else version


def _rewritten(writer: _Writer, beat: _Beat, sentences: list[list[str]], cast: list[str]) -> list[list[str]]:
    """Most updates keep most of the text, some a third of it; the lead is new."""
    chance = writer.chance
    keep = chance.uniform(0.5, 0.9) if chance.random() < 0.7 else chance.uniform(0.2, 0.45)
    kept = [sentence for sentence in sentences if chance.random() < keep] or sentences[:1]
    kept = [writer.reworded(beat, sentence, cast) if chance.random() < 0.3 else sentence for sentence in kept]
    if chance.random() < 0.3:
        chance.shuffle(kept)
    fresh = [writer.sentence(beat, cast) for _ in range(chance.randint(1, 4))]
    return [fresh[0], *kept, *fresh[1:]]


def _headline(writer: _Writer, beat: _Beat, slug: list[str], cast: list[str]) -> str:
    chance, joint = writer.chance, "" if beat.language == "zh" else " "
    rest = [
        *(name for name in cast[:NAMES] if chance.random() < 0.45),
        *writer.sentence(beat, cast)[: chance.randint(4, 7)],
    ]
    return joint.join([*slug, *rest]) if slug else joint.join(rest)


def _related(writer: _Writer, beat: _Beat, before: list[tuple[str, int]]) -> tuple[RelatedHeadline, ...]:
    others = [(_headline(writer, beat, [], [writer.name(beat.language)]), 0) for _ in range(2)]
    return tuple(RelatedHeadline(headline, "", version) for headline, version in [*before[:3], *others])


def _elsewhere(writer: _Writer, article: ParsedArticle, number: int, arrives: float) -> Filed:
    """The same copy from a customer agency, with a word changed here and there."""
    words = article.paragraphs[0].split(" ")
    words[writer.chance.randrange(len(words))] = "Newswire"
    copy = replace(
        article, agency="Partner", paragraphs=(" ".join(words), *article.paragraphs[1:]), guid="", related=()
    )
    return Filed(_with_bytes(copy, number), -number - 1, arrives + 0.05, copy_of=number)


def _with_bytes(article: ParsedArticle, number: int) -> ParsedArticle:
    text = "\n".join([article.version_label, article.headline, *article.paragraphs])
    return replace(article, original=f"{number} {article.agency}\n{text}".encode())
