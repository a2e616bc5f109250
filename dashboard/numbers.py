"""Numbers as readers write them: 83,9% and 12.345.

The only place that turns a figure into text; None and NaN become an em dash, which
is never a zero. A half is rounded away from zero, as by hand and in a spreadsheet, of
the number as it is written: 0,2845 is 28,5%.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

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
    return decimal(value, lang, digits=0)


def decimal(value: float | None, lang: str, *, digits: int = 2) -> str:
    """A plain number: 3,94 (vi), 3.94 (en)."""
    if value is None or math.isnan(value):
        return MISSING
    return _localised(f"{_rounded(_exact(value), digits):,}", lang)


def plain(value: float | None, lang: str) -> str:
    """A number with a decimal only where there is one: 30, "12,5" in Vietnamese."""
    digits = 0 if value is None or float(value).is_integer() else 1
    return decimal(value, lang, digits=digits)


def percent(value: float | None, lang: str, *, digits: int = 1) -> str:
    """A share of 0 … 1 as percent: 83,9% (vi), 83.9% (en)."""
    if value is None or math.isnan(value):
        return MISSING
    return f"{_localised(f'{_rounded(_exact(value) * 100, digits):,}', lang)}%"


def points(value: float | None, lang: str, *, digits: int = 1) -> str:
    """A difference of shares in percent points, always with its sign."""
    if value is None or math.isnan(value):
        return MISSING
    text = _localised(f"{_rounded(abs(_exact(value)) * 100, digits):,}", lang)
    is_zero = not any(c in "123456789" for c in text)
    sign = "" if is_zero else "+" if value > 0 else _MINUS
    return f"{sign}{text}"


def difference(later: float | None, earlier: float | None, lang: str) -> str:
    """Percent points from one share to another, as a reader with a pencil finds them.

    The difference of the two as `percent` (or `points`) shows them: 67,1% → 70,3% is
    +3,2 even where the shares themselves are 3,25 points apart.
    """
    if later is None or earlier is None or math.isnan(later) or math.isnan(earlier):
        return MISSING
    ends = (_rounded(_exact(share) * 100, 1) for share in (later, earlier))
    return points(float((next(ends) - next(ends)) / 100), lang)


def change(row: Mapping[str, Any], lang: str) -> str:
    """The change of a row of before and after: `difference` of its two shares."""
    return difference(row["share_after"], row["share_before"], lang)


def interval(
    low: float | None, high: float | None, lang: str, *, digits: int = 1
) -> str:
    """Two percent points as an interval: [+0,1; +6,3]."""
    low_text = points(low, lang, digits=digits)
    high_text = points(high, lang, digits=digits)
    return f"[{low_text};{_NBSP}{high_text}]"


def _exact(value: float) -> Decimal:
    # What binary fractions add beyond the fifteenth place is no part of the number.
    return Decimal(f"{value:.15g}")


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _localised(text: str, lang: str) -> str:
    text = text.replace("-", _MINUS)
    if lang == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return text
