"""The problem files of an import run as one zip archive, written while it is sent."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.problem_files import address_of, located, sources_within
from articles.ingest.containers import WITHIN
from articles.ingest.source import MEGABYTE, Source, Unreadable
from articles.models import ImportRun

MOST_FILES = 1000
MOST_BYTES = 500 * MEGABYTE
MOST_SECONDS = 60
MOST_LISTED = 10_000
LONGEST_PART = 100
AT_ONCE = 64 * 1024
LISTING = "problems.txt"
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*]')

Read = Callable[[int], bytes]


@dataclass(slots=True)
class Packing:
    """The archive as it is written, and the account of it: names in it by address, and what is not in it."""

    archive: zipfile.ZipFile
    room: int = MOST_BYTES
    seconds: float = MOST_SECONDS
    packed: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.room <= 0 or self.seconds <= 0

    def take(self, found: Iterator[tuple[list[str], str, Read]]) -> None:
        """Pack what is found, while there is room, and time to look for it."""
        looking = monotonic()
        for wanted, address, read in found:
            self.seconds -= monotonic() - looking
            if self.is_full:
                return
            if wanted:
                self.packed |= dict.fromkeys(wanted, self._add(address, read))
            looking = monotonic()

    def _add(self, address: str, read: Read) -> str:
        entry = zipfile.ZipInfo(_distinct(safe_name(address), {LISTING, *self.packed.values()}))
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as target, suppress(Unreadable):
            while part := read(AT_ONCE):
                if self.room <= 0:
                    self.cut.add(entry.filename)
                    break
                target.write(part)
                self.room -= len(part)
        return entry.filename


def pack(run: ImportRun, reason: str, out: BinaryIO) -> None:
    """Write the problem files of a run, or those with a reason, and a listing that says what is not among them."""
    problems = run.problems.filter(reason=reason) if reason else run.problems.all()
    files = problems.order_by("file").values_list("file", flat=True).distinct()
    addresses = list(files[:MOST_FILES])
    with zipfile.ZipFile(_Stream(out), "w", zipfile.ZIP_DEFLATED) as archive:
        packing = Packing(archive)
        _pack_all(addresses, run, packing)
        archive.writestr(LISTING, _listing(run, problems, packing, max(0, files.count() - MOST_FILES)))


def _pack_all(addresses: list[str], run: ImportRun, packing: Packing) -> None:
    together: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        together[located(address, run)].append(address)
    for path, wanted in together.items():
        if path and not packing.is_full:
            with suppress(OSError):  # gone, or not to be read: it is told as missing
                packing.take(_contents(path, wanted, run))
        unpacked = [address for address in wanted if address not in packing.packed]
        (packing.left_out if path and packing.is_full else packing.missing).extend(unpacked)


def _contents(path: str, wanted: list[str], run: ImportRun) -> Iterator[tuple[list[str], str, Read]]:
    """The file itself, as it lies on the disk, and the members of it that are wanted."""
    address = address_of(path, run)
    members = [each for each in wanted if each != address]
    if address in wanted:
        with open(path, "rb") as file:
            yield [address], address, file.read
    if members:
        for found, source in sources_within(path, address, members):
            if isinstance(source, Source):
                yield found, source.address, source.stream.read


# --- Names


def safe_name(address: str) -> str:
    """Return a name for a member that leads nowhere: no root, no way up, nothing a file system refuses."""
    parts = address.replace("\\", "/").replace(WITHIN, "/").split("/")
    safe = [UNSAFE.sub("_", part).strip(" .")[-LONGEST_PART:] for part in parts]
    return "/".join(part for part in safe if part) or "_"


def _distinct(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".") if "." in name.rpartition("/")[2] else (name, "", "")
    number, distinct = 2, name
    while distinct in taken:
        distinct, number = f"{stem} ({number}){dot}{ending}", number + 1
    return distinct


# --- The listing


def _listing(run: ImportRun, problems: QuerySet, packing: Packing, beyond: int) -> str:
    lines = [_("Problem files of import run %(number)s") % {"number": run.pk}, ""]
    told = defaultdict(list)
    for file, line, reason in problems.order_by("file", "line").values_list("file", "line", "reason")[:MOST_LISTED]:
        told[file].append(_("line %(line)s: %(reason)s") % {"line": line, "reason": reason} if line else reason)
    lines += _part(_("In this archive"), packing.packed, told, packing)
    lines += _part(_("Not there any more, or not to be taken out of its archive"), packing.missing, told, packing)
    lines += _part(_("Left out, since it would be too much at once"), packing.left_out, told, packing)
    if beyond:
        more = ngettext("%(count)s more file is left out, too.", "%(count)s more files are left out, too.", beyond)
        lines += [more % {"count": beyond}]
    return "\n".join(lines)


def _part(title: str, addresses: list[str] | dict[str, str], told: dict[str, list[str]], packing: Packing) -> list[str]:
    lines = [title, ""] if addresses else []
    for address in addresses:
        name = packing.packed.get(address)
        if name:
            lines.append(_("%(name)s (cut off: too large)") % {"name": name} if name in packing.cut else name)
        lines += [f"    {each}" for each in (address, *told[address])] + [""]
    return lines


class _Stream(io.RawIOBase):
    """Where a zip archive can be written to, but not looked back in."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def writable(self) -> bool:
        return True

    def write(self, part: bytes) -> int:
        return self.out.write(part)

    def flush(self) -> None:
        self.out.flush()
