"""A GeoJSON file as a sheet of text: its properties, and the border of each feature."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from ingest.files.column_fonts import Fonts
from ingest.files.columns import clean, slices
from ingest.files.geojson.features import Feature, read_features
from ingest.files.geojson.rings import outline_text
from ingest.files.geojson.simplify import simplified
from ingest.files.hidden_places import HiddenPlaces
from ingest.files.sheet import USUAL_DAY_ZERO, Row
from ingest.files.tables import MAX_BATCH_ROWS
from warehouse.errors import UnreadableFileError

BORDER = "geometry"
"""Heading of the borders: RFC 7946's own word for them."""
HEAD_ROWS = 20


class GeojsonGrid:
    """The features of a file; line 1 are the names of their properties.

    Args:
        path: The file.
        name: Its name, for messages.
        sheet: "", or the member's name inside an archive.
    """

    encoding = "utf-8"
    delimiter: str | None = None
    merged: tuple[()] = ()
    unread: tuple[()] = ()
    is_unseen = False
    hidden = HiddenPlaces()
    day_zero = USUAL_DAY_ZERO
    fonts = Fonts()

    def __init__(self, path: Path, name: str, sheet: str) -> None:
        self.sheet = sheet
        self._path, self._name = path, name

    @cached_property
    def head(self) -> list[Row]:
        """The headings and the first features, their borders in one word."""
        rows = [Row(1, 1, (*self._headings, BORDER))]
        for line, feature in enumerate(self._features[:HEAD_ROWS], 2):
            cells = [feature.properties.get(name) for name in self._headings]
            rows.append(Row(line, line, (*cells, "Polygon")))
        return rows

    def batches(self, after_line: int, width: int) -> Iterator[pa.RecordBatch]:
        """All features below a line; see `ingest.files.tables.Grid`."""
        columns = [
            clean(
                pa.array([one.properties.get(h) for one in self._features], pa.string())
            )
            for h in self._headings
        ]
        units = simplified([feature.rings for feature in self._features])
        columns.append(pa.array(map(outline_text, units), pa.string()))
        lines = pa.array(range(2, len(self._features) + 2), pa.int64())
        for batch in slices(lines, columns, MAX_BATCH_ROWS):
            yield batch.slice(max(0, after_line - 1))

    @cached_property
    def _features(self) -> list[Feature]:
        return read_features(self._path, self._name)

    @cached_property
    def _headings(self) -> list[str]:
        found = dict.fromkeys(name for one in self._features for name in one.properties)
        if not found or BORDER in found or "" in found:
            rule = "features name their unit in properties, none called geometry"
            step = "add the unit's code or name as a property, and deliver it again"
            raise UnreadableFileError(self._name, ", ".join(found)[:80], rule, step)
        return list(found)
