"""The JSON objects of a file, one after the other: alone, in a list, a line each, or in a list within an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from articles.ingest.records.chunks import chunks, narrow
from articles.ingest.records.line_records import lines
from articles.ingest.records.record import LONGEST_RECORD, Record
from articles.ingest.source import MEGABYTE, Source, Unreadable

LONGEST_SEARCH = 16 * MEGABYTE
DEEPEST = 1000
OPENS = re.compile(rb"\x1e?\s*(?:\[\s*)?\{\s*[\"}]")
SCALAR = rb'(?:"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]{1,40}|\{[^{}\[\]]{0,4000}\}|\[[^{}\[\]]{0,4000}\])'
MEMBERS = rb'(?:"[^"\\]{0,80}"\s*:\s*' + SCALAR + rb"\s*,\s*){0,60}"
ENVELOPE = re.compile(
    rb"\s*\{\s*(?:"
    + MEMBERS
    + rb'"(?:data|response|result|hits|feed)"\s*:\s*\{\s*)?'
    + MEMBERS
    + rb'"(?:_?items|articles|stories|news|data|docs|documents|results|hits|entries|records|rows)"\s*:\s*\[(?=\s*\{)',
    re.DOTALL,
)
OWN_WORDS = re.compile(rb'"(?:headline|body|text|content|uri|guid)"\s*:')
TOKEN = re.compile(rb'["{\[\]]')
BRACE = re.compile(rb'["{}]')
REST_OF_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
BETWEEN = b" \t\r\n,\x1e\x1a"
EXCERPT = 4096
"""The most that is kept of stray text; more of it than white space is looked at."""


def opens_json(head: bytes) -> bool:
    """True for a file that begins like an object or a list of objects."""
    return bool(OPENS.match(narrow(head[:1000])))


def opens_json_with(head: bytes, *members: re.Pattern[bytes]) -> bool:
    """True for a file that begins like an object or a list of objects, and has members like all of these near."""
    if not opens_json(head):
        return False
    beginning = narrow(head)
    return all(member.search(beginning) for member in members)


def json_records(source: Source) -> Iterator[Record]:
    """Yield each object of a file; one without `begun` is none: stray text, or empty where a list is cut off.

    Raises Unreadable where an object goes on and on, since nobody needs to know where it ends.
    """
    head = narrow(source.head)
    if envelope := _end_of_envelope(head):
        yield from split(chunks(source), envelope)
    elif _has_one_a_line(head):
        yield from (each for each in lines(chunks(source), LONGEST_RECORD) if each.data.strip(BETWEEN))
    else:
        yield from split(chunks(source))


def split(parts: Iterable[bytes], after: int = 0) -> Iterator[Record]:
    """Yield the outermost objects, and text between them that does not belong there.

    With `after` what stands before is left out, and so is all after the list that is open there.
    """
    splitter = _Splitter(enclosed=bool(after))
    for part in parts:
        if after:
            splitter.skip(part[:after])
            part, after = part[after:], max(0, after - len(part))
        yield from splitter.take(part)
        if splitter.is_done:
            return
        if splitter.size > LONGEST_SEARCH:
            raise Unreadable(
                f"no end of an object within {LONGEST_SEARCH // MEGABYTE} MB; the rest is not looked at", splitter.line
            )
    yield from splitter.end()


def _end_of_envelope(head: bytes) -> int:
    """Where the list within an envelope begins, 0 without one; an object with words of its own is none."""
    found = ENVELOPE.match(head)
    return found.end() if found and not OWN_WORDS.search(found.group()) else 0


def _has_one_a_line(head: bytes) -> bool:
    """JSON Lines: the first line is an object of its own, or both the first and the second begin one."""
    first, _, rest = head.lstrip(b"\x1e \t\r\n").partition(b"\n")
    first = first.rstrip()
    if _is_one_object(first.rstrip(BETWEEN)):
        return True
    opens_both = first.startswith(b"{") and rest.lstrip(b"\x1e \t\r\n").startswith(b'{"')
    return opens_both and len(first) > 1 and not first.endswith((b"[", b"{", b":", b","))


def _is_one_object(line: bytes) -> bool:
    try:
        return [record.data for record in _Splitter().take(line)] == [line]
    except Unreadable:
        return False


class _Splitter:
    """Finds where objects begin and end, by the brackets outside of strings; keeps no more than one object."""

    def __init__(self, enclosed: bool = False) -> None:
        self.is_done = False
        self._enclosed = enclosed
        self._lists = int(enclosed)
        self._depth = 0
        self._in_string = self._is_escaped = False
        self._parts: list[bytes] = []
        self._kept = self.size = self._lines = 0
        self.line = 1

    def skip(self, part: bytes) -> None:
        self.line += part.count(b"\n")

    def take(self, part: bytes) -> Iterator[Record]:
        """Yield the objects that end in this part of the stream."""
        begin, at = 0, int(self._is_escaped)
        self._is_escaped = self._is_escaped and not part
        while not self.is_done and (at := self._next(part, at)) is not None:
            sign = part[at - 1 : at]
            if sign == b"{" and self._depth == 1:
                self._gather(part[begin : at - 1], EXCERPT)
                yield from self._close(begun=False)
                begin = at - 1
            elif sign == b"}" and not self._depth:
                self._gather(part[begin:at], LONGEST_RECORD)
                yield from self._close(begun=True)
                begin = at
        self._gather(part[begin:], LONGEST_RECORD if self._depth else EXCERPT)

    def end(self) -> Iterator[Record]:
        """Yield what stands after the last object, and an empty record where a list does not end."""
        yield from self._close(begun=self._depth > 0)
        if self._lists > 0 and not self._depth:
            yield Record(b"", self.line, 0, begun=False)

    def _next(self, part: bytes, at: int) -> int | None:
        """Go on to behind the next bracket, or return None at the end of the part."""
        while True:
            if self._in_string:
                at = REST_OF_STRING.match(part, at).end()
                if part[at : at + 1] != b'"':
                    self._is_escaped = at < len(part)
                    return None
                self._in_string = False
                at += 1
            if not (token := (BRACE if self._depth else TOKEN).search(part, at)):
                return None
            at = token.end()
            if token.group() == b'"':
                self._in_string = True
            elif self._counts(token.group()):
                return at

    def _counts(self, bracket: bytes) -> bool:
        """Count a bracket; True for one at which an object may begin or end."""
        if bracket == b"{":
            self._depth += 1
            if self._depth > DEEPEST:
                raise Unreadable("no well-formed JSON: nested too deep; the rest is not looked at", self.line)
            return self._depth == 1
        if bracket == b"}":
            self._depth -= 1
            return not self._depth
        if not self._depth:
            self._lists += 1 if bracket == b"[" else -1
            self.is_done = self._enclosed and not self._lists
        return False

    def _gather(self, part: bytes, longest: int) -> None:
        self.size += len(part)
        self._lines += part.count(b"\n")
        if kept := part[: max(longest - self._kept, 0)]:
            self._parts.append(kept)
            self._kept += len(kept)

    def _close(self, begun: bool) -> Iterator[Record]:
        data = b"".join(self._parts)
        if begun or data.strip(BETWEEN + b"[]"):
            yield Record(data, self.line, self.size, begun)
        self.line += self._lines
        self._parts.clear()
        self._kept = self.size = self._lines = 0
