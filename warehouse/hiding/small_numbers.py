"""Which columns of a query count people, and what goes when they are too few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

COUNTED = ("ballots", "denunciations", "officers", "acts")
"""What a column may count: people who voted, denunciations, officers, or acts of the
office, which are exact for those who may see them (`warehouse.rights`)."""


@dataclass(frozen=True)
class SmallNumbers:
    """Which columns count people and which figures go when they are too few.

    Attributes:
        counts: Columns with numbers of people; any of them in 1 … k−1 hides the row.
        people: Columns with how many people are behind a count, where the data know
            who a person is; they hide the row as the counts do and are shown nowhere.
        of: What they count, one of `COUNTED`; empty where nothing is counted.
        of_column: Column that says it, where it differs from row to row.
        figures: Columns made empty then, the counts included by themselves.
        lattice: One of `hiding.hidden_lattices.LATTICES`, whose columns the rows have,
            for the cells hidden to protect others; empty outside of them.
        is_alone: No other figure is about the same people, so there is no lattice.
        series: Columns that name a series of rows, if some figures rest on all of it.
        series_anew: Makes those figures anew, of the shown rows alone, in a series
            with a cell hidden in the lattice: a mean less what is shown is what is
            hidden.
        more: Rules for other columns, about other people; they set no state.
    """

    counts: tuple[str, ...]
    people: tuple[str, ...] = ()
    of: str = ""
    of_column: str = ""
    figures: tuple[str, ...] = ()
    lattice: str = ""
    is_alone: bool = False
    series: tuple[str, ...] = ()
    series_anew: Callable[[Sequence[dict[str, Any]]], None] | None = None
    more: tuple[SmallNumbers, ...] = ()
