"""JSON as feeds write it: objects read strictly, their texts, lists and members under any of several names."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from articles.ingest.source import Unreadable

LONGEST_NUMBER = 40
SEPARATOR = "\x1e"  # RFC 7464
EXCERPT = 200
MOST_REPEATED = 100

Object = dict[str, Any]


def object_in(text: str, line: int = 1, lower_keys: bool = False) -> Object:
    """Return the object a text holds, its numbers as text; raises Unreadable with the line for what is none.

    Of numbers with more than 40 digits nothing is kept.
    """
    try:
        value = json.loads(
            text.lstrip(SEPARATOR),
            strict=False,  # line ends and tabs within texts are common in feeds
            object_pairs_hook=_lower_members if lower_keys else _members,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        reason = "cut off" if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg else "no well-formed JSON"
        raise Unreadable(f"{reason}: {error.msg}", line + error.lineno - 1, text[:EXCERPT]) from None
    except RecursionError:
        raise Unreadable("no well-formed JSON: nested too deep", line, text[:EXCERPT]) from None
    except Unreadable as fault:
        raise Unreadable(fault.reason, line, text[:EXCERPT]) from None
    if not isinstance(value, dict):
        raise Unreadable("JSON, but no object", line, text[:EXCERPT])
    return value


def text_at(item: Object, *names: str) -> str:
    """Return the first text or number that is not empty under one of the names, stripped; else an empty string."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and (stripped := value.strip()):
            return stripped
    return ""


def texts_at(item: Object, *names: str) -> tuple[str, ...]:
    """Return the texts of a list, or the one text, under the first of the names that has any."""
    for name in names:
        value = item.get(name)
        listed = value if isinstance(value, list) else [value]
        if texts := tuple(each.strip() for each in listed if isinstance(each, str) and each.strip()):
            return texts
    return ()


def objects_at(item: Object, *names: str) -> list[Object]:
    """Return the objects of a list, the members of an object of objects, or the one object, under these names."""
    found: list[Object] = []
    for name in names:
        value = item.get(name)
        if isinstance(value, dict) and value:
            values = list(value.values())
            value = values if all(isinstance(each, dict) for each in values) else [value]
        if isinstance(value, list):
            found += [each for each in value if isinstance(each, dict)]
    return found


def _members(pairs: list[tuple[str, Any]]) -> Object:
    members: Object = {}
    for key, value in pairs:
        if key in members and members[key] != value:
            key = _another(key, members, value)
        members[key] = value
    return members


def _lower_members(pairs: list[tuple[str, Any]]) -> Object:
    return _members([(key.lower(), value) for key, value in pairs])


def _another(key: str, members: Object, value: Any) -> str:
    """Objects under one name (renditions, pictures) are told apart; which of two texts counts nobody can say."""
    if isinstance(value, dict) and isinstance(members[key], dict):
        for number in range(2, MOST_REPEATED):
            if (name := f"{key} {number}") not in members:
                return name
    raise Unreadable(f"the member “{key[:80]}” stands twice in one object")


def _number(written: str) -> str:
    return written if len(written) <= LONGEST_NUMBER else ""


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"no well-formed JSON: {name}")
