"""Rows and columns of a sheet nobody sees: under a filter, a closed group, by hand.

They are data like any other and are read; who loads the file must know that they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

MAX_ROWS = 1_000
"""Hidden rows kept by their place: enough to know those above the headings."""


@dataclass
class HiddenPlaces:
    """What is hidden in one sheet, all counted from 0.

    Attributes:
        n_rows: Hidden rows that hold something.
        rows: The first of these.
        columns: Hidden columns, filled or not.
    """

    n_rows: int = 0
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)

    def add_row(self, row: int) -> None:
        """Takes in a hidden row that holds something; rows come from the top."""
        self.n_rows += 1
        if len(self.rows) < MAX_ROWS:
            self.rows.append(row)

    def below(self, line: int) -> tuple[int, list[int]]:
        """How many stand below a line, and the lines of the first, both from 1.

        Args:
            line: A line among the first rows of the sheet.
        """
        above = [row for row in self.rows if row < line]
        return self.n_rows - len(above), [row + 1 for row in self.rows[len(above) :]]

    def add_columns(self, columns: Iterable[int]) -> None:
        """Takes in hidden columns."""
        self.columns += columns
