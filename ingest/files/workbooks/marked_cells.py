"""Cells of a workbook that its reader would give wrongly: what they should say.

The reader gives an error (#N/A) and a formula nobody has calculated as an empty cell,
and a number without the zeros its format shows. An error is no blank and 9001 is not
09001, so such cells are looked for in the workbook itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

Marks = dict[int, list[tuple[int, str]]]
"""Column from 0 and text, by row from 0."""

UNCALCULATED = "#FORMULA?"
"""Stands for a formula whose result was never stored."""
ERRORS = (
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#GETTING_DATA",
    "#UNKNOWN!",
)
"""What spreadsheets write where a formula failed."""
CALC_ERROR = r"Err:5[0-9]{2}"
"""What LibreOffice writes."""

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(0+)|([-/. ()])|(_.)')


def no_marks() -> defaultdict[int, list[tuple[int, str]]]:
    """An empty collection."""
    return defaultdict(list)


def zeros_shown(format_code: str) -> Callable[[int], str] | None:
    """How a number format of zeros alone shows a whole number; None for any other.

    00000 shows 9001 as 09001; 000-000 shows 9001 as 009-001.
    """
    parts: list[tuple[str, int]] = []
    at, section = 0, format_code.split(";")[0]
    while at < len(section):
        token = _TOKEN.match(section, at)
        if token is None:
            return None
        at = token.end()
        quoted, escaped, zeros, sign, _ = token.groups()
        parts.append(
            ("", len(zeros)) if zeros else (quoted or escaped or sign or "", 0)
        )
    n_digits = sum(n for _, n in parts)
    if n_digits < 2 or any(sign == "." for sign, _ in parts):
        return None
    return lambda number: _shown(number, parts, n_digits)


def _shown(number: int, parts: list[tuple[str, int]], n_digits: int) -> str:
    digits = str(number).zfill(n_digits)
    spare = len(digits) - n_digits
    out, at = "", 0
    for sign, n in parts:
        if n:
            n, spare = n + spare, 0
            out, at = out + digits[at : at + n], at + n
        out += sign
    return out.strip()


def whole(text: str) -> int | None:
    """A number of a workbook, if it is whole and not negative."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number >= 0 and number == int(number) else None
