"""Which columns of a query count people, and what goes when they are too few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SmallNumbers:
    """Which columns count people and which figures go when they are too few.

    Attributes:
        counts: Columns with numbers of people; any of them in 1 … k−1 hides the row.
        figures: Columns made empty then, the counts included by themselves.
        lattice: One of `hiding.hidden_lattices.LATTICES`, whose columns the rows have,
            for the cells hidden to protect others; empty outside of them.
        is_list: The rows add up to a total shown elsewhere: one is not hidden alone.
        series: Columns that name a series of rows, if some figures rest on all of it.
        series_anew: Makes those figures anew, of the shown rows alone, in a series
            with a cell hidden in the lattice: a mean less what is shown is what is
            hidden.
        more: Rules for other columns, about other people; they set no state.
    """

    counts: tuple[str, ...]
    figures: tuple[str, ...] = ()
    lattice: str = ""
    is_list: bool = False
    series: tuple[str, ...] = ()
    series_anew: Callable[[Sequence[dict[str, Any]]], None] | None = None
    more: tuple[SmallNumbers, ...] = ()
