"""Links put together: which filings end up in one story, and which links are left for a librarian to judge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from articles.ingest.chaining.filing import Filing
from articles.ingest.chaining.links import Link, link

MOST_IN_A_STORY = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A filing with the story it is in now; one that a librarian has put there is `pinned`."""

    filing: Filing
    story: int
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Chained:
    """What is to happen: by story, the one it joins; the links that hold stories together, and those left open."""

    joins: dict[int, int]
    sure: tuple[Link, ...]
    unsure: tuple[Link, ...]


@dataclass(slots=True)
class _Group:
    stories: list[int]
    members: list[Member]

    @property
    def pinned_story(self) -> int | None:
        return next((member.story for member in self.members if member.pinned), None)


def chain(members: Collection[Member], links: Iterable[Link], apart: Collection[frozenset[int]] = ()) -> Chained:
    """Join stories along sure links, the surest first, except where that makes no story.

    `apart` are pairs of filings that librarians told apart. Pinned filings stay in their stories; two stories with such
    never become one.
    """
    groups: dict[int, _Group] = {}
    for member in members:
        groups.setdefault(member.story, _Group([member.story], [])).members.append(member)
    story_of = {member.filing.id: member.story for member in members}
    weighed = {frozenset((each.later, each.earlier)): each for each in links}
    held, left = [], []
    for each in sorted(weighed.values(), key=lambda each: (-each.weight, each.later, each.earlier)):
        pair = frozenset((each.later, each.earlier))
        one, other = groups[story_of[each.later]], groups[story_of[each.earlier]]
        if one is other:
            held.append(each)
        elif pair in apart:
            continue
        elif each.is_sure and _fit(one, other, weighed, apart):
            joined = _joined(one, other)
            for story in joined.stories:
                groups[story] = joined
            held.append(each)
        else:
            left.append(each)
    joins = {story: group.stories[0] for story, group in groups.items() if story != group.stories[0]}
    unsure = [each for each in left if groups[story_of[each.later]] is not groups[story_of[each.earlier]]]
    filings = {member.filing.id: member.filing for member in members}
    return Chained(joins, tuple(_nearest(held, filings)), tuple(_likeliest(unsure, groups, story_of)))


def _fit(one: _Group, other: _Group, weighed: Mapping[frozenset[int], Link], apart: Collection[frozenset[int]]) -> bool:
    """Tell whether two stories may be one: nobody said otherwise, and no version is there twice over."""
    if one.pinned_story is not None and other.pinned_story is not None:
        return False
    if len(one.members) + len(other.members) > MOST_IN_A_STORY:
        return False
    for first in one.members:
        for second in other.members:
            pair = frozenset((first.filing.id, second.filing.id))
            if pair in apart:
                return False
            if _same_version(first.filing, second.filing):
                known = weighed.get(pair) or link(first.filing, second.filing)
                if known is None or not known.is_sure:
                    return False
    return True


def _same_version(one: Filing, other: Filing) -> bool:
    """Tell whether two filings claim the same place in a story; first filings and notices need no label for it."""
    unlabelled = not one.label and not other.label
    return one.version == other.version and one.label == other.label and (unlabelled or one.is_numbered)


def _joined(one: _Group, other: _Group) -> _Group:
    """The oldest story keeps its number, but filings a librarian has put somewhere stay there."""
    stories = sorted({*one.stories, *other.stories})
    pinned = one.pinned_story if one.pinned_story is not None else other.pinned_story
    if pinned is not None:
        stories = [pinned, *(story for story in stories if story != pinned)]
    return _Group(stories, [*one.members, *other.members])


def _nearest(links: Iterable[Link], filings: Mapping[int, Filing]) -> Iterable[Link]:
    """Of the links from one filing, the sure one to the latest before it: what it continues."""
    found: dict[int, Link] = {}
    for each in sorted(links, key=lambda each: (each.is_sure, filings[each.earlier].order)):
        found[each.later] = each
    return found.values()


def _likeliest(links: Iterable[Link], groups: Mapping[int, _Group], story_of: Mapping[int, int]) -> Iterable[Link]:
    """Of the open links between two stories, the surest."""
    found: dict[tuple[int, int], Link] = {}
    for each in links:
        pair = sorted((groups[story_of[each.later]].stories[0], groups[story_of[each.earlier]].stories[0]))
        found.setdefault((pair[0], pair[1]), each)
    return found.values()
