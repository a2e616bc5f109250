"""Borders of squares side by side as GeoJSON, with bends a screen does not show."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEND = 0.00005
Position = list[float]


def square(x: int, y: int) -> list[Position]:
    """A ring around one square of the lattice, ten points to a side."""
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
    found: list[Position] = []
    for (a, b), (c, d) in itertools.pairwise(corners):
        steps = [(a + (c - a) * n / 10, b + (d - b) * n / 10) for n in range(10)]
        found += [[106 + u + BEND * (n % 2), 20 + v] for n, (u, v) in enumerate(steps)]
    return [*found, found[0]]


def feature(properties: Mapping[str, object], *rings: list[Position]) -> dict[str, Any]:
    """A feature with one polygon."""
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


def write_features(path: Path, *features: object, **more: object) -> Path:
    """Writes a FeatureCollection."""
    document = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path
