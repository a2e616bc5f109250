"""Which number of a date is the day: what all dates of a column say together.

03/11/2026 alone may be a day in March or in November. A column with 24/11/2026 in it
says which, one with 11/24/2026 as well says that nobody knows. A spreadsheet set to
another country turns the days up to 12 round into real dates and leaves the others
as text: then no real date of the column has a day above 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.values.dates import compile_format
from ingest.values.sql_text import quote

Verdict = Literal["day", "month", "unsure", "sure"]
"""Which number of a text is the day; `sure` where no text could be two days."""
ODD_SHARE = 0.05
"""More dates of the other order than these are no slips of single hands."""
_DAYS, _MONTHS = ("d", "dd"), ("M", "MM")


@dataclass(frozen=True)
class Orders:
    """The formats of a column by which number comes first.

    Attributes:
        day_first: dd/MM/yyyy and its like.
        month_first: MM/dd/yyyy and its like.
        marks: What may stand between the numbers; none if they are not of that kind,
            or if the mark says which order it is.
    """

    day_first: tuple[str, ...]
    month_first: tuple[str, ...]
    marks: tuple[str, ...]

    @classmethod
    def of(cls, formats: Sequence[str]) -> Orders:
        """Sorts the formats of a spec."""
        plain = [f for f in formats if f not in ("excel", "iso")]
        heads = {f: compile_format(f).tokens[:4] for f in plain}
        day = tuple(f for f, h in heads.items() if h[0] in _DAYS and h[2] in _MONTHS)
        month = tuple(f for f, h in heads.items() if h[0] in _MONTHS and h[2] in _DAYS)
        both = [
            {heads[f][1] for f in side if _is_even(heads[f])} for side in (day, month)
        ]
        is_told = bool(day and month) and both[0] != both[1]
        return cls(day, month, () if is_told else tuple(sorted(both[0] | both[1])))


def _is_even(head: Sequence[str]) -> bool:
    """Whether the same mark stands before and behind the second number."""
    return head[1] == head[3]


@dataclass(frozen=True)
class Evidence:
    """How many dates of a column fit which order.

    Attributes:
        day_only: Texts that fit with the day first alone.
        month_only: Texts that fit with the month first alone.
        either: Texts that are two different days.
        late_real: Real dates with a day above 12.
        early_real: Real dates that would be another day if turned round.
    """

    day_only: int = 0
    month_only: int = 0
    either: int = 0
    late_real: int = 0
    early_real: int = 0

    def __add__(self, other: Evidence) -> Evidence:
        """The evidence of both."""
        return Evidence(
            self.day_only + other.day_only,
            self.month_only + other.month_only,
            self.either + other.either,
            self.late_real + other.late_real,
            self.early_real + other.early_real,
        )

    def texts(self, orders: Orders) -> Verdict:
        """How texts that could be two days are read."""
        if orders.day_first and orders.month_first:
            if bool(self.day_only) == bool(self.month_only):
                return "unsure" if self.either else "sure"
            return "day" if self.day_only else "month"
        own, other = self.day_only, self.month_only
        if orders.month_first:
            own, other = other, own
        is_odd = other > ODD_SHARE * (own + other)
        return "unsure" if is_odd and self.either else "sure"

    def reals(self) -> Verdict:
        """Whether real dates may have been turned round."""
        has_texts = self.day_only + self.month_only > 0
        is_odd = has_texts and self.early_real > 0 and self.late_real == 0
        return "unsure" if is_odd else "sure"


def evidence_sql(texts: str, n_rows: str, orders: Orders) -> str:
    """Query of the counts of an `Evidence`, in its order.

    Args:
        texts: Query of texts, as `text`.
        n_rows: SQL of how many rows each of them stands for.
        orders: Formats of their column.
    """
    first, second = _numbers("text", orders.marks)
    tests = (
        "first between 13 and 31 and second between 1 and 12",
        "second between 13 and 31 and first between 1 and 12",
        _either("first", "second"),
        "text like '____-__-__%' and substr(text, 9, 2) > '12'",
        turned_sql("text"),
    )
    counts = (f"coalesce(sum(n) filter (where {test}), 0)::bigint" for test in tests)
    return (
        f"select {', '.join(counts)} from (select text, {n_rows} as n, "
        f"{first} as first, {second} as second from ({texts}))"
    )


def either_sql(text: str, orders: Orders) -> str:
    """SQL telling whether a text is two different days."""
    return f"coalesce({_either(*_numbers(text, orders.marks))}, false)"


def _either(first: str, second: str) -> str:
    return (
        f"{first} between 1 and 12 and {second} between 1 and 12 "
        f"and {first} <> {second}"
    )


def turned_sql(text: str) -> str:
    """SQL telling whether an ISO text would be another day if turned round."""
    day, month = f"substr({text}, 9, 2)", f"substr({text}, 6, 2)"
    is_real = f"{text} like '____-__-__%'"
    return f"coalesce({is_real} and {day} <= '12' and {day} <> {month}, false)"


def turn_sql(text: str) -> str:
    """SQL of an ISO text with day and month turned round, where that is a day."""
    turned = (
        f"left({text}, 5) || substr({text}, 9, 2) || '-' || substr({text}, 6, 2) "
        f"|| substr({text}, 11)"
    )
    return f"case when {turned_sql(text)} then {turned} else {text} end"


def readings_sql(text: str, orders: Orders) -> tuple[str, str]:
    """SQL of the two days a text may be, as dd/MM/yyyy."""
    first, second, third = _parts(text, orders.marks)
    first, second = (f"lpad({part}, 2, '0')" for part in (first, second))
    year = f"regexp_extract({third}, '^[0-9]+')"
    iso = f"substr({text}, 9, 2)", f"substr({text}, 6, 2)", f"left({text}, 4)"
    is_real = f"{text} like '____-__-__%'"
    one = f"concat_ws('/', {iso[0]}, {iso[1]}, {iso[2]})"
    other = f"concat_ws('/', {iso[1]}, {iso[0]}, {iso[2]})"
    return (
        f"case when {is_real} then {one} "
        f"else concat_ws('/', {first}, {second}, {year}) end",
        f"case when {is_real} then {other} "
        f"else concat_ws('/', {second}, {first}, {year}) end",
    )


def _numbers(text: str, marks: Sequence[str]) -> tuple[str, str]:
    first, second, _ = _parts(text, marks)
    return f"try_cast({first} as utinyint)", f"try_cast({second} as utinyint)"


def _parts(text: str, marks: Sequence[str]) -> tuple[str, str, str]:
    """SQL of the three parts of a text between the marks."""
    one, *others = marks or ("/",)
    for other in others:
        text = f"replace({text}, {quote(other)}, {quote(one)})"
    first, second, third = (f"split_part({text}, {quote(one)}, {n})" for n in (1, 2, 3))
    return first, second, third
