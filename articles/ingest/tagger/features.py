"""What the tagger sees of each token: its form, its neighbours, the lists it is in, and the rest of the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from articles.ingest.tagger.vocabulary import Names, folded, names, triggers

Features = list[bytes]
MOST_FORMS = 60_000
LONGEST_NAME = 10
TRIGGER_KINDS = ("person", "organisation", "place", "speech", "suffix", "small-in-name")
JOINT = (b"ws", b"ww", b"sw", b"wv", b"wsw", b"sss")
SPEECH, SMALL, ORGANISATION = b"t=spee", b"smal", b"orga"
HEAD_REACH = 7
# Most words are in small letters: to say nothing of their shape costs nothing and saves a fifth of the time.
PLAIN = b"x"
SMALL_STARTS = frozenset("mer ile golfe detroit agence ministere".split())
ENDINGS = ("ov", "ova", "ev", "eva", "ski", "sky", "ska", "ić", "son", "sen", "ez", "ian", "shvili")
NOTHING: Features = []


class Form(NamedTuple):
    """The features of a word, wherever it stands: its own, and what it says of the words around it.

    `before_3` is what it tells the third word after it, `after_3` the third word before it.
    """

    lower: bytes
    shape: bytes
    is_capitalised: bool
    folded: str
    kinds: tuple[bytes, ...]
    own: Features
    before_3: Features
    before_2: Features
    before_1: Features
    after_1: Features
    after_2: Features
    after_3: Features


class Featurizer:
    """Turns the tokens of a document into features; of a trained model, only into those it has weights for."""

    def __init__(self, language: str, known: Collection[bytes] | None = None) -> None:
        self.language = language
        self._known = known
        self._joined = _joined(known or ())
        self._names = Names(language)
        self._forms: dict[str, Form] = {}
        self._triggers = [(kind[:4].encode(), triggers(kind, language)) for kind in TRIGGER_KINDS]
        self._korean = triggers("korean-surname", "*")

    def document(self, sequences: Sequence[Sequence[str]]) -> list[list[Features]]:
        """Return the features of each token of each sequence of a document."""
        if len(self._forms) > MOST_FORMS:
            self._forms.clear()
        known = self._forms
        forms = [[known.get(token) or self._form(token) for token in tokens] for tokens in sequences]
        small = {form.lower for line in forms for form in line if not form.is_capitalised}
        inside = {form.lower for line in forms for form in line[1:] if form.is_capitalised}
        return [self._sequence(line, small, inside) for line in forms]

    def _sequence(self, forms: list[Form], small: set[bytes], inside: set[bytes]) -> list[Features]:
        items = [
            [*own, *before_1, *before_2, *before_3, *after_1, *after_2, *after_3]
            for own, before_1, before_2, before_3, after_1, after_2, after_3 in zip(
                [form.own for form in forms],
                [NOTHING, *[form.before_1 for form in forms]],
                [NOTHING, NOTHING, *[form.before_2 for form in forms]],
                [NOTHING, NOTHING, NOTHING, *[form.before_3 for form in forms]],
                [*[form.after_1 for form in forms[1:]], NOTHING],
                [*[form.after_2 for form in forms[2:]], NOTHING, NOTHING],
                [*[form.after_3 for form in forms[3:]], NOTHING, NOTHING, NOTHING],
                strict=False,
            )
        ]
        if self._known is None:
            self._tell_pairs(forms, items)
        else:
            self._look_up_pairs(forms, items)
        for index, form in enumerate(forms):
            if form.is_capitalised:
                self._add(items, index, b"lc=%d%d" % (form.lower in small, form.lower in inside))
        self._mark_names(forms, items)
        self._mark_runs(forms, items)
        self._mark_heads(forms, items)
        return items

    def _mark_heads(self, forms: list[Form], items: list[Features]) -> None:
        """Tell the words after the head of an organisation's name (`Institut`, `ministère`) how far they are from it."""
        for index, form in enumerate(forms):
            if ORGANISATION in form.kinds:
                written = b"X" if form.is_capitalised else b"x"
                for distance in range(1, min(HEAD_REACH, len(forms) - index)):
                    after = forms[index + distance]
                    if after.shape == b"#" or after.shape in b".-(":
                        break
                    self._add(items, index + distance, b"oh=%s%d%s" % (written, distance, after.shape))

    def _tell_pairs(self, forms: list[Form], items: list[Features]) -> None:
        """What a token and a neighbour say together, if one of them is capitalised."""
        words = [b"^", *[form.lower for form in forms], b"$"]
        shapes = [b"^", *[form.shape for form in forms], b"$"]
        for index in _beside_capitals(forms):
            own, before, after = shapes[index + 1], words[index], words[index + 2]
            items[index] += [
                b"ws=%s %s" % (before, own),
                b"ww=%s %s" % (before, words[index + 1]),
                b"sw=%s %s" % (own, after),
                b"wv=%s %s" % (words[index + 1], after),
                b"wsw=%s %s %s" % (before, own, after),
                b"sss=%s %s %s" % (shapes[index], own, shapes[index + 2]),
            ]

    def _look_up_pairs(self, forms: list[Form], items: list[Features]) -> None:
        """The same, of a trained model: only what it knows, found without spelling it out."""
        shape_after, word_after, shape_before, word_before, between, three_shapes = self._joined.values()
        words = [b"^", *[form.lower for form in forms], b"$"]
        shapes = [b"^", *[form.shape for form in forms], b"$"]
        for index in _beside_capitals(forms):
            item, own, after = items[index], shapes[index + 1], words[index + 2]
            before, word = words[index], words[index + 1]
            if (names := shape_after.get(before)) and (name := names.get(own)):
                item.append(name)
            if (names := word_after.get(before)) and (name := names.get(word)):
                item.append(name)
            if (names := shape_before.get(own)) and (name := names.get(after)):
                item.append(name)
            if (names := word_before.get(word)) and (name := names.get(after)):
                item.append(name)
            if (names := between.get(before)) and (name := names.get((own, after))):
                item.append(name)
            if name := three_shapes.get((shapes[index], own, shapes[index + 2])):
                item.append(name)

    def _mark_names(self, forms: list[Form], items: list[Features]) -> None:
        """Say of each token whether it begins or goes on a listed name, and whether its neighbours do."""
        words = [form.folded for form in forms]
        count, skip = len(forms), 0
        for index, form in enumerate(forms):
            if index < skip or not (form.is_capitalised or form.folded in SMALL_STARTS):
                continue
            length, kind = self._names.longest(words, index, min(count, index + LONGEST_NAME))
            if not length:
                continue
            skip = index + length
            name = kind.encode()
            self._add(items, index, b"g=B" + name)
            for inner in range(index + 1, skip):
                self._add(items, inner, b"g=I" + name)
            self._add(items, index - 1, b"g+1=" + name)
            self._add(items, skip, b"g-1=" + name)
            self._add(items, index, b"g0=%s %d %s" % (name, length, forms[index - 1].lower if index else b"^"))

    def _mark_runs(self, forms: list[Form], items: list[Features]) -> None:
        """Tell each word of a capitalised run what the run begins and ends with, and which lists its words are in."""
        for first, last in _runs(forms):
            inside = range(first, last + 1)
            kinds = b"".join(sorted({kind for index in inside for kind in forms[index].kinds}))
            length = min(last - first + 1, 5)
            told = self._live(
                [
                    b"rk=%d%s" % (length, kinds),
                    b"rl=" + forms[last].lower,
                    b"rf=" + forms[first].lower,
                    b"rb=%s %d" % (forms[first - 1].lower if first else b"^", length),
                    b"ra=%s %d" % (forms[last + 1].lower if last + 1 < len(forms) else b"$", length),
                ]
            )
            for index in inside:
                items[index] += told

    def _add(self, items: list[Features], index: int, name: bytes) -> None:
        if 0 <= index < len(items) and (self._known is None or name in self._known):
            items[index].append(name)

    def _form(self, token: str) -> Form:
        shape, lower, key = shape_of(token), token.lower().encode(), folded(token)
        marks = self._marks(token, key)
        own = [b"b", b"w=" + lower, *marks]
        if shape != PLAIN:
            own.append(b"sh=" + shape)
        if token[0].isalpha():
            small = token.lower()
            own += [b"s%d=%s" % (length, small[-length:].encode()) for length in (2, 3, 4) if len(small) > length]
            own += [b"p%d=%s" % (length, small[:length].encode()) for length in (2, 3, 4) if len(small) > length]
        told = []
        for distance in (-3, -2, -1, 1, 2, 3):
            near = [b"%d" % distance + mark for mark in marks] + [b"%dw=%s" % (distance, lower)]
            if abs(distance) < 3 and shape != PLAIN:
                near.append(b"%dsh=%s" % (distance, shape))
            if abs(distance) == 1:
                near.append(b"%ds3=%s" % (distance, token[-3:].lower().encode()))
            told.append(self._live(near))
        kinds = tuple(mark[-4:] for mark in marks if mark != SPEECH)
        form = Form(lower, shape, token[0].isupper(), key, kinds, self._live(own), *told)
        self._forms[token] = form
        return form

    def _live(self, features: Features) -> Features:
        return features if self._known is None else [name for name in features if name in self._known]

    def _marks(self, token: str, key: str) -> Features:
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


def _joined(known: Collection[bytes]) -> dict[bytes, dict]:
    """The joint features a model knows, by kind and first word; those of three shapes by all three."""
    found: dict[bytes, dict] = {kind: {} for kind in JOINT}
    for name in known:
        kind, equals, rest = name.partition(b"=")
        if not equals or kind not in found:
            continue
        first, *others = rest.split(b" ")
        if kind == b"sss":
            found[kind][first, *others] = name
        else:
            found[kind].setdefault(first, {})[others[0] if len(others) == 1 else tuple(others)] = name
    return found


def _beside_capitals(forms: list[Form]) -> list[int]:
    """The capitalised tokens and the tokens beside them, in order."""
    capital = [form.is_capitalised for form in forms]
    return [
        index
        for index, near in enumerate(map(any, zip([False, *capital], capital, [*capital[1:], False], strict=False)))
        if near
    ]


def _runs(forms: list[Form]) -> Iterator[tuple[int, int]]:
    """First and last of each run of capitalised words; small joining words may stand between two of them."""
    first = last = -1
    for index, form in enumerate(forms):
        if form.is_capitalised:
            if first < 0:
                first = index
            last = index
        elif first >= 0 and not (SMALL in form.kinds and index - last < 3):
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def shape_of(token: str) -> bytes:
    """Return the pattern of capitals, small letters and digits: `Xx-x` for Jong-un, `XX` for KCNA, `X` for A."""
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
