"""The rule layer: what the tagger alone cannot see, each rule to be switched off by name."""

from __future__ import annotations

from collections.abc import Callable, Collection

from articles.ingest.naming.acronyms import Pair
from articles.ingest.naming.copy import TaggedCopy
from articles.ingest.naming.dateline_places import mark_dateline_places
from articles.ingest.naming.edges import trim_edges
from articles.ingest.naming.generic_heads import trim_common_nouns
from articles.ingest.naming.heads import follow_head_nouns
from articles.ingest.naming.introduced import mark_introduced
from articles.ingest.naming.joined_names import split_joined_names
from articles.ingest.naming.korean_names import mark_korean_names
from articles.ingest.naming.listed_names import mark_known_names
from articles.ingest.naming.north_and_south import mark_north_and_south
from articles.ingest.naming.peoples import drop_peoples
from articles.ingest.naming.propagation import propagate_family_names, propagate_surfaces
from articles.ingest.naming.wide_places import extend_to_common_nouns, mark_seas_and_regions

Rule = Callable[[TaggedCopy, list[Pair]], None]

RULES: dict[str, Rule] = {
    "edges": lambda copy, pairs: trim_edges(copy),
    "peoples": lambda copy, pairs: drop_peoples(copy),
    "generic heads": lambda copy, pairs: trim_common_nouns(copy),
    "dateline places": lambda copy, pairs: mark_dateline_places(copy),
    "korean names": lambda copy, pairs: mark_korean_names(copy),
    "head nouns": lambda copy, pairs: follow_head_nouns(copy),
    "acronym pairs": mark_introduced,
    "known names": lambda copy, pairs: mark_known_names(copy),
    "family names": lambda copy, pairs: propagate_family_names(copy),
    "joined names": lambda copy, pairs: split_joined_names(copy),
    "repeated names": lambda copy, pairs: propagate_surfaces(copy),
    "seas and regions": lambda copy, pairs: mark_seas_and_regions(copy),
    "common nouns": lambda copy, pairs: extend_to_common_nouns(copy),
    "north and south": lambda copy, pairs: mark_north_and_south(copy),
}


def apply_rules(copy: TaggedCopy, pairs: list[Pair], without: Collection[str] = ()) -> None:
    """Run the rules in their order, but for those named in `without`."""
    for name, rule in RULES.items():
        if name not in without:
            rule(copy, pairs)
