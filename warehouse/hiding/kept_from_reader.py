"""Cells of waves that a reader does not read: to that reader they are not there.

A hidden cell of a wave that waits would tell which of its units are small, laid over a
row of zeros that stands where the wave is.
"""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_lattices import LATTICES
from warehouse.hiding.hidden_waves import Row

_WAVES = ("wave_code", "before_wave", "after_wave")
_OF_SURVEYS = ("gap", "check")
"""Lattices whose periods are those of surveys; of others they are everybody's."""


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
