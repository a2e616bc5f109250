"""Wrong flags and power of the officer tiers, on officers with known true shares.

600 officers, 4 quarters, true shares with mean 92 % and a spread of 3.5 points;
truly low means below 85 %. Ballots per quarter vary around 30, 60 or 100. Run:

    python -m benchmarks.officer_tiers [--draws 90] [--seed 20261123]
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit
from scipy.stats import binom

from warehouse.statistics.officers.tiers import (
    EVIDENCE,
    LOOK,
    TierSettings,
    officer_tiers,
)

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

BAR = 0.10
N_OFFICERS = 600
N_QUARTERS = 4
MEAN, SPREAD = 0.92, 0.035
LOW = 0.85
# Procedure group x channel: ease of pleasing (log odds), with equal expected use.
EASE = np.array([-0.6, -0.2, 0.2, 0.6])
# Ballots a quarter, whether work differs, and how many times the draws: with few
# ballots few officers reach evidence, so more draws are needed for one figure.
SETTINGS = ((30, False, 4), (60, False, 1), (100, False, 1), (100, True, 1))
QUARTERS = [f"2026-Q{q + 1}" for q in range(N_QUARTERS)]


def draw_officers(rng: np.random.Generator) -> Floats:
    """True shares: a beta distribution with the mean and spread above."""
    weight = MEAN * (1 - MEAN) / SPREAD**2 - 1
    return rng.beta(MEAN * weight, (1 - MEAN) * weight, N_OFFICERS)


def cell_rates(theta: Floats, has_mix: bool) -> Floats:
    """True share per cell; their mean is the share at an average mix of work."""
    ease = EASE if has_mix else np.zeros(len(EASE))
    return expit(logit(theta)[:, None] + ease)


def draw_counts(
    rng: np.random.Generator, rates: Floats, median_n: int
) -> tuple[Floats, Floats]:
    """Satisfied and valid ballots, shape (officers, quarters, cells)."""
    busy = rng.lognormal(np.log(median_n), 0.4, (len(rates), 1, 1))
    mix = rng.dirichlet(np.full(len(EASE), 3.0), len(rates))[:, None, :]
    size = (len(rates), N_QUARTERS, len(EASE))
    n = rng.poisson(np.broadcast_to(busy * mix, size))
    x = rng.binomial(n, np.broadcast_to(rates[:, None, :], size))
    return x.astype(float), n.astype(float)


def simple_rules(x: Floats, n: Floats) -> dict[str, Bools]:
    """Rules on plain quarterly counts, for comparison."""
    total_x, total_n = x.sum(axis=2), n.sum(axis=2)
    share = total_x / np.maximum(total_n, 1)
    low = binom.cdf(total_x, total_n, total_x.sum() / total_n.sum()) < 0.025
    return {
        "any quarter raw < 80 %": ((share < 0.8) & (total_n > 0)).any(axis=1),
        "below limit, 2 in a row": (low[:, 1:] & low[:, :-1]).any(axis=1),
        "below limit, 2 of 4": low.sum(axis=1) >= 2,
    }


def tier_rules(
    x: Floats, n: Floats, settings: TierSettings
) -> tuple[dict[str, Bools], float]:
    """Tiers of the last quarter, and the wrong-flag share the page would print."""
    officers, quarters, cells = x.shape
    names = [f"{i:04d}" for i in range(officers)]
    result = officer_tiers(
        list(np.repeat(names, quarters * cells)),
        list(np.tile(np.repeat(QUARTERS, cells), officers)),
        list(np.tile([f"c{c}" for c in range(cells)], officers * quarters)),
        x.ravel(),
        n.ravel(),
        settings=settings,
    )
    last = np.array(result.tier)[np.array(result.period) == QUARTERS[-1]]
    flags = {
        "tier look or evidence": np.isin(last, [LOOK, EVIDENCE]),
        "tier evidence": last == EVIDENCE,
    }
    return flags, result.expected_wrong_share[QUARTERS[-1]]


def measure(
    draws: int, seed: int, median_n: int, has_mix: bool, settings: TierSettings
) -> dict[str, tuple[float, float, float, float]]:
    """Flagged per 600, wrongly flagged share, its printed estimate, share found."""
    rng = np.random.default_rng(seed)
    sums: dict[str, Floats] = {}
    printed: list[float] = []
    for _ in range(draws):
        rates = cell_rates(draw_officers(rng), has_mix)
        low = rates.mean(axis=1) < LOW
        x, n = draw_counts(rng, rates, median_n)
        flags, expected = tier_rules(x, n, settings)
        printed += [expected * flags["tier evidence"].sum()] if expected >= 0 else []
        for name, flag in {**simple_rules(x, n), **flags}.items():
            wrong, found = (flag & ~low).sum(), (flag & low).sum()
            row = np.array([flag.sum(), wrong, found, low.sum()])
            sums[name] = sums.get(name, np.zeros(4)) + row
    table = {}
    for name, (flagged, wrong, found, low_total) in sums.items():
        estimate = sum(printed) / flagged if name == "tier evidence" else np.nan
        table[name] = (flagged / draws, wrong / flagged, estimate, found / low_total)
    return table


def main() -> None:
    """Print one table per setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=90)
    parser.add_argument("--seed", type=int, default=20261123)
    args = parser.parse_args()
    begin, settings = time.perf_counter(), TierSettings()
    print(
        "| ballots a quarter, work | rule | flagged of 600 | wrong | printed | found |"
    )
    print("|---|---|---:|---:|---:|---:|")
    for median_n, has_mix, times in SETTINGS:
        label = f"{median_n}, {'mixed' if has_mix else 'alike'}"
        rows = measure(times * args.draws, args.seed, median_n, has_mix, settings)
        for name, (flagged, wrong, printed, found) in rows.items():
            shown = "" if np.isnan(printed) else f"{printed:.3f}"
            print(
                f"| {label} | {name} | {flagged:.1f} | {wrong:.3f} | {shown} "
                f"| {found:.2f} |"
            )
    print(
        f"\n{args.draws} draws, seed {args.seed}, {time.perf_counter() - begin:.0f} s"
    )


if __name__ == "__main__":
    main()
