"""What is said of several units together gives none of them back."""

from __future__ import annotations

import random
from typing import Any

import pytest

from warehouse.hiding.pooled_units import FEWEST_UNITS, Pool, pooled_rows
from warehouse.statistics.probability.share_intervals import wilson_bounds

POOL = Pool(
    means=("share_before", "share_after", "share_diff"),
    change=("share_diff", "share_after", "share_before"),
    counts=("n_before", "n_after"),
    parts={"n_late": "n_due"},
    name="unit_name",
)

Row = dict[str, Any]


def unit(
    name: str,
    before: float = 0.7,
    after: float = 0.75,
    *,
    n: int = 100,
    late: int | None = 5,
    due: int | None = 50,
) -> Row:
    found: Row = {
        "map": "today",
        "unit_key": name,
        "unit_name": name,
        "is_own": name == "own",
        "before_wave": "B",
        "after_wave": "A",
        "item_code": "overall",
        "n_before": n,
        "n_after": n,
        "n_late": late,
        "n_due": due,
        "state": "shown",
    }
    for side, share in (("before", before), ("after", after)):
        _, low, high = wilson_bounds(share * n, n)
        found[f"share_{side}"] = share
        found[f"share_{side}_low"], found[f"share_{side}_high"] = low, high
    found["share_diff"] = after - before
    found["share_diff_low"] = after - before - 0.1
    found["share_diff_high"] = after - before + 0.1
    return found


def hidden(row: Row) -> Row:
    gone = [name for name in row if name.startswith(("share_", "n_before", "n_after"))]
    return row | dict.fromkeys(gone) | {"state": "suppressed"}


def others(n: int, **values: Any) -> list[Row]:
    return [unit(f"u{i}", **values) for i in range(n)]


def group_of(rows: list[Row]) -> Row:
    _, group = pooled_rows([unit("own"), *rows], POOL)
    return group


def test_the_own_row_stays_and_the_others_become_one() -> None:
    own, group = pooled_rows([unit("own", 0.6, 0.712), *others(6)], POOL)
    assert (own["unit_key"], own["share_after"], own["n_late"]) == ("own", 0.712, 5)
    assert group["unit_key"] is None
    assert group["n_units"] == group["n_counted"] == 6
    assert (group["share_before"], group["share_after"]) == (0.7, 0.75)
    assert group["share_diff"] == 0.05
    assert group["n_before"] == 600
    assert (group["n_late"], group["n_late_share"], group["n_due"]) == (None, 0.1, 300)
    assert group["share_after_gap"] == pytest.approx(0.712 - 0.75)
    assert group["share_after_gap_low"] < group["share_after_gap"] < 0.1


def test_nobody_else_is_read_without_the_own_unit() -> None:
    assert pooled_rows(others(8), POOL) == []
    [own] = pooled_rows([unit("own")], POOL)
    assert own["unit_key"] == "own"


def test_fewer_units_than_make_a_group_say_nothing() -> None:
    rows = [*others(FEWEST_UNITS - 1), hidden(unit("few"))]
    group = group_of(rows)
    assert group["state"] == "suppressed"
    assert group.get("share_after") is None
    assert group.get("share_after_gap") is None
    assert group_of([*rows, unit("one more")])["state"] == "shown"


def test_a_hidden_unit_moves_no_figure() -> None:
    rows = others(6)
    for low, high in ((0.0, 0.1), (0.9, 1.0)):
        small = hidden(unit("few", low, high, n=3, late=None, due=None))
        group = group_of([*rows, small])
        alone = group_of(rows)
        assert group | {"n_units": 6, "unit_names": ""} == alone | {"unit_names": ""}


def test_a_unit_that_brings_most_of_a_whole_hides_it() -> None:
    rows = [*others(5, due=10, late=1), unit("large", due=60, late=9)]
    group = group_of(rows)
    assert group["n_due"] is None
    assert group["n_late_share"] is None


def test_a_part_that_few_bring_something_to_is_hidden() -> None:
    rows = [*others(4), unit("none", late=0, due=0), unit("nor this", late=0, due=0)]
    assert group_of(rows)["n_due"] is None
    nothing = others(6, late=0, due=0)
    assert group_of(nothing)["n_due"] == 0


@pytest.mark.parametrize("late", [0, 50])
def test_none_or_all_of_a_whole_would_say_it_of_each(late: int) -> None:
    group = group_of(others(6, late=late))
    assert group["n_late_share"] is None
    assert group["n_due"] == 300


def test_two_groups_that_differ_by_a_unit_do_not_give_it_back() -> None:
    rng = random.Random(20261130)
    errors = []
    for _ in range(300):
        rows = [unit(f"u{i}", 0.7, rng.uniform(0.55, 0.9)) for i in range(8)]
        whole, less = group_of(rows), group_of(rows[1:])
        follows = 8 * whole["share_after"] - 7 * less["share_after"]
        errors.append(abs(follows - rows[0]["share_after"]))
    assert sorted(errors)[150] > 0.015
    # to the tenth of a percent, as single units are shown, it would be seen
    assert sum(error > 0.01 for error in errors) > 200


def test_limits_are_rounded_outwards_and_hold_the_figure() -> None:
    rng = random.Random(7)
    for _ in range(300):
        shares = [(rng.uniform(0, 1), rng.uniform(0, 1)) for _ in range(6)]
        rows = [unit(f"u{i}", *pair) for i, pair in enumerate(shares)]
        group = group_of(rows)
        mean = sum(after for _, after in shares) / 6
        assert group["share_after_low"] <= mean <= group["share_after_high"]
        for name in POOL.means:
            low, value, high = (group[f"{name}{end}"] for end in ("_low", "", "_high"))
            assert low <= value <= high
            assert value == round(value, 2)


def test_limits_say_no_more_of_a_mean_than_the_mean_itself() -> None:
    told = set()
    for step in range(9):
        # means from 0.7455 to 0.7545 are all told as 0.75
        share = 0.7455 + step / 1_000
        rows = [
            unit(f"u{i}", 0.7, share)
            | {"share_after_low": share - 0.0737, "share_after_high": share + 0.0737}
            for i in range(6)
        ]
        group = group_of(rows)
        told.add(tuple(group[f"share_after{end}"] for end in ("", "_low", "_high")))
    assert len(told) == 1
