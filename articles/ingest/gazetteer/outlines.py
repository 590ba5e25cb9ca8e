"""Derive the map's outlines from Natural Earth's countries, as the npm package world-atlas holds them.

Run by hand, once: `python -m articles.ingest.gazetteer.outlines countries-50m.json`. It writes
`static/map/countries.json`: the land, and the borders between countries, as GeoJSON. The lines are thinned as
Visvalingam does, the point that makes the smallest triangle first, each arc by itself, so that neighbours still meet.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from math import cos, radians
from pathlib import Path

OUTLINES = Path(__file__).resolve().parents[3] / "static" / "map" / "countries.json"

# Square degrees, at the equator: a triangle smaller than this does not bend a line, an island smaller is left out.
_SMALLEST_BEND = 0.01
_SMALLEST_ISLAND = 0.02
# Where hardly anything is filed from, lines are thinned ten times as much.
_INHABITED = (-56, 66)
_DECIMALS = 2
_EDGE = -85.0

Point = tuple[float, float]
Line = list[Point]


def build(atlas: Path) -> None:
    """Write the outlines derived from a TopoJSON file with the objects `countries` and `land`."""
    topology = json.loads(atlas.read_bytes())
    arcs = [_rounded(_thinned(arc)) for arc in _placed(topology)]
    land = [polygon for polygon in _polygons(topology, arcs) if polygon]
    borders = [arcs[number] for number in _shared(topology) if len(arcs[number]) > 1]
    outlines = [
        {"type": "MultiPolygon", "coordinates": land},
        {"type": "MultiLineString", "coordinates": borders},
    ]
    OUTLINES.write_text(json.dumps({"type": "GeometryCollection", "geometries": outlines}, separators=(",", ":")))


def _placed(topology: dict) -> Iterator[Line]:
    """Yield each arc in degrees; TopoJSON writes it as steps on a grid."""
    (width, height), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    for steps in topology["arcs"]:
        x, y, line = 0, 0, []
        for across, up in steps:
            x, y = x + across, y + up
            line.append((x * width + west, y * height + south))
        yield line


def _thinned(line: Line) -> Line:
    """Return the line without the points that bend it least; its ends stay."""
    before = [number - 1 for number in range(len(line))]
    after = [number + 1 for number in range(len(line))]
    bends = [_triangle(*line[number - 1 : number + 2]) for number in range(1, len(line) - 1)]
    heap = [(area, number) for number, area in enumerate(bends, 1)]
    heapq.heapify(heap)
    current = dict(enumerate(bends, 1))
    while heap:
        area, number = heapq.heappop(heap)
        if current.get(number) != area:
            continue
        if area >= _SMALLEST_BEND:
            break
        del current[number]
        left, right = before[number], after[number]
        after[left], before[right] = right, left
        for each in (left, right):
            if each in current:
                # Never less than the bend just taken away, or a long curve would go point by point.
                current[each] = max(area, _triangle(line[before[each]], line[each], line[after[each]]))
                heapq.heappush(heap, (current[each], each))
    return [point for number, point in enumerate(line) if number in current or number in (0, len(line) - 1)]


def _triangle(a: Point, b: Point, c: Point) -> float:
    """The area of a triangle in square degrees as they would be at the equator."""
    flat = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return flat * cos(radians(b[1])) * (1 if _INHABITED[0] < b[1] < _INHABITED[1] else 0.1)


def _rounded(line: Line) -> Line:
    rounded = [(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in line]
    return [point for number, point in enumerate(rounded) if not number or point != rounded[number - 1]]


def _polygons(topology: dict, arcs: list[Line]) -> Iterator[list[Line]]:
    """Yield the land: for each a coast, and the shores of its inland seas."""
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            coast, *shores = ([point for number in ring for point in _directed(arcs, number)] for ring in polygon)
            for part in _within_the_map(coast):
                # Only coasts cross the edge of the map, and those of land that has no inland sea.
                yield [ring for ring in (_closed(part), *map(_closed, shores)) if ring] if _closed(part) else []


def _directed(arcs: list[Line], number: int) -> Line:
    """An arc as a ring refers to it: by its number, or by the complement of it to be walked backwards."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _within_the_map(ring: Line) -> Iterator[Line]:
    """Yield a ring that crosses the 180th meridian in two parts, any other as it is."""
    walked = [ring[0]]
    for x, y in ring[1:]:
        walked.append((x + 360 * round((walked[-1][0] - x) / 360), y))
    if walked[0][0] != walked[-1][0]:  # around the pole
        walked += [(walked[-1][0], _EDGE), (walked[0][0], _EDGE)]
    for turn in (-360, 0, 360):
        turned = [(x + turn, y) for x, y in walked]
        if min(turned)[0] < 180 and max(turned)[0] > -180:
            part = _cut(_cut(turned, 180, 1), -180, -1)
            if part:
                yield part


def _cut(ring: Line, meridian: float, side: int) -> Line:
    """Return what of a ring lies west (1) or east (-1) of a meridian."""
    kept: Line = []
    for (x, y), (to_x, to_y) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, inside_next = (meridian - x) * side >= 0, (meridian - to_x) * side >= 0
        if inside:
            kept.append((x, y))
        if inside != inside_next:
            kept.append((meridian, round(y + (to_y - y) * (meridian - x) / (to_x - x), _DECIMALS)))
    return kept


def _closed(ring: Line) -> Line:
    """Return the ring with its first point again at its end, or nothing if it holds too little to be seen."""
    ring = ring if ring[0] == ring[-1] else [*ring, ring[0]]
    pairs = zip(ring, ring[1:], strict=False)
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
    if len(ring) < 4 or area * cos(radians(ring[0][1])) < _SMALLEST_ISLAND:
        return []
    return ring


def _shared(topology: dict) -> list[int]:
    """Return the numbers of the arcs that two countries have in common: the borders on land."""
    used = Counter(
        number if number >= 0 else ~number
        for country in topology["objects"]["countries"]["geometries"]
        for number in _numbers(country["arcs"])
    )
    return sorted(number for number, countries in used.items() if countries > 1)


def _numbers(arcs: Iterable) -> Iterator[int]:
    for each in arcs:
        if isinstance(each, int):
            yield each
        else:
            yield from _numbers(each)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
