"""Officer tiers: who is named, who is not, and what stops a name."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.officers.tiers import (
    OfficerTiers,
    TierSettings,
    officer_tiers,
    tiers_of_window,
)

QUARTERS = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def crowd(
    low_share: float, low_n: int = 100, seed: int = 3
) -> tuple[list[str], list[str], list[str], list[int], list[int]]:
    """Sixty colleagues near 92 % and one officer "low"."""
    rng = np.random.default_rng(seed)
    rows = []
    for o in range(60):
        theta = rng.beta(55, 4.8)
        for q in QUARTERS:
            for cell in ("land", "civil"):
                rows.append((f"o{o:02d}", q, cell, rng.binomial(60, theta), 60))
    for q in QUARTERS:
        rows.append(("low", q, "land", round(low_share * low_n), low_n))
    columns = zip(*rows, strict=True)
    officer, quarter, cells, x, n = (list(column) for column in columns)
    return officer, quarter, cells, x, n


def of(result: OfficerTiers, officer: str) -> dict[str, str]:
    return {
        p: t
        for o, p, t in zip(result.officer, result.period, result.tier, strict=True)
        if o == officer
    }


def test_a_clearly_low_officer_reaches_evidence() -> None:
    result = officer_tiers(*crowd(0.70))
    assert of(result, "low")["2026-Q1"] == "too_few"
    assert of(result, "low")["2026-Q4"] == "evidence"
    assert 0 <= result.expected_wrong_share["2026-Q4"] < 0.2
    assert np.isnan(result.expected_wrong_share["2026-Q1"])


def test_a_flag_on_the_data_blocks_evidence_but_not_look() -> None:
    result = officer_tiers(*crowd(0.70), blocked=["low"])
    assert of(result, "low")["2026-Q4"] == "look"


def test_few_ballots_are_no_judgement() -> None:
    few = officer_tiers(*crowd(0.50, low_n=6))
    assert of(few, "low")["2026-Q4"] == "too_few"
    some = officer_tiers(*crowd(0.50, low_n=20))
    assert of(some, "low")["2026-Q4"] == "look"


def test_an_ordinary_officer_is_not_named() -> None:
    assert of(officer_tiers(*crowd(0.93)), "low")["2026-Q4"] == "none"


def test_each_condition_of_evidence_counts() -> None:
    settings = TierSettings()
    n, p = np.full((1, 4), 50.0), np.array([[0.01, 0.5, 0.01, 0.5]])

    def tier(below: float, reliability: float, n: np.ndarray = n) -> str:
        return tiers_of_window(
            n,
            p,
            np.array([below]),
            np.array([reliability]),
            settings,
            np.array([False]),
        )[0]

    assert tier(0.9, 0.8) == "evidence"
    assert tier(0.8, 0.8) == "look"
    assert tier(np.nan, 0.8) == "look"
    assert tier(0.9, 0.69) == "look"
    assert tier(0.9, 0.8, np.array([[29.0, 50, 50, 50]])) == "look"
    assert tier(0.9, 0.8, np.array([[9.0, 50, 50, 50]])) == "none"
    assert tier(0.9, 0.8, np.array([[50.0, 5, 5, 5]])) == "too_few"


def test_rows_in_any_order_give_the_same_tiers() -> None:
    rows = list(zip(*crowd(0.75), strict=True))
    order = np.random.default_rng(0).permutation(len(rows))
    mixed = officer_tiers(
        *(list(v) for v in zip(*(rows[i] for i in order), strict=True))
    )
    straight = officer_tiers(*crowd(0.75))
    assert mixed.tier == straight.tier
    assert mixed.shrunken_share == pytest.approx(straight.shrunken_share)


def test_shrunken_shares_lie_inside_their_interval() -> None:
    result = officer_tiers(*crowd(0.75))
    last = np.array(result.period) == "2026-Q4"
    assert (result.shrunken_low[last] < result.shrunken_share[last]).all()
    assert (result.shrunken_share[last] < result.shrunken_high[last]).all()
    assert (result.n_window[last] >= result.n[last]).all()
    assert (result.raw_share == result.observed / result.n).all()


def test_case_mix_protects_an_officer_with_hard_work() -> None:
    officer, quarter, cell, x, n = ([] for _ in range(5))
    for o in range(30):
        hard = 80 if o < 15 else 20
        for q in QUARTERS:
            for name, size, share in (("hard", hard, 0.8), ("easy", 100 - hard, 0.95)):
                officer.append(f"o{o:02d}")
                quarter.append(q)
                cell.append(name)
                x.append(round(size * share))
                n.append(size)
    result = officer_tiers(officer, quarter, cell, x, n)
    assert set(result.tier) == {"none", "too_few"}
    assert result.adjusted_share == pytest.approx(np.full(120, 0.875))


def test_a_quiet_officer_and_an_empty_input() -> None:
    officer, quarter, cell, x, n = crowd(0.9)
    result = officer_tiers(
        [*officer, "idle"], [*quarter, "2026-Q4"], [*cell, "land"], [*x, 0], [*n, 0]
    )
    assert set(of(result, "idle").values()) == {"too_few"}
    idle = np.array(result.officer) == "idle"
    assert np.isnan(result.raw_share[idle]).all()
    assert officer_tiers([], [], [], [], []).tier == ()
    nobody = officer_tiers(["a"], ["2026-Q1"], ["c"], [0], [0])
    assert nobody.tier == ("too_few",)


def test_counting_the_bad_gives_the_same_tiers() -> None:
    officer, quarter, cell, x, n = crowd(0.70)
    one = ["work"] * len(cell)
    good = officer_tiers(officer, quarter, one, x, n)
    settings = TierSettings(theta_min=0.15, high_is_bad=True)
    late = np.array(n) - np.array(x)
    bad = officer_tiers(officer, quarter, one, late, n, settings=settings)
    assert of(bad, "low")["2026-Q4"] == "evidence"
    assert bad.tier == good.tier
    assert bad.p_lower_tail == pytest.approx(good.p_lower_tail, abs=1e-12)
    assert bad.shrunken_share == pytest.approx(1 - good.shrunken_share)
    assert bad.prob_below == pytest.approx(good.prob_below, nan_ok=True)


def test_late_work_is_held_against_colleagues_with_the_same_work() -> None:
    rows = [
        (f"o{o:02d}", q, work, round(size * late), size)
        for o in range(30)
        for q in QUARTERS
        for work, size, late in (
            ("land", 80 if o < 15 else 20, 0.2),
            ("civil", 20 if o < 15 else 80, 0.05),
        )
    ]
    settings = TierSettings(theta_min=0.1, high_is_bad=True)
    result = officer_tiers(*zip(*rows, strict=True), settings=settings)
    assert set(result.tier) == {"none", "too_few"}
    assert result.adjusted_share == pytest.approx(np.full(120, 0.125))
