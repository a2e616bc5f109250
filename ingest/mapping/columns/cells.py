"""What stands in the cells of a chunk, read once for all who ask.

Most rules are in doubt in no row of most chunks: where no cell of a column begins like
an error, or each of its few texts is known, nothing more is asked of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.columns import may_begin
from ingest.values.cell_errors import ERROR_LEADS
from ingest.values.float_codes import FLOAT_END

MAX_TEXTS = 2_000
"""A column of more distinct texts is asked by the database."""


class Cells:
    """The text columns of a chunk, `c0`, `c1` … as the reader gives them."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows
        self._counted: dict[str, pa.Table] = {}

    def counted(self, column: str) -> pa.Table:
        """The distinct texts of a column, NULL among them.

        Returns:
            `text`, and `n`: in how many rows it stands.
        """
        if column not in self._counted:
            found = pc.value_counts(self._rows.column(column))
            self._counted[column] = pa.table(
                {"text": found.field("values"), "n": found.field("counts")}
            )
        return self._counted[column]

    def texts(self, column: str) -> Sequence[str] | None:
        """The distinct texts of a column, "" for empty; None if there are many."""
        found = self.counted(column)
        if found.num_rows > MAX_TEXTS:
            return None
        return [text or "" for text in found.column("text").to_pylist()]

    def may_hold_errors(self, column: str) -> bool:
        """Whether a cell may be an error, as `may_be_error_sql` asks it of each."""
        chunks = self._rows.column(column).chunks
        return any(may_begin(chunk, ERROR_LEADS) for chunk in chunks)

    def may_hold_floats(self, column: str) -> bool:
        """Whether a cell may be a code that became a number with decimals."""
        is_end = pc.ends_with(self._rows.column(column), pattern=FLOAT_END)
        return bool(pc.any(is_end).as_py())
