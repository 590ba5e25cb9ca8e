"""A canonical place, as the archive knows it."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("country", "city", "region", "sea", "continent")


@dataclass(frozen=True, slots=True)
class Place:
    """A country, city, region, sea or continent under a stable key: `country:KR`, `city:1835848`, `sea:east-sea`.

    `names` gives the display name by language code, at least `en` and `fr`; `aliases` are other spellings, in any
    script; `parent` is the key of the place that encloses it, None for countries, oceans and continents.
    """

    key: str
    kind: str
    names: dict[str, str]
    aliases: tuple[str, ...] = ()
    country: str | None = None
    parent: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0

    def __hash__(self) -> int:
        # Places are looked up often, and some have fifty aliases.
        return hash(self.key)
