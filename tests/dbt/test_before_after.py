"""A unit above others speaks for the people served, and both figures stand there."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from tests.dbt.model_runs import run_model
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.ordinal import brunner_munzel
from warehouse.statistics.sampling.strata import stratified_diff_from_counts

LEVELS = np.arange(1, 6)
COUNTS = {
    ("a", "B"): [0, 10, 10, 10, 10],
    ("a", "A"): [0, 5, 5, 20, 10],
    ("b", "B"): [0, 0, 8, 180, 12],
    ("b", "A"): [0, 2, 18, 160, 20],
}
ENDS = ["mean_diff_low", "mean_diff_high"]
SERVED = {"a": 0.9, "b": 0.1}
PAIR = {"before_wave": "B", "after_wave": "A", "item_code": "q"}


def moments(mean_effect: float = 1.0) -> pd.DataFrame:
    rows = []
    for (unit, wave), counts in COUNTS.items():
        c = np.array(counts, dtype=float)
        sums = {"n_satisfied": c[3:].sum(), "sum_level": c @ LEVELS}
        sums |= {"sum_squared_level": c @ LEVELS**2, "n_source": c.sum()}
        sums |= {"n_effective": c.sum(), "wave_code": wave, "source_unit_key": unit}
        sums |= {"mean_effective": c.sum() / mean_effect}
        sums |= {"cluster_kind": "day" if wave == "A" else None, "n_clusters": 7.0}
        for owner, weight in ((unit, 1.0), ("province", SERVED[unit])):
            rows.append(
                PAIR | sums | {"map": "today", "unit_key": owner, "weight": weight}
            )
    return pd.DataFrame(rows)


def levels(*, all_started: bool = False) -> pd.DataFrame:
    rows = []
    for (unit, wave), counts in COUNTS.items():
        for level, n in zip(LEVELS, counts, strict=True):
            for owner in (unit, "province"):
                rows.append(
                    PAIR
                    | {"map": "today", "unit_key": owner, "wave_code": wave}
                    | {"level": level, "is_satisfied": level >= 4, "n_answers": n}
                    | {"n_weighed": float(n), "has_split": False, "item_kind": "item"}
                    | {"is_same_area": not (all_started and owner == "province")}
                    | {"is_after_start": all_started}
                )
    keys = [name for name in rows[0] if name not in ("n_answers", "n_weighed")]
    return pd.DataFrame(rows).groupby(keys, as_index=False).sum()


@pytest.fixture(scope="module")
def changes() -> pd.DataFrame:
    return compared(moments())


def compared(
    sources: pd.DataFrame,
    started_on: date = date(2025, 10, 1),
    *,
    all_started: bool = False,
) -> pd.DataFrame:
    pairs = pd.DataFrame(
        [
            PAIR
            | {"criterion_code": "officer", "not_comparable_reason": None}
            | {"margin_share": 0.02, "min_n_compare": 30.0, "fdr_q": 0.05}
            | {"before_until": date(2025, 3, 31), "after_from": date(2026, 9, 1)}
            | {"after_until": date(2026, 9, 30)}
        ]
    )
    units = pd.DataFrame({"unit_key": ["a", "b", "province"]})
    units = units.assign(unit_code=units["unit_key"], unit_valid_from=date(2020, 1, 1))
    second = started_on if all_started else None
    units["model_start_date"] = [started_on, second, None]
    one_mix = pd.DataFrame([PAIR | {"map": "today", "unit_key": "a"}])
    one_mix = one_mix.assign(share_diff_post=0.11, post_reason=None)
    return run_model(
        "stat_before_after",
        agg_pair_levels=levels(all_started=all_started),
        agg_pair_moments=sources,
        dim_units=units.assign(unit_level=["commune", "commune", "province"]),
        dim_wave_pairs=pairs,
        stat_one_mix=one_mix,
    ).set_index("unit_key")


def test_the_province_is_weighed_by_people_served(changes: pd.DataFrame) -> None:
    got = changes.loc["province"]
    waves = [
        ([COUNTS[u, wave] for u in ("a", "b")], list(SERVED.values()))
        for wave in ("B", "A")
    ]
    want = stratified_diff_from_counts(LEVELS, 4, *waves, fpc=False)
    assert got["share_before"] == pytest.approx(0.9 * 0.5 + 0.1 * 0.96)
    for column, value in (
        ("share_diff", want.diff),
        ("share_diff_low", want.score_lo),
        ("share_diff_high", want.score_hi),
        ("mean_diff", want.mean_diff),
        ("mean_diff_low", want.mean_lo),
        ("mean_diff_high", want.mean_hi),
        ("p_value", want.p_value),
    ):
        assert got[column] == pytest.approx(value), column


def test_the_unweighed_share_stands_beside_it(changes: pd.DataFrame) -> None:
    got = changes.loc["province"]
    assert got["share_before_raw"] == pytest.approx((20 + 192) / 240)
    assert got["share_after_raw"] == pytest.approx((30 + 180) / 240)
    assert got["share_diff_raw"] == pytest.approx(-2 / 240)
    assert got["share_diff"] > 0


def test_a_unit_of_its_own_ballots_is_newcombe(changes: pd.DataFrame) -> None:
    got = changes.loc["a"]
    assert got["share_diff"] == pytest.approx(got["share_diff_raw"])
    assert got["n_effective_before"] == 40
    assert got["share_diff_post"] == 0.11
    assert changes.loc["b", "verdict_alone"] == "slightly_worse"


def test_units_of_a_level_are_judged_together_and_the_province_alone(
    changes: pd.DataFrame,
) -> None:
    got = changes.loc["b"]
    assert (got["n_looks"], changes.loc["province", "n_looks"]) == (2, 1)
    family = changes.loc[["a", "b"], "p_value"].tolist()
    assert got["p_adjusted"] == pytest.approx(bh_adjust(family).p_adj[1])
    # both are marked, so nothing was picked out
    assert got["share_diff_low"] == got["share_diff_alone_low"]
    alone = changes.loc["province"]
    assert alone["share_diff_low"] == alone["share_diff_alone_low"]


def test_a_mean_is_as_sure_as_its_own_ballots_and_no_share(
    changes: pd.DataFrame,
) -> None:
    """Where people differ in how much, not whether, the mean's effect is its own."""
    found = compared(moments(mean_effect=2.0))
    before, after = (
        np.repeat(LEVELS, np.array(COUNTS["a", wave]) * 4) for wave in ("B", "A")
    )
    # half as many ballots of the same levels
    n = [len(before) / 8, len(after) / 8]
    spread = [
        values.var() * size / (size - 1)
        for values, size in zip((before, after), n, strict=True)
    ]
    se = np.hypot(np.sqrt(spread[0] / n[0]), np.sqrt(spread[1] / n[1]))
    ends = t.interval(0.95, welch_df(spread, n), after.mean() - before.mean(), se)
    low, high = (float(end) for end in ends)
    got = found.loc["a"]
    assert got["mean_diff_low"] == pytest.approx(low)
    assert got["mean_diff_high"] == pytest.approx(high)
    for name in ("share_diff_low", "share_before_high", "mean_diff", "p_value"):
        assert found[name].tolist() == pytest.approx(changes[name].tolist()), name
    widths = [
        np.diff(rows.loc["province", ENDS].to_numpy(dtype=float)).item()
        for rows in (found, changes)
    ]
    assert widths[0] == pytest.approx(np.sqrt(2) * widths[1], rel=0.02)


def test_ranks_err_as_much_as_the_worse_of_share_and_mean(
    changes: pd.DataFrame,
) -> None:
    names = ["p_superiority_low", "p_superiority_high"]
    wide = compared(moments(mean_effect=2.0)).loc["a"]
    assert wide["p_superiority"] == changes.loc["a", "p_superiority"]
    before, after = (np.array(COUNTS["a", wave]) / 2 for wave in ("B", "A"))
    half = brunner_munzel(before, after)
    assert list(wide[names]) == pytest.approx([half.logit_lo, half.logit_hi])
    # a mean surer than the share makes no rank surer
    sure = compared(moments(mean_effect=0.5)).loc["a"]
    assert list(sure[names]) == list(changes.loc["a", names])


def welch_df(spread: list[float], n: list[float]) -> float:
    """Welch and Satterthwaite's degrees of freedom."""
    parts = [s / size for s, size in zip(spread, n, strict=True)]
    below = [p**2 / (size - 1) for p, size in zip(parts, n, strict=True)]
    return float(sum(parts) ** 2 / sum(below))


def test_a_unit_without_the_model_says_so(changes: pd.DataFrame) -> None:
    assert changes.loc[["a", "b"], "model_status"].tolist() == [
        "started",
        "not_started",
    ]
    assert changes["model_status"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("started_on", "status"),
    [
        (date(2025, 3, 31), "started_before"),
        (date(2026, 9, 1), "started"),
        (date(2026, 9, 2), "starting"),
        (date(2026, 9, 30), "starting"),
        (date(2026, 10, 1), "not_started"),
    ],
)
def test_a_unit_that_began_while_it_was_asked_is_on_neither_side(
    started_on: date, status: str
) -> None:
    got = compared(moments(), started_on).loc["a"]
    assert got["model_status"] == status
    assert pd.notna(got["months_in_model"]) == (status == "started")
    if status == "starting":
        assert pd.isna(got["not_comparable_reason"])


def test_a_unit_counts_what_binds_the_ballots_of_its_sources(
    changes: pd.DataFrame,
) -> None:
    row = changes.loc["province"]
    assert (row["cluster_kind_after"], row["n_clusters_after"]) == ("day", 14)
    assert pd.isna(row["cluster_kind_before"])
    assert pd.isna(row["n_clusters_before"])


def test_a_province_of_units_asked_after_their_start_has_no_before() -> None:
    found = compared(moments(), date(2025, 1, 1), all_started=True)
    assert set(found["not_comparable_reason"]) == {"asked_after_start"}
    assert set(found["verdict"]) == {"not_comparable"}
    assert found["share_diff"].isna().all()
