"""Ballots of one person or day are worth what they say anew, and never more."""

from __future__ import annotations

import itertools
from functools import partial

import numpy as np
import pandas as pd
import pytest

from tests.warehouse.statistics.officers.test_tiers import RULES
from warehouse.statistics.officers import judged
from warehouse.statistics.officers.ballots import BallotCounts, ballot_counts
from warehouse.statistics.officers.clusters import (
    ClusterEffects,
    ballot_pairs,
    cluster_correlation,
    cluster_effects,
)
from warehouse.statistics.officers.judged import OfficerTiers

QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
KEYS = ["officer", "period", "good"]


def drawn(alike: float, each: int, seed: int = 4, people: int = 12) -> pd.DataFrame:
    """Ballots of four questions about 60 officers, `each` of a person in a period;
    `alike` of the ballots repeat the person's first."""
    rng = np.random.default_rng(seed)
    rows = []
    for o in range(60):
        theta = rng.beta(30, 4)
        for period in QUARTERS:
            for person in range(people):
                first = rng.binomial(4, rng.beta(theta * 2, (1 - theta) * 2))
                for _ in range(each):
                    again = rng.binomial(4, rng.beta(theta * 2, (1 - theta) * 2))
                    good = first if rng.random() < alike else again
                    rows.append((f"o{o:02d}", period, person, good))
    return pd.DataFrame(rows, columns=["officer", "period", "person", "good"])


def pairs_of(rows: pd.DataFrame, person: list[str]) -> pd.DataFrame:
    """Ordered pairs of ballots of one officer and person, by their two periods."""
    one = rows[person].astype(str).agg(" ".join, axis=1)
    shares = rows.assign(share=rows["good"] / 4, one=one)
    parts = shares.groupby(["officer", "one", "period"], as_index=False)["share"].agg(
        n="size", total="sum", squares=lambda s: (s**2).sum()
    )
    both = parts.merge(parts, on=["officer", "one"], suffixes=("", "_b"))
    both = both[both["period"] >= both["period_b"]]
    same = both["period"] == both["period_b"]
    both["pairs"] = np.where(
        same, both["n"] * (both["n"] - 1), 2 * both["n"] * both["n_b"]
    )
    both["product"] = np.where(
        same,
        both["total"] ** 2 - both["squares"],
        2 * both["total"] * both["total_b"],
    )
    both = both[both["pairs"] > 0].assign(clusters=1)
    keys = ["officer", "period", "period_b"]
    sums = both.groupby(keys, as_index=False)[["clusters", "pairs", "product"]].sum()
    return pd.DataFrame(sums)


def effects_of(
    ballots: BallotCounts, *, pairs: pd.DataFrame, kind: str
) -> ClusterEffects:
    columns = [pairs[name].tolist() for name in pairs]
    return cluster_effects(ballots, {kind: ballot_pairs(ballots, *columns)})


def judge(
    rows: pd.DataFrame, pairs: pd.DataFrame | None = None, kind: str = "named"
) -> OfficerTiers:
    counts = rows.groupby(KEYS, as_index=False).size()
    n = counts["size"].to_numpy(float)
    return judged.officer_tiers(
        counts["officer"].tolist(),
        counts["period"].tolist(),
        ["c"] * len(counts),
        n * counts["good"].to_numpy(float) / 4,
        n,
        4,
        settings=RULES,
        clusters=None if pairs is None else partial(effects_of, pairs=pairs, kind=kind),
    )


def counts_of(rows: pd.DataFrame) -> BallotCounts:
    counts = rows.groupby(KEYS, as_index=False).size()
    n = counts["size"].to_numpy(float)
    good = n * counts["good"].to_numpy(float) / 4
    cell = ["c"] * len(counts)
    return ballot_counts(
        counts["officer"].tolist(), counts["period"].tolist(), cell, good, n, 4
    )


OF_PERIOD = ["officer", "period", "person"]


def test_five_ballots_that_say_the_same_are_one() -> None:
    """A person who fills in five like ballots makes nobody surer."""
    rows = drawn(1.0, 5)
    once = judge(rows.groupby(OF_PERIOD, as_index=False).first())
    bound = pairs_of(rows, ["officer", "person"]).query("period == period_b")
    often = judge(rows, bound)
    np.testing.assert_allclose(often.n, 5 * once.n)
    np.testing.assert_allclose(often.n_window_single, once.n_window, rtol=1e-9)
    for name in ("p_lower_tail", "prob_below", "shrunken_low", "shrunken_high"):
        found, right = getattr(often, name), getattr(once, name)
        # how far the answers of a ballot agree is measured on other pairs
        assert np.nanmax(np.abs(found - right)) < 0.05, name
    # without a word about people the same ballots make many periods look low
    blind = judge(rows)
    low = [(found.p_lower_tail < 0.025).mean() for found in (once, often, blind)]
    assert low[2] > 2.5 * max(low[:2])


def test_ballots_that_stand_alone_cost_nothing() -> None:
    rows = drawn(0.0, 1)
    pairs = pairs_of(rows, OF_PERIOD)
    assert pairs.empty
    free, bound = judge(rows), judge(rows, pairs)
    np.testing.assert_array_equal(free.prob_below, bound.prob_below)
    np.testing.assert_array_equal(free.n_window, bound.n_window_single)


@pytest.mark.parametrize("alike", [0.0, 0.5, 1.0])
def test_the_correlation_is_that_of_pairs(alike: float) -> None:
    """Against every pair of an officer's quarter, looked at one by one."""
    rows = drawn(alike, 3, people=5)
    numerator = denominator = 0.0
    for _, mine in rows.groupby(["officer", "period"]):
        values = list(zip(mine["person"], mine["good"] / 4, strict=True))
        inside = shared = apart = n_apart = 0.0
        for (one, a), (other, b) in itertools.permutations(values, 2):
            if one == other:
                inside, shared = inside + a * b, shared + 1
            else:
                apart, n_apart = apart + a * b, n_apart + 1
        squares = float((mine["good"] / 4).pow(2).mean())
        weight = apart / n_apart
        numerator += inside - shared * weight
        denominator += shared * (squares - weight)
    ballots, pairs = counts_of(rows), pairs_of(rows, OF_PERIOD)
    found = cluster_correlation(
        ballots, ballot_pairs(ballots, *(pairs[name].tolist() for name in pairs))
    )
    assert found == pytest.approx(np.clip(numerator / denominator, 0, 1), abs=1e-9)
    # both are the person's first, or one is and the other is it
    assert found == pytest.approx(alike**2, abs=0.12)


def test_a_design_effect_is_never_below_one() -> None:
    rows = drawn(0.0, 4, seed=8)
    ballots, pairs = counts_of(rows), pairs_of(rows, ["officer", "person"])
    effects = effects_of(ballots, pairs=pairs, kind="named")
    assert (effects.by_period() >= 1).all()
    assert (effects.of_window(0, 4) >= 1).all()


def test_one_person_in_four_quarters_is_one_person() -> None:
    """Quarter by quarter nobody is seen twice; over the year all are."""
    rows = drawn(0.0, 1, people=15)
    first = rows.groupby(["officer", "person"])["good"].transform("first")
    rows = rows.assign(good=first)
    ballots, pairs = counts_of(rows), pairs_of(rows, ["officer", "person"])
    # nobody twice in a period: nothing says how alike, so a person counts once
    effects = effects_of(ballots, pairs=pairs, kind="named")
    np.testing.assert_array_equal(effects.by_period(), 1.0)
    np.testing.assert_allclose(effects.of_window(0, 4), 4.0)
    found = judge(rows, pairs)
    assert set(found.n_window_single[3::4]) == {15.0}
    assert set(np.array(found.tier)[3::4]) == {"too_few"}


def test_days_count_only_where_they_are_alike() -> None:
    rows = drawn(0.0, 6, seed=2)
    free = effects_of(counts_of(rows), pairs=pairs_of(rows, OF_PERIOD), kind="day")
    np.testing.assert_array_equal(free.by_period(), 1.0)
    alike = drawn(0.7, 6, seed=2)
    bound = effects_of(counts_of(alike), pairs=pairs_of(alike, OF_PERIOD), kind="day")
    assert bound.by_period().min() > 1.5


def test_few_clusters_do_not_tell_and_count_once() -> None:
    rows = drawn(0.0, 1)
    twice = rows[(rows["officer"] == "o00") & (rows["person"] < 5)]
    rows = pd.concat([rows, twice], ignore_index=True)
    pairs = pairs_of(rows, OF_PERIOD)
    effects = effects_of(counts_of(rows), pairs=pairs, kind="named").by_period()
    # 17 ballots of 12 people, five of whom gave two
    np.testing.assert_allclose(effects[0], 1 + 10 / 17)
    np.testing.assert_array_equal(effects[1:], 1.0)


def test_a_row_of_an_officer_without_ballots_is_refused() -> None:
    ballots = counts_of(drawn(0.0, 1))
    with pytest.raises(KeyError):
        ballot_pairs(ballots, ["nobody"], ["2026-Q1"], ["2026-Q1"], [1], [2], [1.0])
