"""Features told by their weights in a trained model: for each label, how much more it is worth than no name.

The weights of all labels stand side by side in one whole number, so that one addition adds them all: to add up a dozen
tuples of six took five times as long.
"""

from __future__ import annotations

from collections.abc import Iterable

from articles.ingest.tagger.crf_file import Model

NO_NAME = "O"
# So fine that in the corpora the taggers are trained on no label is another than CRFsuite's, which adds fractions.
# The weights of a token may add up to 512.
UNIT = 2.0**-22
LANE = 32
HALF = 1 << LANE - 1


class ByWeight(dict[bytes, int]):
    """The features of a model that were met so far, with their weights packed; looks up the others."""

    nothing = 0

    def __init__(self, model: Model) -> None:
        super().__init__()
        outside = model.labels.index(NO_NAME)
        order = [outside, *(number for number in range(len(model.labels)) if number != outside)]
        self.labels = [model.labels[number] for number in order]
        self.transitions = [[round(model.transitions[before][after] / UNIT) for after in order] for before in order]
        # What speaks for no name speaks against all others.
        self._steps = {number: 1 << LANE * place for place, number in enumerate(order)}
        self._steps[outside] = -pack([0, *[1] * (len(order) - 1)])
        self.known = model.features
        self._model = model
        self.one = self.__getitem__

    def all(self, features: list[bytes]) -> int:
        """Return the weights of features together."""
        return sum(map(self.one, filter(self.known.__contains__, features)))

    def __missing__(self, feature: bytes) -> int:
        at = self.known.get(feature)
        if at is None:
            return 0
        packed = 0
        for label, weight in self._model.weights(at):
            packed += round(weight / UNIT) * self._steps[label]
        self[feature] = packed
        return packed


def pack(numbers: Iterable[int]) -> int:
    """Return the numbers side by side in one; sums and differences of such are those of each number."""
    return sum(number << LANE * place for place, number in enumerate(numbers))
