"""What a word tells of itself and of the words around it, wherever it stands: made once for each word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from articles.ingest.tagger.vocabulary import Names, folded, names, triggers

TRIGGER_KINDS = ("person", "organisation", "place", "speech", "suffix", "small-in-name")
SPEECH, SMALL, ORGANISATION = b"t=spee", b"smal", b"orga"
# Where a word may stand as seen from a neighbour.
DISTANCES = (-1, -2, -3, 1, 2, 3)
WORD_AT = tuple(b"%dw=" % distance for distance in DISTANCES)
NEAR = 3
# Most words are in small letters: to say nothing of their shape costs nothing and saves a fifth of the time.
PLAIN = b"x"
SMALL_STARTS = frozenset("mer ile golfe detroit agence ministere".split())
ENDINGS = ("ov", "ova", "ev", "eva", "ski", "sky", "ska", "ić", "son", "sen", "ez", "ian", "shvili")


class Voice(Protocol):
    """How features are told: to the trainer by name, to the decoder by weight. What several tell is added up."""

    nothing: Any
    known: Collection[bytes] | None

    def one(self, feature: bytes) -> Any:
        """Return what a feature tells."""

    def all(self, features: list[bytes]) -> Any:
        """Return what features tell together."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word: what it tells of itself and of its neighbours.

    `before_3` is what it tells of the third word after it, `after_3` of the third word before it. `begins_run` and
    `ends_run` are what it tells of a run of capitalised words that it begins or ends; `alone` is the kind of name it is
    by itself, and `goes_on` says whether longer names begin with it. Of notable words more is told where they stand:
    capitalised ones, those a name may begin with, and heads of organisations' names.
    """

    lower: bytes
    shape: bytes
    own: Any
    before_1: Any
    before_2: Any
    before_3: Any
    after_1: Any
    after_2: Any
    after_3: Any
    begins_run: Any
    ends_run: Any
    folded: str = ""
    kinds: frozenset[bytes] = frozenset()
    alone: str = ""
    goes_on: bool = False
    is_capitalised: bool = False
    is_head: bool = False
    is_small: bool = False
    is_notable: bool = False


class Forms(dict[str, Form]):
    """The forms of a language's words, made when they are first asked for."""

    def __init__(self, language: str, voice: Voice) -> None:
        super().__init__()
        self.listed = Names(language)
        self._voice = voice
        self._triggers = [(kind[:4].encode(), triggers(kind, language)) for kind in TRIGGER_KINDS]
        self._korean = triggers("korean-surname", "*")
        nothing = (voice.nothing,) * (len(DISTANCES) + 3)
        # Many words met for the first time look like others: kept, what these have in common saves a fifth of the time.
        self._alike: dict[tuple[bytes, bytes, tuple[bytes, ...]], tuple[Any, ...]] = {}
        self._before = [Form(b"^", b"^", *nothing)] * NEAR
        self._after = [Form(b"$", b"$", *nothing)] * NEAR

    def of(self, tokens: Sequence[str]) -> list[Form]:
        """Return the forms of a sequence, with empty ones before and after it, as many as words see."""
        return [*self._before, *map(self.__getitem__, tokens), *self._after]

    def clear(self) -> None:
        """Forget the words met so far."""
        super().clear()
        self._alike.clear()

    def __missing__(self, token: str) -> Form:
        shape, lower, key = shape_of(token), token.lower(), folded(token)
        marks = self._marks(token, key)
        is_capitalised = token[0].isupper()
        spelt = lower.encode()
        kinds = frozenset(mark[-4:] for mark in marks if mark != SPEECH)
        begins = is_capitalised or key in SMALL_STARTS
        form = self[token] = Form(
            spelt,
            shape,
            self._voice.all(_own_features(token, shape, lower, marks)),
            *self._near(spelt, shape, token[-3:].lower().encode(), tuple(marks)),
            self._voice.all([b"rf=" + spelt] if is_capitalised else []),
            self._voice.all([b"rl=" + spelt] if is_capitalised else []),
            folded=key,
            kinds=kinds,
            alone=self.listed.kind(key) if begins else "",
            goes_on=begins and self.listed.goes_on(key),
            is_capitalised=is_capitalised,
            is_head=ORGANISATION in kinds,
            is_small=SMALL in kinds,
            is_notable=begins or ORGANISATION in kinds,
        )
        return form

    def _near(self, lower: bytes, shape: bytes, ending: bytes, marks: tuple[bytes, ...]) -> list[Any]:
        """What neighbours see of a word at each of DISTANCES: the word itself, and what words like it have in common."""
        common = self._alike.get((shape, ending, marks))
        if common is None:
            seen = (_near_features(distance, shape, ending, marks) for distance in DISTANCES)
            common = self._alike[shape, ending, marks] = tuple(map(self._voice.all, seen))
        return [told + self._voice.one(word + lower) for told, word in zip(common, WORD_AT, strict=True)]

    def _marks(self, token: str, key: str) -> list[bytes]:
        """The lists the word is in."""
        marks = [b"t=" + kind for kind, listed in self._triggers if key in listed]
        if token[0].isupper():
            first, _, second = key.partition(" ")
            if key in names("forename") or (second and first in names("forename")):
                marks.append(b"fn")
            if key.replace(" ", "-") in names("surname"):
                marks.append(b"sn")
            if key in self._korean:
                marks.append(b"ks")
            if token.endswith(ENDINGS):
                marks.append(b"end")
        return marks


def _near_features(distance: int, shape: bytes, ending: bytes, marks: tuple[bytes, ...]) -> list[bytes]:
    near = b"%d" % distance
    features = [near + mark for mark in marks]
    if abs(distance) < 3 and shape != PLAIN:
        features.append(near + b"sh=" + shape)
    if abs(distance) == 1:
        features.append(near + b"s3=" + ending)
    return features


def _own_features(token: str, shape: bytes, lower: str, marks: list[bytes]) -> list[bytes]:
    features = [b"b", b"w=" + lower.encode(), *marks]
    if shape != PLAIN:
        features.append(b"sh=" + shape)
    if token[0].isalpha():
        lengths = [length for length in (2, 3, 4) if len(lower) > length]
        features += [b"s%d=%b" % (length, lower[-length:].encode()) for length in lengths]
        features += [b"p%d=%b" % (length, lower[:length].encode()) for length in lengths]
    return features


def shape_of(token: str) -> bytes:
    """Return the pattern of capitals, small letters and digits: `Xx-x` for Jong-un, `XX` for KCNA, `X` for A."""
    if token.isalpha() and token.islower():
        return PLAIN
    shape: list[str] = []
    for character in token:
        if character.isupper():
            kind = "X"
        elif character.isalpha():
            kind = "x"
        elif character.isdigit():
            kind = "d"
        else:
            kind = character if character in "-'.&/" else "-" if character in "‐‑" else "'" if character == "’" else "#"
        if not shape or shape[-1] != kind:
            shape.append(kind)
        elif kind == "X" and len(shape) == 1:
            shape.append("X")
    return "".join(shape).encode()
