"""Hidden is not zero, zero is not missing, and a hidden row keeps no number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from warehouse.hiding.hide_rows import state_of, suppress_rows
from warehouse.hiding.small_numbers import SmallNumbers

RULE = SmallNumbers(counts=("n_before", "n_after"), figures=("share",))


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ([5, 5], "shown"),
        ([4, 100], "suppressed"),
        ([1, 0], "suppressed"),
        ([0, 0], "none"),
        ([0, 9], "shown"),
        ([None, 4], "suppressed"),
        ([None, 9], "shown"),
        ([None, None], "missing"),
        ([0.4, 9], "suppressed"),
        ([], "missing"),
    ],
)
def test_states(counts: list[int | None], state: str) -> None:
    assert state_of(counts, 5) == state


def test_a_hidden_row_keeps_its_name_and_no_number() -> None:
    row = {"unit": "a", "n_before": 3, "n_after": 80, "share": 0.5}
    [hidden] = suppress_rows([row], RULE, 5)
    empty = {"n_before": None, "n_after": None, "share": None}
    assert hidden == {"unit": "a", **empty, "state": "suppressed"}
    assert row["share"] == 0.5


def test_the_least_number_comes_from_the_rights() -> None:
    row = {"unit": "a", "n_before": 8, "n_after": 80, "share": 0.5}
    assert suppress_rows([row], RULE, 5)[0]["state"] == "shown"
    assert suppress_rows([row], RULE, 10)[0]["state"] == "suppressed"


def test_a_cell_can_be_hidden_for_another_ones_sake() -> None:
    rule = SmallNumbers(counts=("n",), figures=("share",), lattice="gap")
    row = {"map": "today", "unit_key": "a", "period": "2026-Q3", "n": 50, "share": 0.5}
    hidden_cells = frozenset({("gap", "today", "a", "2026-Q3")})
    [hidden] = suppress_rows([row], rule, 5, hidden_cells)
    assert (hidden["state"], hidden["n"], hidden["share"]) == ("suppressed", None, None)
    [shown] = suppress_rows([row], rule, 5, frozenset({("month", *row.values())}))
    assert shown["state"] == "shown"


def test_what_a_whole_series_tells_is_made_anew_beside_a_hidden_row() -> None:
    def of_shown(rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            row["centre"] = sum(other["n"] or 0 for other in rows)

    rule = SmallNumbers(
        counts=("n",), lattice="signal", series=("measure",), series_anew=of_shown
    )
    row = {"map": "today", "unit_key": "a", "measure": "satisfied_share", "centre": 0.8}
    rows = [{**row, "month": month, "n": n} for month, n in ((7, 3), (8, 30))]
    rows += [
        {**row, "measure": "late_strict_share", "month": 7, "n": n} for n in (3, 9)
    ]
    few = ("signal", "today", "a", "satisfied_share", 7)
    hidden, beside, *others = suppress_rows(rows, rule, 5, frozenset({few}))
    assert (hidden["n"], hidden["centre"]) == (None, 30)
    assert (beside["n"], beside["centre"]) == (30, 30)
    assert [other["centre"] for other in others] == [0.8, 0.8]


def test_few_people_hide_a_row_and_are_not_shown_themselves() -> None:
    rule = SmallNumbers(counts=("n",), people=("n_people",), figures=("share",))
    rows = [{"n": 6, "n_people": n, "share": 0.5} for n in (2, 5, None)]
    found = suppress_rows(rows, rule, 5)
    assert [row["state"] for row in found] == ["suppressed", "shown", "shown"]
    assert [row["n"] for row in found] == [None, 6, 6]
    assert not any("n_people" in row for row in found)


def test_other_columns_have_rules_of_their_own() -> None:
    rule = SmallNumbers(
        counts=("n_ballots",),
        more=(SmallNumbers(counts=("n_petitions",), figures=("n_upheld",)),),
    )
    row = {"n_ballots": 40, "n_petitions": 2, "n_upheld": 1}
    [found] = suppress_rows([row], rule, 5)
    empty = {"n_petitions": None, "n_upheld": None}
    assert found == {"n_ballots": 40, **empty, "state": "shown"}


def test_acts_of_the_office_are_exact_for_who_may_see_them() -> None:
    rule = SmallNumbers(counts=("n",), of="acts", figures=("late",))
    row = {"n": 3, "late": 1}
    assert suppress_rows([row], rule, 5, sees_acts=True) == [{**row, "state": "shown"}]
    hidden = {"n": None, "late": None, "state": "suppressed"}
    assert suppress_rows([row], rule, 5) == [hidden]


def test_ballots_are_never_exact() -> None:
    rule = SmallNumbers(counts=("n",), of="ballots", is_alone=True)
    [row] = suppress_rows([{"n": 3}], rule, 5, sees_acts=True)
    assert row == {"n": None, "state": "suppressed"}


def test_each_row_is_hidden_as_what_it_counts() -> None:
    rule = SmallNumbers(counts=("n",), of_column="counted", is_alone=True)
    rows = [{"n": 3, "counted": "acts"}, {"n": 3, "counted": "denunciations"}]
    found = suppress_rows(rows, rule, 5, sees_acts=True)
    assert found == [{"n": 3, "state": "shown"}, {"n": None, "state": "suppressed"}]
