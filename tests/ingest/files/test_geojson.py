"""Borders: simplified without gaps, and refused with the feature and the rule named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.files.geojson import features
from ingest.files.geojson.rings import signed_area
from ingest.files.geojson.simplify import simplified
from ingest.files.open import open_tables
from tests.ingest.files.borders import feature, square, write_features
from warehouse.errors import UnreadableFileError

Outline = list[list[list[float]]]
NAMED = {"Mã đơn vị": "00001", "Tên đơn vị": "Xã An"}
RING = square(0, 0)


def outlines(path: Path) -> list[Outline]:
    (table,) = open_tables(path)
    assert table.headings[-1] == "geometry"
    return [
        json.loads(text)
        for batch in table.batches()
        for text in batch.column(batch.num_columns - 1).to_pylist()
    ]


def test_a_feature_is_a_row_with_its_properties(tmp_path: Path) -> None:
    more = {**NAMED, "Dân số": 1200.0, "Ghi chú": None}
    path = write_features(tmp_path / "a.geojson", feature(more, RING))
    (table,) = open_tables(path)
    (batch,) = table.batches()
    (row,) = batch.to_pylist()
    assert table.headings == (*more, "geometry")
    assert [row[f"c{i}"] for i in range(4)] == ["00001", "Xã An", "1200", None]
    assert row["line"] == 2


def test_neighbours_keep_one_line_and_lose_the_points_nobody_sees(
    tmp_path: Path,
) -> None:
    places = [(x, y) for x in range(3) for y in range(3)]
    path = write_features(
        tmp_path / "a.geojson",
        *(feature({"name": f"{x}{y}"}, square(x, y)) for x, y in places),
    )
    found = [ring for outline in outlines(path) for ring in outline]
    assert max(map(len, found)) <= 8 < len(RING)
    edges = [
        (tuple(a), tuple(b))
        for ring in found
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    alone = [edge for edge in edges if edge[::-1] not in edges]
    # a line that no neighbour has runs along the edge of the whole
    assert all(
        any(
            round(a[i]) == round(b[i]) in (low, low + 3)
            for i, low in ((0, 106), (1, 20))
        )
        for a, b in alone
    )
    assert len(edges) - len(alone) >= 24


def test_a_hole_and_what_lies_in_it_stay_one_line() -> None:
    outer = ((0, 0), (900, 0), (900, 900), (0, 900))
    inner = ((300, 300), (450, 301), (600, 300), (600, 600), (300, 600))
    around, within = simplified([[outer, inner[::-1]], [inner]])
    assert set(around[1]) == set(within[0])
    assert signed_area(around[1]) == -signed_area(within[0])
    assert (450, 301) in within[0] or len(within[0]) == 4


def test_a_map_has_no_more_points_than_a_page_can_carry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.files.geojson.simplify.MOST_POINTS", 12)
    jagged = [(x, 40 * (x % 2)) for x in range(0, 300, 3)]
    found = simplified([[(*jagged, (300, 300), (0, 300))]])
    assert sum(len(ring) for rings in found for ring in rings) <= 12


@pytest.mark.parametrize(
    ("spoilt", "value", "rule"),
    [
        ({"type": "Point", "coordinates": [106, 20]}, "Point", "MultiPolygon"),
        (None, "None", "MultiPolygon"),
        (
            {"type": "Polygon", "coordinates": [[[560000, 2210000], *RING]]},
            "560000, 2.21e+06",
            "-180 to 180",
        ),
        ({"type": "Polygon", "coordinates": [RING[:-1]]}, 40, "ends where it began"),
        ({"type": "Polygon", "coordinates": []}, 0, "ends where it began"),
        ({"type": "Polygon", "coordinates": [["106", "20"]]}, "106", "two numbers"),
        ({"type": "Polygon", "coordinates": {"a": 1}}, "{'a': 1}", "lists"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[106, 20], [107, 20]] * 2 + [[106, 20]]],
            },
            5,
            "encloses",
        ),
    ],
)
def test_a_feature_that_is_no_border_is_named(
    tmp_path: Path, spoilt: Any, value: object, rule: str
) -> None:
    bad = {**feature(NAMED, RING), "geometry": spoilt}
    path = write_features(tmp_path / "a.geojson", feature(NAMED, RING), bad)
    with pytest.raises(UnreadableFileError) as caught:
        outlines(path)
    error = caught.value
    assert error.thing.endswith("a.geojson, feature 2 00001")
    assert (error.value, rule in error.rule) == (value, True)
    assert error.in_words("vi") != error.message


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{"type": "FeatureCollection", "features": [', "agrees with itself"),
        ('{"type": "FeatureCollection", "type": "Point"}', "agrees with itself"),
        ('{"type": "FeatureCollection", "features": NaN}', "agrees with itself"),
        ('{"a":' * 100_000, "agrees with itself"),
        ('{"type": "Topology", "objects": {}}', "FeatureCollection only"),
        ('{"type": "FeatureCollection", "features": []}', "1 to 5000"),
        (
            '{"type": "FeatureCollection", "features": [1],'
            ' "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3405"}}}',
            "WGS 84",
        ),
        ('{"type": "Xã"}', "UTF-8"),
    ],
)
def test_a_file_that_is_no_map_is_refused_whole(
    tmp_path: Path, text: str, rule: str
) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(text.encode("latin-1" if rule == "UTF-8" else "utf-8"))
    with pytest.raises(UnreadableFileError, match=rule):
        outlines(path)


def test_a_file_too_big_and_one_without_names_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_features(tmp_path / "a.geojson", feature({}, RING))
    with pytest.raises(UnreadableFileError, match="name their unit"):
        outlines(path)
    monkeypatch.setattr(features, "MAX_BYTES", 1 << 8)
    path = write_features(tmp_path / "b.geojson", feature(NAMED, RING))
    with pytest.raises(UnreadableFileError, match="at most 0 MB"):
        outlines(path)
