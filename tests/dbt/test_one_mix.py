"""Two waves with another mix of work are compared on one mix."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.dbt.model_runs import run_model

CRITERIA = pd.DataFrame({"criterion_code": ["officer"], "criterion_kind": ["factor"]})
ANCESTORS = pd.DataFrame(
    [("today", u, a) for u in ("a", "b") for a in (u, "province")],
    columns=["map", "unit_key", "ancestor_unit_key"],
)
Side = tuple[int, int]


def row(
    unit: str, group: str, before: Side, after: Side, served: float | None, item: str
) -> dict[str, Any]:
    sides = {
        f"{name}_{side}": value
        for side, (x, n) in (("before", before), ("after", after))
        for name, value in (("n", n), ("n_effective", n), ("n_satisfied", x))
    }
    pair = {"map": "today", "unit_key": unit, "before_wave": "B", "after_wave": "A"}
    own = {"source_unit_key": unit, "share_moved": 1.0, "is_after_start": False}
    return pair | {"item_code": item, "procedure_group": group} | own | sides | {
        "n_served": served
    }  # fmt: skip


def one_mix(*rows: dict[str, Any]) -> Any:
    """Rows by unit and item, whose figures are read by name."""
    groups = pd.DataFrame(rows)
    pairs = pd.DataFrame({"item_code": sorted({r["item_code"] for r in rows})})
    pairs = pairs.assign(before_wave="B", after_wave="A", criterion_code="officer")
    found = run_model(
        "stat_one_mix",
        agg_pair_groups=groups,
        dim_wave_pairs=pairs,
        dim_criteria=CRITERIA,
        int_unit_ancestors=ANCESTORS,
    )
    return found.set_index(["unit_key", "item_code"])


def test_a_change_of_mix_alone_is_no_change() -> None:
    easy = row("a", "easy", (90, 100), (9, 10), 300, "q")
    hard = row("a", "hard", (5, 10), (50, 100), 700, "q")
    got = one_mix(easy, hard).loc[("a", "q")]
    assert got.share_before_post == pytest.approx(0.3 * 0.9 + 0.7 * 0.5)
    assert got.share_diff_post == pytest.approx(0)
    assert got.share_diff_post_low < 0 < got.share_diff_post_high
    assert pd.isna(got.post_reason)


def test_the_province_counts_each_group_of_each_unit_by_its_cases() -> None:
    small = row("a", "easy", (20, 40), (30, 40), 100, "q")
    large = row("b", "easy", (36, 40), (36, 40), 900, "q")
    got = one_mix(small, large).loc[("province", "q")]
    assert got.share_before_post == pytest.approx(0.1 * 0.5 + 0.9 * 0.9)
    assert got.share_after_post == pytest.approx(0.1 * 0.75 + 0.9 * 0.9)


def test_a_small_group_joins_its_neighbour() -> None:
    large = row("a", "easy", (20, 40), (20, 40), 100, "q")
    small = row("a", "hard", (0, 4), (4, 4), 900, "q")
    got = one_mix(large, small).loc[("a", "q")]
    assert got.share_before_post == pytest.approx(20 / 44)
    assert got.share_after_post == pytest.approx(24 / 44)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row("a", "none", (20, 40), (20, 40), 9, "q")], "no_groups"),
        ([row("a", "easy", (20, 40), (20, 40), None, "q")], "no_totals"),
        ([row("b", "easy", (20, 40), (0, 0), 9, "q")], "other_units"),
    ],
)
def test_without_a_mix_there_is_a_reason(
    rows: list[dict[str, Any]], reason: str
) -> None:
    named = row("a", "good", (5, 9), (5, 9), 9, "q")
    got = one_mix(*rows, named).loc[("province", "q")]
    assert got.post_reason == reason
    assert pd.isna(got.share_diff_post)


def test_a_factor_is_the_average_of_its_items_on_the_ballots_of_one() -> None:
    first = row("a", "easy", (10, 40), (20, 40), 100, "q1")
    second = row("a", "easy", (30, 40), (40, 40), 100, "q2")
    got = one_mix(first, second)
    factor, item = got.loc[("a", "officer")], got.loc[("a", "q1")]
    assert factor.share_before_post == pytest.approx(0.5)
    assert factor.share_after_post == pytest.approx(0.75)
    width = factor.share_diff_post_high - factor.share_diff_post_low
    # 40 ballots, not 80: answers of one ballot are not independent
    assert width > 0.8 * (item.share_diff_post_high - item.share_diff_post_low)


def test_a_unit_asked_after_its_start_is_in_no_mix_above_it() -> None:
    early = row("a", "easy", (20, 40), (30, 40), 100, "q")
    late = row("b", "easy", (10, 40), (40, 40), 900, "q") | {"is_after_start": True}
    got = one_mix(early, late)
    assert got.loc[("province", "q"), "share_before_post"] == pytest.approx(0.5)
    assert got.loc[("b", "q"), "share_before_post"] == pytest.approx(0.25)


def test_without_two_waves_there_is_nothing_to_restate() -> None:
    empty = pd.DataFrame([row("a", "easy", (1, 2), (1, 2), 3, "q")]).iloc[:0]
    found = run_model(
        "stat_one_mix",
        agg_pair_groups=empty,
        dim_wave_pairs=pd.DataFrame(
            columns=["before_wave", "after_wave", "item_code", "criterion_code"]
        ),
        dim_criteria=CRITERIA,
        int_unit_ancestors=ANCESTORS,
    )
    assert found.empty
