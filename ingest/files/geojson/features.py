"""The features of a GeoJSON file: checked, or refused with the feature named.

The form is RFC 7946: a FeatureCollection whose positions are longitude and latitude
in degrees (WGS 84).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.files.geojson.rings import Ring, as_ring, signed_area
from warehouse.errors import UnreadableFileError

MAX_BYTES = 32 << 20
MAX_FEATURES = 5_000
MOST_DEGREES = (180.0, 90.0)
_WGS_84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_AGAIN = "export the borders again as GeoJSON in WGS 84, and deliver the file again"
_CUT = "split the file by district, or simplify it in the mapping program, and deliver"


@dataclass(frozen=True)
class Feature:
    """One feature.

    Attributes:
        properties: What the file says of it, as text; None where it says nothing.
        rings: Its rings on the grid of `rings.py`; outer ones run anticlockwise,
            holes clockwise, as RFC 7946 wants.
    """

    properties: dict[str, str | None]
    rings: tuple[Ring, ...]


def read_features(path: Path, name: str) -> list[Feature]:
    """Reads all features of a file.

    Args:
        path: The file.
        name: Its name, for messages.

    Raises:
        UnreadableFileError: It is too big, is no such file, contradicts itself, or a
            feature is no polygon or lies outside the world.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        rule = f"a file of borders has at most {MAX_BYTES >> 20} MB"
        raise UnreadableFileError(name, f"{size >> 20} MB", rule, _CUT)
    document = _document(path, name)
    found = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(found, list):
        what = str(document.get("type"))[:40]
        rule = "a JSON file is read as a GeoJSON FeatureCollection only"
        raise UnreadableFileError(name, what, rule, _AGAIN)
    _check_system(document, name)
    if not 0 < len(found) <= MAX_FEATURES:
        rule = f"a file of borders has from 1 to {MAX_FEATURES} features"
        raise UnreadableFileError(name, len(found), rule, _CUT)
    return [_feature(one, name, n) for n, one in enumerate(found, 1)]


def _document(path: Path, name: str) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_such_number
        )
    except UnicodeDecodeError as error:
        rule = "a JSON file is written in UTF-8"
        raise UnreadableFileError(name, f"byte {error.start}", rule, _AGAIN) from error
    except (ValueError, RecursionError) as error:
        rule = "the file is no whole JSON that agrees with itself"
        raise UnreadableFileError(name, str(error)[:200], rule, _AGAIN) from error
    return document if isinstance(document, dict) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return found


def _no_such_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def _check_system(document: dict[str, Any], name: str) -> None:
    """Older files name their system of coordinates; only that of the RFC is read."""
    crs = document.get("crs")
    if crs is not None and not any(code in json.dumps(crs) for code in _WGS_84):
        rule = "coordinates are longitude and latitude in WGS 84"
        raise UnreadableFileError(name, json.dumps(crs)[:80], rule, _AGAIN)


def _feature(one: Any, name: str, number: int) -> Feature:
    properties = one.get("properties") if isinstance(one, dict) else None
    texts = {
        str(key).strip(): _text(value)
        for key, value in (properties if isinstance(properties, dict) else {}).items()
    }
    called = next((text for text in texts.values() if text), "")
    where = f"{name}, feature {number} {called[:60]}".rstrip()
    geometry = one.get("geometry") if isinstance(one, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        rule = "a border is a Polygon or a MultiPolygon"
        step = "leave out what is no area, and deliver the file again"
        raise UnreadableFileError(where, str(kind)[:40], rule, step)
    parts = geometry.get("coordinates")
    polygons = [parts] if kind == "Polygon" else parts
    return Feature(texts, tuple(_rings(polygons, where)))


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:.0f}" if isinstance(value, float) and value % 1 == 0 else str(value)


def _rings(polygons: object, where: str) -> Iterable[Ring]:
    n_rings = 0
    for polygon in _listed(polygons, where):
        for place, positions in enumerate(_listed(polygon, where)):
            n_rings += 1
            yield _ring(positions, where, is_hole=place > 0)
    if not n_rings:
        raise _not_closed(where, 0)


def _listed(value: object, where: str) -> Sequence[Any]:
    if not isinstance(value, list):
        rule = "coordinates of a border are lists of positions"
        raise UnreadableFileError(where, str(value)[:40], rule, _AGAIN)
    return value


def _ring(value: object, where: str, *, is_hole: bool) -> Ring:
    positions = [_position(one, where) for one in _listed(value, where)]
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise _not_closed(where, len(positions))
    ring = as_ring(positions)
    area = signed_area(ring)
    if area == 0:
        rule = "a border encloses an area"
        raise UnreadableFileError(where, len(positions), rule, _AGAIN)
    is_clockwise = area < 0
    return ring if is_clockwise == is_hole else ring[::-1]


def _not_closed(where: str, n: int) -> UnreadableFileError:
    rule = "a ring has four positions or more, and ends where it began"
    return UnreadableFileError(where, n, rule, _AGAIN)


def _position(one: object, where: str) -> tuple[float, float]:
    if isinstance(one, list) and len(one) >= 2:
        pair = one[0], one[1]
        if all(type(number) in (int, float) for number in pair):
            if all(abs(n) <= most for n, most in zip(pair, MOST_DEGREES, strict=True)):
                return pair
            rule = "longitudes are -180 to 180 and latitudes -90 to 90 degrees"
            value = f"{pair[0]:.6g}, {pair[1]:.6g}"
            raise UnreadableFileError(where, value, rule, _AGAIN)
    rule = "a position is two numbers, longitude and latitude"
    raise UnreadableFileError(where, str(one)[:40], rule, _AGAIN)
