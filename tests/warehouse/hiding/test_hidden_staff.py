"""No unit with few officers follows from the total of all; nor ballots from a plan."""

from __future__ import annotations

from typing import Any

import pytest

from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_staff import asked_units, signed_units
from warehouse.hiding.hide_rows import suppress_rows
from warehouse.queries import QUERIES

GEOGRAPHY = Geography({"top": None, "a": "top", "b": "top", "c": "top"}, ())


def signed(**officers: float) -> set[str]:
    """Units hidden where each has so many officers who must sign."""
    counts = officers | {"top": sum(officers.values())}
    rows = [
        {"map": map_, "unit_key": unit, "month": "2026-08", "n_in_scope": n}
        for map_ in ("then", "today")
        for unit, n in counts.items()
    ]
    return {unit for _, unit in signed_units(rows, GEOGRAPHY, 5)}


def asked(**officers: int) -> set[str]:
    names = {"period_type": "quarter", "period": "2026-Q3"}
    rows = [{"unit_key": u, "n_officers": n, **names} for u, n in officers.items()]
    return {unit for unit, *_ in asked_units(rows, 5)}


def test_a_unit_with_few_officers_takes_another_along() -> None:
    assert signed(a=3, b=9, c=30) == {"a", "b"}
    assert asked(a=3, b=9, c=30) == {"a", "b"}


def test_nothing_is_hidden_where_all_have_enough() -> None:
    assert signed(a=5, b=9, c=30) == set()
    assert asked(a=5, b=9, c=30) == set()


def test_two_small_units_with_enough_together_hide_nobody_else() -> None:
    assert signed(a=3, b=4, c=30) == {"a", "b"}
    assert asked(a=3, b=4, c=30) == {"a", "b"}


@pytest.mark.parametrize(
    ("query", "row", "cell"),
    [
        (
            "unit_signatures",
            {"n_in_scope": 9, "n_signed": 8},
            ("signed", "today", "u"),
        ),
        ("unit_table", {"n_in_scope": 9, "n_signed": 8}, ("signed", "today", "u")),
        (
            "officers_asked",
            {"n_officers": 9, "n_few_asked": 2},
            ("asked", "u", "quarter", "2026-Q3"),
        ),
        # the ballots of the counter, beside a survey of other people
        ("plan_units", {"n_service": 9}, ("gap", "today", "u", "2026-Q3")),
    ],
)
def test_what_is_hidden_beside_others_is_hidden_wherever_it_stands(
    query: str, row: dict[str, Any], cell: tuple[str, ...]
) -> None:
    small = QUERIES[query].small
    assert small is not None
    columns = {
        name
        for part in (small, *small.more)
        for name in (*part.counts, *part.people, *part.figures)
    }
    named: dict[str, Any] = dict.fromkeys(columns, 20)
    named |= {"map": "today", "unit_key": "u", "wave_code": "W", "period": "2026-Q3"}
    named |= {"period_type": "quarter", "before_wave": "B", "after_wave": "A"}
    [found] = suppress_rows([named | row], small, 5, frozenset({cell}))
    assert {name: found[name] for name in row} == dict.fromkeys(row)
    [found] = suppress_rows([named | row], small, 5)
    assert {name: found[name] for name in row} == row
