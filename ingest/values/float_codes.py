"""Codes that passed through a number with decimals: 77001 became 77001.0.

Tables with an empty cell leave many programs so. A code has no decimals, so the
two signs behind its figures are dropped, and whoever loads the file is told.
"""

from __future__ import annotations

import re

_FLOAT = "[0-9]+[.]0"
FLOAT_END = ".0"
"""What all such texts end with."""


def as_code(text: str) -> str:
    """The code a text means: `77001.0` is `77001`, any other is itself."""
    return text[:-2] if re.fullmatch(_FLOAT, text) else text


def is_float_code_sql(text: str) -> str:
    """SQL telling whether a text is figures and a nought behind a point."""
    is_figures = f"regexp_full_match({text}, '{_FLOAT}')"
    return f"(ends_with({text}, '{FLOAT_END}') and {is_figures})"


def as_code_sql(text: str) -> str:
    """SQL of `as_code`."""
    is_float = is_float_code_sql(text)
    return f"case when {is_float} then left({text}, length({text}) - 2) else {text} end"
