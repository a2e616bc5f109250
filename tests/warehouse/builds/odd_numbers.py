"""Rows of every small kind with one number that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.warehouse.raw_rows import Row
from warehouse.raw.kinds import KINDS

TOO_WIDE = 10**12
"""What no decimal of a raw column holds; the door refuses it."""


def odd_numbers(day: date) -> list[tuple[str, Row]]:
    """Kind and row: each number of each kind too low, and too high where it can be."""
    return [(kind, row | {name: value}) for kind, row, name, value in _odd(day)]


def odd_columns(day: date) -> list[tuple[str, str, str]]:
    """Kind, column and value as text."""
    return [(kind, name, str(value)) for kind, _, name, value in _odd(day)]


def _odd(day: date) -> Iterator[tuple[str, Row, str, int]]:
    rows = _rows(day)
    for kind in KINDS.values():
        if kind.is_large:
            continue
        odd = [
            (name, value)
            for name, (least, most) in kind.limits.items()
            for value in (least - 1, most + 1)
            if value < TOO_WIDE
        ]
        for number, (name, value) in enumerate(odd, start=1):
            yield kind.name, rows[kind.name](number), name, value


def _rows(day: date) -> dict[str, Callable[[int], Row]]:
    """A good row of each kind that holds numbers, the n-th of its key."""

    def before(number: int) -> date:
        return day - timedelta(days=number)

    mark = {"index_code": "circular_01", "period": "2026-Q2"}
    return {
        "unit_succession": lambda n: {
            "old_code": "C1",
            "new_code": f"ODD{n}",
            "effective_date": day,
            "kind": "split",
        },
        "procedure": lambda n: {"procedure_code": f"odd{n}"},
        "wave": lambda n: {
            "wave_code": f"odd{n}",
            "stream": "service",
            "owner": "committee",
        },
        "item": lambda n: {
            "instrument": "odd",
            "item_code": f"odd{n}",
            "scale_min": 1,
            "scale_max": 5,
        },
        "offered": lambda n: _of_c1(wave_code="S1", day=before(n)),
        "contact": lambda n: _of_c1(
            wave_code="S1",
            ballot_id=f"odd{n}",
            interviewer_code="DTV001",
            asked_at=before(n),
            attempt=1,
            outcome="answered",
        ),
        "monthly_report": lambda n: _of_c1(
            month=date(2025, 7 + n % 6, 1), field=f"{n}"
        ),
        "target": lambda n: _of_c1(
            indicator="HO_NGHEO", period=f"2025-{1 + n % 12:02d}"
        ),
        "index_mark": lambda n: _of_c1(component=f"{n}", **mark),
        "meeting": lambda n: _of_c1(kind="reception", planned_on=before(n)),
        "procedure_review": lambda n: _of_c1(
            procedure_code="1.0001", reviewed_on=before(n)
        ),
        "inspection": lambda n: _of_c1(held_on=before(n)),
    }


def _of_c1(**row: object) -> Row:
    return {"unit_code": "C1", **row}
