"""A mark that pools a hidden gap says how many answered there: so it is hidden."""

from __future__ import annotations

from typing import Any

from tests.security.small_numbers.solver import widths
from tests.warehouse.hiding.gaps_alone import gaps_alone
from warehouse.hiding import hidden_gaps as module
from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_checks import hidden_checks
from warehouse.hiding.people import NO_REPEATS

K = 5
LEAST = 30  # a gap of fewer is not pooled
GEOGRAPHY = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())
SPRING, AUTUMN = "2026-Q1", "2026-Q3"
# Unit a is small in spring; b, its partner, has just enough for a mark to pool it.
N = {
    SPRING: {"a": 3, "b": 31, "c": 90, "p": 124},
    AUTUMN: {"a": 60, "b": 60, "c": 90, "p": 210},
}


def gaps() -> list[dict[str, Any]]:
    return [
        {
            "map": "today",
            "unit_key": unit,
            "item_code": "overall",
            "period": period,
            "n_service": n,
            "n_independent": 90,
            "is_told": n >= LEAST and unit != "p",
        }
        for period, of_period in N.items()
        for unit, n in of_period.items()
    ]


def hidden_gaps() -> set[tuple[str, str, str]]:
    read = gaps_alone(gaps(), [])
    cells = module.hidden_gaps(read, [], [], (), (), GEOGRAPHY, K, NO_REPEATS)
    return {(map_, unit, period) for _, map_, unit, period in cells}


def narrow(closed: set[tuple[str, str, str, str]]) -> dict[Any, float]:
    """What an attacker finds of the spring by its gaps and the marks of the autumn."""
    shown = {u: n for u, n in N[SPRING].items() if ("today", u, SPRING) not in hidden}
    read: dict[Any, tuple[float, float]] = {u: (n, n) for u, n in shown.items()}
    for unit in ("a", "b", "c"):
        if unit not in shown and ("today", unit, "overall", AUTUMN) not in closed:
            is_pooled = N[SPRING][unit] >= LEAST
            read[unit] = (LEAST, 1e6) if is_pooled else (0, LEAST - 1)
    parts: dict[Any, dict[Any, float]] = {u: {u: 1.0} for u in ("a", "b", "c")}
    parts["p"] = dict.fromkeys("abc", 1.0)
    return {u: w for u, w in widths(parts, read, ["a"], 0).items() if w < K}


hidden = hidden_gaps()


def test_a_told_mark_would_leave_too_little_room() -> None:
    assert {unit for _, unit, period in hidden if period == SPRING} == {"a", "b"}
    assert narrow(set()) == {"a": 4.0}


def test_marks_that_rest_on_a_hidden_gap_are_hidden() -> None:
    closed = hidden_checks(gaps(), hidden)
    assert {(unit, period) for _, unit, _, period in closed} == {
        (unit, AUTUMN) for unit in ("a", "b")
    }
    assert not narrow(closed)


def test_a_mark_looks_no_further_back_than_the_gap_it_pools() -> None:
    summer = [
        {**row, "period": "2026-Q2", "is_told": row["unit_key"] == "b"}
        for row in gaps()
        if row["period"] == SPRING
    ]
    closed = {
        (unit, period)
        for _, unit, _, period in hidden_checks([*gaps(), *summer], hidden)
    }
    assert ("b", AUTUMN) not in closed
    assert ("a", AUTUMN) in closed


def test_a_hidden_gap_of_long_ago_hides_no_mark() -> None:
    later = [{**row, "period": "2027-Q2"} for row in gaps() if row["period"] == AUTUMN]
    [one] = {row["period"] for row in later}
    rows = [row for row in gaps() if row["period"] == SPRING] + later
    assert one not in {period for *_, period in hidden_checks(rows, hidden)}
