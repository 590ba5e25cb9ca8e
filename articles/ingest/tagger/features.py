"""What the tagger sees of each token: its form, its neighbours, the lists it is in, and the rest of the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from articles.ingest.tagger.forms import NEAR, Form, Forms, Voice
from articles.ingest.tagger.pairs import Pairs

MOST_FORMS = 40_000
LONGEST_NAME = 10
HEAD_REACH = 7
LONGEST_RUN = 5


class ByName:
    """Features told by their names; with `known`, only those."""

    nothing = ()

    def __init__(self, known: Collection[bytes] | None = None) -> None:
        self.known = known

    def one(self, feature: bytes) -> tuple[bytes, ...]:
        """Return the feature itself."""
        return (feature,) if self.known is None or feature in self.known else ()

    def all(self, features: list[bytes]) -> tuple[bytes, ...]:
        """Return the features themselves."""
        return tuple(feature for feature in features if self.known is None or feature in self.known)


class Featurizer:
    """Turns the tokens of a document into features, told by a voice."""

    def __init__(self, language: str, voice: Voice) -> None:
        self._one, self._nothing = voice.one, voice.nothing
        self._forms = Forms(language, voice)
        self._pairs = Pairs(voice)

    def document(self, sequences: Sequence[Sequence[str]]) -> list[list[Any]]:
        """Return what is told of each token of each sequence of a document."""
        if len(self._forms) > MOST_FORMS:
            self._forms.clear()
        lines = [self._forms.of(tokens) for tokens in sequences]
        small = {form.lower for line in lines for form in line if not form.is_capitalised}
        inside = {form.lower for line in lines for form in line[NEAR + 1 :] if form.is_capitalised}
        return [_told(line, self._beyond(line, small, inside)) for line in lines]

    def _beyond(self, forms: list[Form], small: set[bytes], inside: set[bytes]) -> list[Any]:
        """What is told of each place beyond the forms around it: most places are far from anything notable."""
        beyond = [self._nothing] * len(forms)
        notable = [index for index, form in enumerate(forms) if form.is_notable]
        if capitals := [index for index in notable if forms[index].is_capitalised]:
            beside = {place for index in capitals for place in (index - 1, index, index + 1)}
            self._pairs.tell(forms, beyond, beside - {NEAR - 1, len(forms) - NEAR})
            self._tell_runs(forms, beyond, capitals)
            for index in capitals:
                lower = forms[index].lower
                beyond[index] += self._one(b"lc=%d%d" % (lower in small, lower in inside))
        if notable:
            self._tell_names(forms, beyond, notable)
            self._tell_heads(forms, beyond, notable)
        return beyond

    def _tell_runs(self, forms: list[Form], beyond: list[Any], capitals: list[int]) -> None:
        """Tell each word of a capitalised run what the run begins and ends with, and which lists its words are in."""
        one = self._one
        for first, last in _runs(forms, capitals):
            kinds = b"".join(sorted(forms[first].kinds.union(*[form.kinds for form in forms[first + 1 : last + 1]])))
            length = min(last - first + 1, LONGEST_RUN)
            told = (
                forms[first].begins_run
                + forms[last].ends_run
                + one(b"rk=%d%b" % (length, kinds))
                + one(b"rb=%b %d" % (forms[first - 1].lower, length))
                + one(b"ra=%b %d" % (forms[last + 1].lower, length))
            )
            for index in range(first, last + 1):
                beyond[index] += told

    def _tell_names(self, forms: list[Form], beyond: list[Any], notable: list[int]) -> None:
        """Tell each token whether it begins or goes on a listed name, and its neighbours that it does."""
        one, skip, end = self._one, 0, len(forms) - NEAR
        for index in notable:
            form = forms[index]
            if index < skip or not (form.alone or form.goes_on):
                continue
            length, kind = 1, form.alone
            if form.goes_on:
                words = [each.folded for each in forms[index : min(end, index + LONGEST_NAME)]]
                length, kind = self._forms.listed.longest(words)
            if kind:
                name, skip = kind.encode(), index + length
                beyond[index - 1] += one(b"g+1=" + name)
                beyond[index] += one(b"g=B" + name) + one(b"g0=%b %d %b" % (name, length, forms[index - 1].lower))
                for inner in range(index + 1, skip):
                    beyond[inner] += one(b"g=I" + name)
                beyond[skip] += one(b"g-1=" + name)

    def _tell_heads(self, forms: list[Form], beyond: list[Any], notable: list[int]) -> None:
        """Tell the words after the head of an organisation's name (`Institut`, `ministère`) how far they are from it."""
        one, end = self._one, len(forms) - NEAR
        for index in notable:
            if forms[index].is_head:
                written = b"X" if forms[index].is_capitalised else b"x"
                for place in range(index + 1, min(index + HEAD_REACH, end)):
                    shape = forms[place].shape
                    if shape == b"#" or shape in b".-(":
                        break
                    beyond[place] += one(b"oh=%b%d%b" % (written, place - index, shape))


def _told(forms: list[Form], beyond: list[Any]) -> list[Any]:
    """What is told of each place by the forms at and around it, and beyond them."""
    # Spelt out, for it is done for every token: with sum() or by the distance it takes twice as long.
    return [
        further
        + three_before.before_3
        + two_before.before_2
        + one_before.before_1
        + own.own
        + one_after.after_1
        + two_after.after_2
        + three_after.after_3
        for further, three_before, two_before, one_before, own, one_after, two_after, three_after in zip(
            beyond[3:], forms, forms[1:], forms[2:], forms[3:], forms[4:], forms[5:], forms[6:], strict=False
        )
    ]


def _runs(forms: list[Form], capitals: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of capitalised words; up to two small joining words may stand between two of them."""
    first = last = capitals[0]
    for index in capitals[1:]:
        if index - last > 3 or not all(form.is_small for form in forms[last + 1 : index]):
            yield first, last
            first = index
        last = index
    yield first, last
