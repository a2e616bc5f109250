"""Columns typed in an old Vietnamese font beside columns in Unicode.

Names pasted from an old list keep its font; the columns around them do not. Each
column is judged by its own cells, and only what is certain is turned into Unicode: a
column, a heading or a title with too few words to judge goes by the font that others
of the sheet are surely in, where that alone makes words of it. Text must still have
its soft hyphens: TCVN3 draws a letter in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from ingest.files.text import detect_cell_encoding, legacy_cell, vietnamese_share
from warehouse.errors import SpecError

if TYPE_CHECKING:
    from ingest.files.sheet import Row


@dataclass(frozen=True)
class Fonts:
    """What a sheet in Unicode has in an old font.

    Attributes:
        by_column: Font by column of the file, of those surely typed in one.
        alone: Font of single cells that are no words without it.
    """

    by_column: Mapping[int, str] = field(default_factory=dict)
    alone: str | None = None

    def row(self, cells: tuple[str | None, ...]) -> tuple[str | None, ...]:
        """One of the first rows, titles and headings too, in Unicode."""
        if not self.alone and not self.by_column:
            return cells
        return tuple(
            self._cell(cell, self.by_column.get(place)) if cell else cell
            for place, cell in enumerate(cells)
        )

    def column(self, array: pa.Array, place: int) -> pa.Array:
        """A column of cells as read, in Unicode.

        Args:
            array: Strings that still have their soft hyphens.
            place: Column of the file, 0-based.
        """
        font = self.by_column.get(place)
        if font is None:
            return array
        cells = (
            legacy_cell(cell, font) if cell else None for cell in array.to_pylist()
        )
        return pa.array(cells, pa.string())

    def _cell(self, cell: str, font: str | None) -> str:
        # what is words as it stands may be a heading over the column
        if font and vietnamese_share(cell)[0] < 1:
            return legacy_cell(cell, font)
        if self.alone and _is_only_words_in([cell], self.alone):
            return legacy_cell(cell, self.alone)
        return cell


def fonts_of(rows: Iterable[Row]) -> Fonts:
    """What the first rows of a sheet have in an old font.

    Args:
        rows: Rows as read, titles and headings among them.
    """
    cells: dict[int, list[str]] = {}
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell and not cell.isascii():
                cells.setdefault(place, []).append(cell)
    sure = {place: font for place, some in cells.items() if (font := _font(some))}
    left = [c for place, some in cells.items() if place not in sure for c in some]
    odd = [cell for cell in left if vietnamese_share(cell)[0] < 1]
    near = {*sure.values()} or {font for font in [_font(odd)] if font}
    if len(near) != 1:
        return Fonts(sure)
    (alone,) = near
    for place, some in cells.items():
        if place not in sure and _is_only_words_in(some, alone):
            sure[place] = alone
    return Fonts(sure, alone)


def _font(cells: list[str]) -> str | None:
    try:
        return detect_cell_encoding(cells) if cells else None
    except SpecError:
        return None


def _is_only_words_in(cells: Sequence[str], font: str) -> bool:
    """Whether texts that are no Vietnamese words as they stand are so in a font."""
    as_is = "\n".join(cells)
    turned = "\n".join(legacy_cell(cell, font) for cell in cells)
    share = vietnamese_share(turned)[0]
    return share == 1.0 and vietnamese_share(as_is)[0] < share
