"""What a model file holds, read without CRFsuite (its format, version 100): labels, transitions, weights of features.

The weights of a feature are looked for when it is first met: a process meets few of them.
"""

from __future__ import annotations

from itertools import pairwise
from struct import unpack_from

_FEATURES_AT, _LABELS_AT, _ATTRIBUTES_AT, _LABEL_WEIGHTS_AT, _ATTRIBUTE_WEIGHTS_AT = range(28, 48, 4)
_ROWS_AT = 16
_HEADER = 12
_WEIGHT = 20


class NotAModel(ValueError):
    """The bytes are no CRFsuite model."""


class Model:
    """A trained model: its labels, what one label after another is worth (`transitions[before][after]`), its features.

    `features` says by the name of a feature where its weights are.
    """

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"lCRF" or data[8:12] != b"FOMC":
            raise NotAModel("not a CRFsuite model")
        self._data = data
        self._weights_at = self._at(_FEATURES_AT) + _HEADER
        self.labels = tuple(name.decode() for name in self._names(_LABELS_AT))
        self.transitions = [[0.0] * len(self.labels) for _ in self.labels]
        for before, at in enumerate(self._lists(_LABEL_WEIGHTS_AT, len(self.labels))):
            for after, weight in self.weights(at):
                self.transitions[before][after] = weight
        names = self._names(_ATTRIBUTES_AT)
        self.features = dict(zip(names, self._lists(_ATTRIBUTE_WEIGHTS_AT, len(names)), strict=True))

    def weights(self, at: int) -> list[tuple[int, float]]:
        """Return for which labels, by number, the feature there speaks, and how much."""
        (count,) = unpack_from("<I", self._data, at)
        numbers = unpack_from(f"<{count}I", self._data, at + 4)
        return [unpack_from("<Id", self._data, self._weights_at + _WEIGHT * number + 8) for number in numbers]

    def _at(self, place: int) -> int:
        return unpack_from("<I", self._data, place)[0]

    def _names(self, place: int) -> list[bytes]:
        """The names in a table (CQDB), by number; they are stored in that order, one directly after the other."""
        data, table = self._data, self._at(place)
        if data[table : table + 4] != b"CQDB":
            raise NotAModel("a CRFsuite model without a table of names")
        count, rows = unpack_from("<II", data, table + _ROWS_AT)
        offsets = unpack_from(f"<{count}I", data, table + rows)
        # Before each stand its number and its length, after it a zero byte.
        last = table + offsets[-1] + 8 + unpack_from("<I", data, table + offsets[-1] + 4)[0] if offsets else 0
        first, behind = table + 8, table - 1
        names = [data[first + start : behind + end] for start, end in pairwise(offsets)]
        return [*names, data[first + offsets[-1] : last - 1]] if offsets else names

    def _lists(self, place: int, count: int) -> tuple[int, ...]:
        return unpack_from(f"<{count}I", self._data, self._at(place) + _HEADER)
