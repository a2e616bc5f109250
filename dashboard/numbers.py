"""Numbers as readers write them: 83,94 % and 12.345.

The only place that turns a figure into text; None and NaN become an em dash, which
is never a zero.
"""

from __future__ import annotations

import math

MISSING = "—"
# Keeps a number and its unit on one line.
_NBSP = "\u00a0"
_MINUS = "−"


def is_known(value: float | None) -> bool:
    """Says whether there is a number at all."""
    return value is not None and not math.isnan(value)


def count(value: float | None, lang: str) -> str:
    """A whole number: 12.345 (vi), 12,345 (en)."""
    if value is None or math.isnan(value):
        return MISSING
    return _localised(f"{value:,.0f}", lang)


def decimal(value: float | None, lang: str, *, digits: int = 2) -> str:
    """A plain number: 3,94 (vi), 3.94 (en)."""
    if value is None or math.isnan(value):
        return MISSING
    return _localised(f"{value:,.{digits}f}", lang)


def percent(value: float | None, lang: str, *, digits: int = 2) -> str:
    """A share of 0 … 1 as percent: 83,94 % (vi), 83.94% (en)."""
    if value is None or math.isnan(value):
        return MISSING
    space = _NBSP if lang == "vi" else ""
    return f"{decimal(value * 100, lang, digits=digits)}{space}%"


def points(value: float | None, lang: str, *, digits: int = 2) -> str:
    """A difference of shares in percent points, always with its sign."""
    if value is None or math.isnan(value):
        return MISSING
    text = decimal(abs(value) * 100, lang, digits=digits)
    is_zero = not any(c in "123456789" for c in text)
    sign = "" if is_zero else "+" if value > 0 else _MINUS
    return f"{sign}{text}"


def interval(
    low: float | None, high: float | None, lang: str, *, digits: int = 2
) -> str:
    """Two percent points as an interval: [+0,10; +6,30]."""
    low_text = points(low, lang, digits=digits)
    high_text = points(high, lang, digits=digits)
    return f"[{low_text};{_NBSP}{high_text}]"


def _localised(text: str, lang: str) -> str:
    text = text.replace("-", _MINUS)
    if lang == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return text
