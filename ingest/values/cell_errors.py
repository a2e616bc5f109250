"""What a spreadsheet writes into a cell it could not fill: never a value."""

from __future__ import annotations

import re

from ingest.files.workbooks.marked_cells import CALC_ERROR, ERRORS, UNCALCULATED
from ingest.values.sql_text import quote

ERROR, FORMULA = "error_cell", "formula_cell"
"""Rules that such a cell breaks."""
_CALC = re.compile(CALC_ERROR)
ERROR_LEADS = bytes(range(ord("$"))) + b"E"
"""First bytes of all texts of which `may_be_error_sql` is true."""


def broken_rule(text: str) -> str | None:
    """The rule a cell's text breaks, if it is no value at all."""
    if text == UNCALCULATED:
        return FORMULA
    return ERROR if text in ERRORS or _CALC.fullmatch(text) else None


def may_be_error_sql(text: str) -> str:
    """SQL that is quick and true of every error, and of texts marked with a sign."""
    return f"({text} < '$' or ({text} >= 'Err:5' and {text} < 'Err:6'))"


def is_error_sql(text: str) -> str:
    """SQL telling whether a text is an error."""
    listed = ", ".join(map(quote, ERRORS))
    return (
        f"((starts_with({text}, '#') and {text} in ({listed})) or "
        f"(starts_with({text}, 'Err:') and "
        f"regexp_full_match({text}, {quote(CALC_ERROR)})))"
    )


def is_formula_sql(text: str) -> str:
    """SQL telling whether a text stands for a formula without a result."""
    return f"{text} = {quote(UNCALCULATED)}"
