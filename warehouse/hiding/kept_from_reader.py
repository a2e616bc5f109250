"""Cells of waves that a reader does not read: to that reader they are not there.

A hidden cell of a wave that waits would tell which of its units are small, laid over a
row of zeros that stands where the wave is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_lattices import LATTICES
from warehouse.hiding.hidden_waves import Row

_WAVES = ("wave_code", "before_wave", "after_wave")
_OF_SURVEYS = ("gap", "check")
"""Lattices whose periods are those of surveys; of others they are everybody's."""
_MOST_KNOWN = 8


class CellsRead:
    """Hidden cells by what is kept from a reader, found once for all clicks."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], frozenset[Cell]] = {}

    def without(
        self, build_id: str, hidden: frozenset[Cell], kept: Sequence[Row]
    ) -> frozenset[Cell]:
        """The hidden cells of a build as `without_kept` gives them."""
        key = (build_id, *(str(row["wave_code"]) for row in kept))
        cells = self._found.get(key)
        if cells is None:
            if len(self._found) >= _MOST_KNOWN:
                self._found.clear()
            cells = self._found[key] = without_kept(hidden, kept)
        return cells


def without_kept(hidden: frozenset[Cell], kept: Iterable[Row]) -> frozenset[Cell]:
    """The hidden cells without those of waves that are kept from a reader.

    Args:
        hidden: Hidden cells of a build.
        kept: wave_code and period of these waves.
    """
    rows = list(kept)
    if not rows:
        return hidden
    waves = {row["wave_code"] for row in rows}
    periods = {row["period"] for row in rows}
    places = {
        lattice: [
            (nth, waves if column in _WAVES else periods)
            for nth, column in enumerate(columns, start=1)
            if column in _WAVES or (column == "period" and lattice in _OF_SURVEYS)
        ]
        for lattice, columns in LATTICES.items()
    }
    return frozenset(
        cell
        for cell in hidden
        if not any(cell[nth] in gone for nth, gone in places[cell[0]])
    )
