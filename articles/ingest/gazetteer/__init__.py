"""Countries, cities, regions and seas by any name the wire gives them; nothing is read before the first question."""

from .lookup import by_key, index_key, named
from .place import KINDS, Place

__all__ = ["KINDS", "Place", "by_key", "index_key", "named"]
