"""Officer tiers: who is named, who is not, and what stops a name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from scipy.stats import binom

from warehouse.statistics.officers import judged
from warehouse.statistics.officers.ballots import (
    answer_correlation,
    ballot_counts,
    variance_factor,
)
from warehouse.statistics.officers.case_mix import effective_tails
from warehouse.statistics.officers.judged import OfficerTiers
from warehouse.statistics.officers.tiers import (
    TierSettings,
    surest,
    tiers_of_window,
)

RULES = TierSettings(
    theta_min=0.85,
    k=2,
    m=4,
    min_posterior=0.80,
    min_below_peers=0.95,
    max_wrong=0.10,
    n_judge=30,
    n_look=10,
)
officer_tiers = partial(judged.officer_tiers, settings=RULES)
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
    assert of(result, "low")["2026-Q1"] == "none"
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
    assert of(some, "low")["2026-Q1"] == "too_few"
    assert of(some, "low")["2026-Q4"] == "evidence"


def test_an_ordinary_officer_is_not_named() -> None:
    assert of(officer_tiers(*crowd(0.93)), "low")["2026-Q4"] == "none"


def tier_of(
    n: list[float], below: float, peers: float, *, blocked: bool = False
) -> str:
    """The tier of one officer who was clearly low in the first and third period."""
    return tiers_of_window(
        np.array([sum(n)]),
        np.array([n]),
        np.array([[0.01, 0.5, 0.01, 0.5]]),
        np.array([below]),
        np.array([peers]),
        RULES,
        np.array([blocked]),
    )[0]


def test_each_condition_of_evidence_counts() -> None:
    n = [50.0] * 4
    assert tier_of(n, 0.95, 0.96) == "evidence"
    assert tier_of(n, 0.80, 0.96) == "look"
    assert tier_of(n, 0.95, 0.95) == "look"
    assert tier_of(n, np.nan, np.nan) == "look"
    assert tier_of(n, 0.95, 0.96, blocked=True) == "look"
    # more than one in ten named wrongly is not allowed, however few are named
    assert tier_of(n, 0.89, 0.96) == "look"


def test_one_rule_says_how_many_ballots_are_enough() -> None:
    assert tier_of([29, 0, 0, 0], 0.95, 0.96) == "too_few"
    assert tier_of([10, 0, 19, 0], 0.95, 0.96) == "too_few"
    assert tier_of([10, 0, 20, 0], 0.95, 0.96) == "evidence"
    # many ballots in one period alone are an estimate and no repetition
    assert tier_of([73, 9, 0, 9], 0.95, 0.96) == "none"


def test_the_surest_are_named_until_too_many_are_wrong() -> None:
    wrong = np.array([0.19, 0.01, 0.15, 0.02, 0.19, 0.0])
    may = np.array([True, True, True, True, True, False])
    assert surest(wrong, may, 0.10).tolist() == [True, True, True, True, False, False]
    assert not surest(wrong, may, 0.005).any()


def test_an_officer_as_low_as_all_the_others_is_not_named() -> None:
    officer, quarter, cell, _, n = crowd(0.70)
    same = [0.7 * size for size in n]
    assert "evidence" not in officer_tiers(officer, quarter, cell, same, n).tier


def ballots(share: float, agreement: float, seed: int = 5) -> list[tuple[object, ...]]:
    """Forty colleagues at 92 % and one at `share`; four answers on each ballot."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for o in range(41):
        theta = share if o == 0 else rng.beta(55, 4.8)
        for q in QUARTERS:
            weight = 1 / agreement - 1
            p = rng.beta(theta * weight, (1 - theta) * weight, 40)
            good = rng.binomial(4, p)
            for k, count in zip(*np.unique(good, return_counts=True), strict=True):
                rows.append((f"o{o:02d}", q, "land", count * k / 4, count, 4))
    return rows


def test_one_answer_below_the_level_does_not_fail_a_ballot() -> None:
    three_of_four = [("a", q, "land", 0.75 * 40, 40, 4) for q in QUARTERS]
    result = officer_tiers(*zip(*three_of_four, strict=True))
    assert result.raw_share == pytest.approx(np.full(4, 0.75))
    assert result.observed == pytest.approx(np.full(4, 30.0))


def test_answers_of_one_ballot_are_one_ballot_of_evidence() -> None:
    parts = zip(*ballots(0.70, 0.9), strict=True)
    officer, quarter, cell, x, n, size = (list(part) for part in parts)
    found = ballot_counts(officer, quarter, cell, x, n, size)
    assert answer_correlation(found) == pytest.approx(0.9, abs=0.03)
    as_ballots = officer_tiers(officer, quarter, cell, x, n, size)
    # the same answers, each thought a citizen of its own
    as_citizens = officer_tiers(
        officer, quarter, cell, [4 * v for v in x], [4 * v for v in n]
    )
    assert as_citizens.p_lower_tail[0] < as_ballots.p_lower_tail[0] / 10


def test_tails_are_exact_where_answers_agree_fully_or_not_at_all() -> None:
    x, n = np.array([[27.0], [30.0]]), np.array([[40.0], [40.0]])
    p = x.sum() / n.sum()
    for agreement, trials in ((1.0, 40), (0.0, 160)):
        units = n * variance_factor(np.array([4.0]), agreement)
        lower, upper = effective_tails(x, n, units)
        good = x[:, 0] * trials / 40
        assert lower == pytest.approx(binom.cdf(good, trials, p))
        assert upper == pytest.approx(binom.sf(good - 1, trials, p))


def test_periods_that_differ_make_many_ballots_tell_less() -> None:
    rng = np.random.default_rng(8)
    rows = []
    for o in range(60):
        theta = rng.beta(55, 4.8)
        for q in QUARTERS:
            moved = np.clip(theta + rng.normal(0, 0.05), 0.02, 0.995)
            rows.append((f"o{o:02d}", q, "land", rng.binomial(400, moved), 400))
    restless = officer_tiers(*zip(*rows, strict=True))
    width = restless.shrunken_high[-1] - restless.shrunken_low[-1]
    alone = 2 * 1.96 * np.sqrt(0.92 * 0.08 / 1600)
    assert width > 1.5 * alone


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
    assert set(result.tier) == {"none"}
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
    settings = replace(RULES, theta_min=0.15, high_is_bad=True)
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
    settings = replace(RULES, theta_min=0.1, high_is_bad=True)
    result = officer_tiers(*zip(*rows, strict=True), settings=settings)
    assert set(result.tier) == {"none"}
    assert result.adjusted_share == pytest.approx(np.full(120, 0.125))
