"""The share of a group of people, against the same from every single ballot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from warehouse.statistics.sampling.domains import (
    DomainSums,
    domain_shares,
    effective_ballots,
)

PEOPLE = {"a": 900.0, "b": 300.0, "c": 100.0}


def ballots(seed: int = 3) -> pd.DataFrame:
    """Three sources of unequal ballots, in which the group is not equally frequent."""
    rng = np.random.default_rng(seed)
    parts = []
    for place, (source, n) in enumerate((("a", 60), ("b", 45), ("c", 30))):
        parts.append(
            pd.DataFrame(
                {
                    "source": source,
                    "y": (rng.random(n) < 0.6 + 0.1 * place).astype(float),
                    "g": rng.random(n) < 0.3 + 0.1 * place,
                    "w": rng.uniform(0.5, 2, n).round(2),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def sums_of(rows: pd.DataFrame) -> DomainSums:
    total = dict.fromkeys(DomainSums.__dataclass_fields__, 0.0)
    for source, own in rows.groupby("source"):
        n = len(own)
        rate, c = (
            PEOPLE[str(source)] / sum(PEOPLE.values()) / own["w"].sum(),
            n / (n - 1),
        )
        mine = own[own["g"]]
        w, x = mine["w"].sum(), (mine["w"] * mine["y"]).sum()
        total["size"] += rate * w
        total["satisfied"] += rate * x
        total["square_satisfied"] += c * (rate * mine["w"] * mine["y"]).pow(2).sum()
        total["square_all"] += c * (rate * mine["w"]).pow(2).sum()
        total["mean_satisfied"] += c * rate**2 * x * x / n
        total["mean_both"] += c * rate**2 * x * w / n
        total["mean_all"] += c * rate**2 * w * w / n
    return DomainSums(**total)


def by_ballot(rows: pd.DataFrame) -> tuple[float, float]:
    """Särndal's ratio and its linearised variance, ballot by ballot."""
    rates = rows["source"].map(PEOPLE) / sum(PEOPLE.values())
    r = rates * rows["w"] / rows.groupby("source")["w"].transform("sum")
    size = (r * rows["g"]).sum()
    p = (r * rows["g"] * rows["y"]).sum() / size
    z = r * rows["g"] * (rows["y"] - p) / size
    of = z.groupby(rows["source"])
    squares = ((z - of.transform("mean")) ** 2).groupby(rows["source"]).sum()
    return float(p), float((squares * of.size() / (of.size() - 1)).sum())


def test_seven_sums_give_what_all_ballots_give() -> None:
    rows = ballots()
    share, variance = domain_shares(sums_of(rows))
    want_share, want_variance = by_ballot(rows)
    assert share == pytest.approx(want_share, rel=1e-12)
    assert variance == pytest.approx(want_variance, rel=1e-12)


def test_one_source_of_equal_ballots_is_binomial() -> None:
    rows = ballots()[:60].assign(w=1.0)
    sums = sums_of(rows)
    share, variance = domain_shares(sums)
    mine = rows[rows["g"]]
    assert share == pytest.approx(mine["y"].mean())
    worth = effective_ballots(share, variance, sums)
    assert worth == pytest.approx(len(mine) * 59 / 60)


def test_where_all_answer_alike_the_weights_alone_say_what_it_is_worth() -> None:
    rows = ballots()[:60].assign(y=1.0)
    sums = sums_of(rows)
    share, variance = domain_shares(sums)
    assert share == 1
    assert variance == pytest.approx(0, abs=1e-15)
    w = rows.loc[rows["g"], "w"]
    kish = w.sum() ** 2 / (w**2).sum()
    assert effective_ballots(share, variance, sums) == pytest.approx(kish * 59 / 60)


def test_a_group_nobody_is_in_has_no_share() -> None:
    share, variance = domain_shares(DomainSums(*[0.0] * 7))
    assert np.isnan([share, variance]).all()


def test_the_variance_is_that_of_repeated_samples() -> None:
    """Of 1,500 samples: the mean of the estimates is the spread that is seen."""
    found = [domain_shares(sums_of(ballots(seed))) for seed in range(1_500)]
    shares, variances = np.array(found).T
    assert np.mean(variances) == pytest.approx(np.var(shares), rel=0.1)
