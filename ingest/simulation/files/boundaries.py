"""Writes invented borders of communes, before and after the reform, as GeoJSON.

Each district is a square of four by four old communes, walked to and fro, so that the
communes merged into one lie side by side. A new commune's border is what is left of
its old ones' when the lines between them go.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from ingest.simulation.places import FIRST_NEW, FIRST_OLD, OLD_PER_DISTRICT
from ingest.simulation.world import World

SIDE, WIDE, HIGH = 4, 16, 12
# South-western square of each district: three, four and three in a row.
DISTRICTS = (
    *((2, 0), (6, 0), (10, 0)),
    *((0, 4), (4, 4), (8, 4), (12, 4)),
    *((2, 8), (6, 8), (10, 8)),
)
WEST, SOUTH, CELL = 106.0, 20.0, 0.06
BENDS = 6
"""Bends of the line between two corners."""

Corner = tuple[int, int]
Position = tuple[float, float]
Edge = tuple[Corner, Corner]


def write_boundaries(world: World, folder: Path) -> list[Path]:
    """Writes one file for each list of units and returns their paths."""
    lines = _Lines(world.rng(80))
    cells = [[place] for place in range(FIRST_NEW - FIRST_OLD)]
    links = world.places.links
    largest: dict[int, tuple[float, int]] = {}
    for old, new, weight in zip(links.old, links.new, links.weight, strict=True):
        part = (float(weight), int(new))
        largest[int(old)] = max(largest.get(int(old), part), part)
    merged: dict[int, list[int]] = {}
    for old, (_, new) in sorted(largest.items()):
        merged.setdefault(new, []).append(old - FIRST_OLD)
    units = world.places.units
    codes = [str(code) for code in units["unit_code"]]
    names = [str(name) for name in units["unit_name"]]
    before = [
        {"Tên đơn vị": names[FIRST_OLD + n], "geometry": lines.around(cell)}
        for n, cell in enumerate(cells)
    ]
    after = [
        {
            "Mã đơn vị": codes[new],
            "Tên đơn vị": names[new],
            "geometry": lines.around(merged[new]),
        }
        for new in sorted(merged)
    ]
    return [
        _write(folder / "21_ranh_gioi_MO_PHONG_20250630.geojson", before),
        _write(folder / "22_ranh_gioi_MO_PHONG_20250701.geojson", after),
    ]


def _corner(place: int) -> Corner:
    """South-western corner of an old commune's square."""
    district, number = divmod(place, OLD_PER_DISTRICT)
    row, column = divmod(number, SIDE)
    column = column if row % 2 == 0 else SIDE - 1 - column
    west, south = DISTRICTS[district]
    return west + column, south + row


class _Lines:
    """Bent lines between the corners of the squares, each drawn once."""

    def __init__(self, rng: np.random.Generator) -> None:
        corners = (WIDE + 1, HIGH + 1)
        self._moved = rng.normal(0, 0.13, (*corners, 2)).clip(-0.3, 0.3)
        self._bent = rng.normal(0, 0.035, (*corners, 2, BENDS, 2))

    def around(self, places: Iterable[int]) -> list[list[Position]]:
        """Rings around squares taken together, closed, anticlockwise outside."""
        edges: dict[Edge, None] = {}
        for place in places:
            x, y = _corner(place)
            ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            for one, next_ in itertools.pairwise(ring):
                if (next_, one) in edges:
                    del edges[next_, one]
                else:
                    edges[one, next_] = None
        return [self._drawn(ring) for ring in _rings(edges)]

    def _drawn(self, corners: list[Corner]) -> list[Position]:
        found: list[Position] = []
        for one, next_ in zip(corners, [*corners[1:], corners[0]], strict=True):
            found += self._line(one, next_)
        return [*found, found[0]]

    def _line(self, one: Corner, next_: Corner) -> list[Position]:
        """From one corner up to, and without, the next."""
        if next_ < one:
            back = self._line(next_, one)
            return [self._at(*one), *reversed(back[1:])]
        start, end = (np.array(c) + self._moved[c] for c in (one, next_))
        is_up = int(next_[1] > one[1])
        bends = self._bent[one[0], one[1], is_up]
        shares = np.arange(1, BENDS + 1)[:, None] / (BENDS + 1)
        points = start + (end - start) * shares + bends
        return [self._at(*one), *(_degrees(point) for point in points)]

    def _at(self, x: int, y: int) -> Position:
        return _degrees(np.array((x, y)) + self._moved[x, y])


def _degrees(point: np.ndarray) -> Position:
    x, y = point.tolist()
    return round(WEST + CELL * x, 6), round(SOUTH + CELL * y, 6)


def _rings(edges: Iterable[Edge]) -> list[list[Corner]]:
    """The edges end to end."""
    following = dict(list(edges))
    rings = []
    while following:
        start, at = following.popitem()
        ring = [start]
        while at != start:
            ring.append(at)
            at = following.pop(at)
        rings.append(ring)
    return rings


def _write(path: Path, units: Iterable[Mapping[str, object]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {k: v for k, v in unit.items() if k != "geometry"},
            "geometry": {"type": "Polygon", "coordinates": unit["geometry"]},
        }
        for unit in units
    ]
    document = {
        "type": "FeatureCollection",
        "name": "Ranh giới MÔ PHỎNG",
        "features": features,
    }
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path
