"""Rings on a grid of whole steps, so that neighbours share their points exactly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

STEP = 1e-4
"""One step of the grid in degrees: 11 m, a fraction of a dot on any screen."""
DECIMALS = 4

Point = tuple[int, int]
Ring = tuple[Point, ...]
"""Points in order, the first not repeated at the end."""


def as_ring(positions: Sequence[tuple[float, float]]) -> Ring:
    """Positions in degrees, the last as the first, as points of the grid."""
    points: list[Point] = []
    for longitude, latitude in positions:
        point = round(longitude / STEP), round(latitude / STEP)
        if not points or point != points[-1]:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return tuple(points)


def signed_area(ring: Ring) -> float:
    """Area in squares of the grid, positive where the ring runs anticlockwise.

    The shoelace formula: half the sum of cross products of following points.
    """
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in pairs) / 2


def outline_text(rings: Iterable[Ring]) -> str:
    """Rings in degrees as JSON: `[[[longitude, latitude], …], …]`."""
    listed = [
        [[round(x * STEP, DECIMALS), round(y * STEP, DECIMALS)] for x, y in ring]
        for ring in rings
    ]
    return json.dumps(listed, separators=(",", ":"))
