"""What a token and its neighbours tell together: their words and shapes in twos and threes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from articles.ingest.tagger.forms import Form, Voice

KINDS = (b"ws", b"ww", b"sw", b"wv", b"wsw", b"sss")


class Pairs:
    """The features of two or three words side by side."""

    def __init__(self, voice: Voice) -> None:
        self._one = voice.one
        self._known = None if voice.known is None else _known(voice.known)

    def tell(self, forms: list[Form], beyond: list[Any], places: Iterable[int]) -> None:
        """Add to `beyond` what is told of these places."""
        look_up = _spelt if self._known is None else self._look_up
        for index in places:
            features = look_up(forms[index - 1], forms[index], forms[index + 1])
            beyond[index] = sum(map(self._one, filter(None, features)), beyond[index])

    def _look_up(self, before: Form, form: Form, after: Form) -> tuple[bytes | None, ...]:
        """Those that a model knows, found without spelling them out."""
        first, word, shape, last = before.lower, form.lower, form.shape, after.lower
        shape_after, word_after, before_shape, before_word, around, shapes = self._known
        return (
            shape_after.get((first, shape)),
            word_after.get((first, word)),
            before_shape.get((shape, last)),
            before_word.get((word, last)),
            around.get((first, shape, last)),
            shapes.get((before.shape, shape, after.shape)),
        )


def _spelt(before: Form, form: Form, after: Form) -> tuple[bytes, ...]:
    return (
        b"ws=%b %b" % (before.lower, form.shape),
        b"ww=%b %b" % (before.lower, form.lower),
        b"sw=%b %b" % (form.shape, after.lower),
        b"wv=%b %b" % (form.lower, after.lower),
        b"wsw=%b %b %b" % (before.lower, form.shape, after.lower),
        b"sss=%b %b %b" % (before.shape, form.shape, after.shape),
    )


def _known(features: Collection[bytes]) -> list[dict[tuple[bytes, ...], bytes]]:
    """The features a model knows, of each of the KINDS, by what they are made of."""
    found: dict[bytes, dict[tuple[bytes, ...], bytes]] = {kind: {} for kind in KINDS}
    starts = tuple(kind + b"=" for kind in KINDS)
    for feature in features:
        if feature.startswith(starts):
            kind, _, parts = feature.partition(b"=")
            found[kind][tuple(parts.split(b" "))] = feature
    return list(found.values())
