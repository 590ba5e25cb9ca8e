"""What the tagger sees of each token: its form, its neighbours, the lists it is in, and the rest of the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from articles.ingest.tagger.vocabulary import Names, folded, names, triggers

Features = list[bytes]
MOST_FORMS = 60_000
TRIGGER_KINDS = ("person", "organisation", "place", "speech", "suffix", "small-in-name")


class Form(NamedTuple):
    """The features of a word, wherever it stands: its own, and what it says of its neighbours at each distance."""

    lower: bytes
    shape: bytes
    is_capitalised: bool
    folded: str
    kinds: tuple[bytes, ...]
    own: Features
    near: dict[int, Features]


class Featurizer:
    """Turns the tokens of a document into features; of a trained model, only into those it has weights for."""

    def __init__(self, language: str, known: Collection[bytes] | None = None) -> None:
        self.language = language
        self._known = known
        self._names = Names(language)
        self._forms: dict[str, Form] = {}
        self._triggers = [(kind[:4].encode(), triggers(kind, language)) for kind in TRIGGER_KINDS]
        self._korean = triggers("korean-surname", "*")
        self._small = triggers("small-in-name", "*")

    def document(self, sequences: Sequence[Sequence[str]]) -> list[list[Features]]:
        """Return the features of each token of each sequence of a document."""
        if len(self._forms) > MOST_FORMS:
            self._forms.clear()
        forms = [[self._form(token) for token in tokens] for tokens in sequences]
        small = {form.lower for line in forms for form in line if not form.is_capitalised}
        inside = {form.lower for line in forms for form in line[1:] if form.is_capitalised}
        return [self._sequence(line, small, inside) for line in forms]

    def _sequence(self, forms: list[Form], small: set[bytes], inside: set[bytes]) -> list[Features]:
        known = self._known
        last = len(forms) - 1
        items = []
        for index, form in enumerate(forms):
            item = form.own.copy()
            before = after = None
            if index:
                before = forms[index - 1]
                item += before.near[-1]
                if index > 1:
                    item += forms[index - 2].near[-2]
                    if index > 2:
                        item += forms[index - 3].near[-3]
            if index < last:
                after = forms[index + 1]
                item += after.near[1]
                if index < last - 1:
                    item += forms[index + 2].near[2]
                    if index < last - 2:
                        item += forms[index + 3].near[3]
            joint = _joint(form, before, after)
            if form.is_capitalised:
                joint.append(b"lc=%d%d" % (form.lower in small, form.lower in inside))
            item += joint if known is None else [name for name in joint if name in known]
            items.append(item)
        self._mark_names(forms, items)
        self._mark_runs(forms, items)
        return items

    def _mark_runs(self, forms: list[Form], items: list[Features]) -> None:
        """Tell each capitalised word of a run what the run begins and ends with, and which lists its words are in."""
        for first, last in _runs(forms):
            inside = range(first, last + 1)
            kinds = b"".join(sorted({kind for index in inside for kind in forms[index].kinds}))
            length = min(last - first + 1, 5)
            told = [
                b"rk=%d%s" % (length, kinds),
                b"rl=" + forms[last].lower,
                b"rf=" + forms[first].lower,
                b"rb=%s|%d" % (forms[first - 1].lower if first else b"^", length),
                b"ra=%s|%d" % (forms[last + 1].lower if last + 1 < len(forms) else b"$", length),
            ]
            told = self._live(told)
            for index in inside:
                items[index] += told

    def _mark_names(self, forms: list[Form], items: list[Features]) -> None:
        """Say of each token whether it begins or goes on a name of the gazetteer, and whether its neighbours do."""
        words = [form.folded for form in forms]
        count, skip = len(forms), 0
        for index, form in enumerate(forms):
            if index < skip or not (
                form.is_capitalised or form.folded in ("mer", "ile", "golfe", "detroit", "agence", "ministere")
            ):
                continue
            length, kind = self._names.longest(words, index, min(count, index + 10))
            if not length:
                continue
            skip = index + length
            name = kind.encode()
            self._add(items, index, b"g=B" + name)
            for inner in range(index + 1, skip):
                self._add(items, inner, b"g=I" + name)
            self._add(items, index - 1, b"g+1=" + name)
            self._add(items, skip, b"g-1=" + name)
            self._add(items, index, b"g0=%s|%d|%s" % (name, length, forms[index - 1].lower if index else b"^"))

    def _add(self, items: list[Features], index: int, name: bytes) -> None:
        if 0 <= index < len(items) and (self._known is None or name in self._known):
            items[index].append(name)

    def _form(self, token: str) -> Form:
        form = self._forms.get(token)
        if form is None:
            form = self._forms[token] = self._describe(token)
        return form

    def _describe(self, token: str) -> Form:
        shape, lower, key = shape_of(token), token.lower().encode(), folded(token)
        marks = self._marks(token, key)
        own = [b"b", b"w=" + lower, b"sh=" + shape, *marks]
        if token[0].isalpha():
            small = token.lower()
            own += [b"s%d=%s" % (length, small[-length:].encode()) for length in (2, 3, 4) if len(small) > length]
            own += [b"p%d=%s" % (length, small[:length].encode()) for length in (2, 3, 4) if len(small) > length]
        tail = token[-3:].lower().encode()
        near = {}
        for distance in (-3, -2, -1, 1, 2, 3):
            told = [b"%d" % distance + mark for mark in marks] + [b"%dw=%s" % (distance, lower)]
            if abs(distance) < 3:
                told.append(b"%dsh=%s" % (distance, shape))
            if abs(distance) == 1:
                told.append(b"%ds3=%s" % (distance, tail))
            near[distance] = self._live(told)
        kinds = tuple(mark[-4:] for mark in marks if mark != b"t=spee")
        return Form(lower, shape, token[0].isupper(), key, kinds, self._live(own), near)

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
            if token.endswith(
                ("ov", "ova", "ev", "eva", "ski", "sky", "ska", "ić", "son", "sen", "ez", "ian", "shvili")
            ):
                marks.append(b"end")
        return marks


def _runs(forms: list[Form]) -> Iterator[tuple[int, int]]:
    """First and last of each run of capitalised words; small joining words may stand between two of them."""
    first = last = -1
    for index, form in enumerate(forms):
        if form.is_capitalised:
            if first < 0:
                first = index
            last = index
        elif first >= 0 and not (b"smal" in form.kinds and index - last < 3):
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def _joint(form: Form, before: Form | None, after: Form | None) -> Features:
    """What token and neighbours say together."""
    lower, shape = form.lower, form.shape
    before_lower, before_shape = (before.lower, before.shape) if before else (b"^", b"^")
    after_lower, after_shape = (after.lower, after.shape) if after else (b"$", b"$")
    return [
        b"ws=%s|%s" % (before_lower, shape),
        b"sw=%s|%s" % (shape, after_lower),
        b"ww=%s|%s" % (before_lower, lower),
        b"wv=%s|%s" % (lower, after_lower),
        b"sss=%s|%s|%s" % (before_shape, shape, after_shape),
        b"w_w=%s|%s|%s" % (before_lower, shape, after_lower),
    ]


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
        elif kind == "X" and len(shape) == 1 and character.isupper():
            shape.append("X")
    return "".join(shape).encode()
