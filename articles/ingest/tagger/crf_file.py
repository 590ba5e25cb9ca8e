"""Which features a model has weights for: read from the model's own table (CRFsuite, version 100)."""

from __future__ import annotations

from struct import unpack_from

_TABLE_AT = 36
_ROWS_AT = 16


class NotAModel(ValueError):
    """The bytes are no CRFsuite model."""


def attributes(model: bytes) -> frozenset[bytes]:
    """Return the names of the features that a model knows."""
    if model[:4] != b"lCRF" or model[8:12] != b"FOMC":
        raise NotAModel("not a CRFsuite model")
    table = unpack_from("<I", model, _TABLE_AT)[0]
    if model[table : table + 4] != b"CQDB":
        raise NotAModel("a CRFsuite model without a table of features")
    count, rows = unpack_from("<II", model, table + _ROWS_AT)
    names = []
    for offset in unpack_from(f"<{count}I", model, table + rows):
        if offset:
            start = table + offset + 8
            size = unpack_from("<I", model, start - 4)[0]
            names.append(model[start : start + size - 1])
    return frozenset(names)
