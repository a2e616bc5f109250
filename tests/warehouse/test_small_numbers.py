"""Hidden is not zero, zero is not missing, and a hidden row keeps no number."""

from __future__ import annotations

import pytest

from warehouse.queries.query import SmallNumbers
from warehouse.small_numbers import state_of, suppress_rows

RULE = SmallNumbers(counts=("n_before", "n_after"), figures=("share",), cell=("unit",))


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
    row = {"unit": "a", "n_before": 50, "n_after": 80, "share": 0.5}
    [hidden] = suppress_rows([row], RULE, 5, frozenset({("a",)}))
    assert hidden["state"] == "suppressed"
    assert hidden["share"] is None
