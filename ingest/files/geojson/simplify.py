"""Borders with fewer points, without gaps or overlaps between neighbours.

A border that two units share is one line: rings are cut where borders meet, each piece
is simplified once, and both neighbours take it (as in TopoJSON). The rule for a piece
is that of Douglas and Peucker (1973): points nearer to the line than a tolerance go.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from ingest.files.geojson.rings import Point, Ring, signed_area

MOST_POINTS = 20_000
"""Points of all borders together; a page sends about 20 bytes for each."""
FINEST = 1_500
"""Parts of the map's extent that the first tolerance is one of: a dot of a screen."""

Arc = tuple[Point, ...]


def simplified(units: Sequence[Sequence[Ring]]) -> list[list[Ring]]:
    """The rings of each unit with no more points than a screen can show.

    Args:
        units: Rings of each unit on the grid; no unit is without one.
    """
    meetings = _meetings(units)
    pieces = [[_arcs(ring, meetings) for ring in rings] for rings in units]
    tolerance = _extent(units) / FINEST
    while True:
        found = _at(units, pieces, tolerance)
        n_points = sum(len(ring) for rings in found for ring in rings)
        if n_points <= MOST_POINTS or tolerance > _extent(units):
            return found
        tolerance *= 1.5


def _extent(units: Sequence[Sequence[Ring]]) -> float:
    points = np.array([p for rings in units for ring in rings for p in ring])
    return float(np.ptp(points, axis=0).max())


def _meetings(units: Iterable[Iterable[Ring]]) -> set[Point]:
    """Points from which borders go on in more than two directions."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for rings in units:
        for ring in rings:
            for one, next_ in zip(ring, (*ring[1:], ring[0]), strict=True):
                beside[one].add(next_)
                beside[next_].add(one)
    return {point for point, others in beside.items() if len(others) > 2}


def _arcs(ring: Ring, meetings: set[Point]) -> list[Arc]:
    """The ring cut where borders meet; one that meets none is cut at its ends."""
    cuts = [place for place, point in enumerate(ring) if point in meetings]
    if len(cuts) < 2:
        cuts = sorted({*cuts, *_ends(ring, cuts)})
    closed = ring + ring[: cuts[0] + 1]
    stops = [*cuts, len(ring) + cuts[0]]
    return [closed[a : b + 1] for a, b in itertools.pairwise(stops)]


def _ends(ring: Ring, cuts: Sequence[int]) -> tuple[int, int]:
    """Its least point, or where it is cut, and the one farthest from there.

    Chosen by the points alone, so that a hole and what lies in it are cut alike.
    """
    first = cuts[0] if cuts else ring.index(min(ring))
    x, y = ring[first]
    far = max(
        ring, key=lambda point: ((point[0] - x) ** 2 + (point[1] - y) ** 2, point)
    )
    return first, ring.index(far)


def _at(
    units: Sequence[Sequence[Ring]],
    pieces: Sequence[Sequence[Sequence[Arc]]],
    tolerance: float,
) -> list[list[Ring]]:
    known: dict[Arc, Arc] = {}
    found = []
    for rings, cut in zip(units, pieces, strict=True):
        areas = [abs(signed_area(ring)) for ring in rings]
        least = min(tolerance**2, max(areas))
        found.append(
            [
                _joined([_thinned(arc, tolerance, known) for arc in arcs]) or ring
                for ring, arcs, area in zip(rings, cut, areas, strict=True)
                if area >= least
            ]
        )
    return found


def _joined(arcs: Iterable[Arc]) -> Ring | None:
    """A ring of its pieces; None where too little is left to be an area."""
    ring = tuple(point for arc in arcs for point in arc[:-1])
    return ring if len(ring) > 2 and signed_area(ring) else None


def _thinned(arc: Arc, tolerance: float, known: dict[Arc, Arc]) -> Arc:
    """The piece simplified, the same in both directions."""
    forward = min(arc, arc[::-1])
    if forward not in known:
        known[forward] = _douglas_peucker(forward, tolerance)
    thin = known[forward]
    return thin if forward == arc else thin[::-1]


def _douglas_peucker(arc: Arc, tolerance: float) -> Arc:
    points = np.array(arc, dtype=np.float64)
    is_kept = np.zeros(len(arc), dtype=bool)
    is_kept[[0, -1]] = True
    open_ = [(0, len(arc) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        far = int(away.argmax())
        if away[far] > tolerance:
            middle = first + 1 + far
            is_kept[middle] = True
            open_ += [(first, middle), (middle, last)]
    return tuple(point for point, kept in zip(arc, is_kept, strict=True) if kept)


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distances of points from the line through two others, or from their one place."""
    way = end - start
    length = float(np.hypot(*way))
    beside = points - start
    if length == 0:
        return np.asarray(np.hypot(beside[:, 0], beside[:, 1]))
    return np.asarray(np.abs(way[0] * beside[:, 1] - way[1] * beside[:, 0]) / length)
