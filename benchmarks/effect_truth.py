"""Does the effect between two waves keep its promise on planted truth?

Provinces of 56 communes of which 15 never start. Satisfaction before differs
between units, both waves are drawn ballot by ballot, and units change by
themselves too. For a true effect of 0, 3 and 6 points: how often an effect is called
(size, power) and how often the 95 % interval holds the truth. Two in seven communes
share the ballots of one old commune in the wave before.

    python -m benchmarks.effect_truth --provinces 2000
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy.stats import norm

from warehouse.statistics.effect.wave_effect import wave_effect

N_UNITS = 56
N_WAITING = 15
N_BALLOTS = 180
N_PAIRS_SHARED = 8
SPREAD = 0.05
OWN_CHANGE = 0.03
EFFECTS = (0.0, 0.03, 0.06)


def shares(effect: float, n_provinces: int, seed: int) -> dict[str, float]:
    """Share of provinces that tell an effect, and whose interval holds the truth.

    Args:
        effect: True effect on each started unit, 0..1.
        n_provinces: Provinces drawn.
        seed: Seed of the draws.
    """
    rng = np.random.default_rng(seed)
    n_marked = n_held = n_wrong = 0
    widths = []
    for _ in range(n_provinces):
        before, after, months, group, truth = _province(rng, effect)
        fit = wave_effect(before, after, months, group).effect
        n_marked += fit.p_value < 0.05
        n_wrong += fit.p_value < 0.05 and fit.value * (truth or -fit.value) < 0
        n_held += fit.lo <= truth <= fit.hi
        widths.append(fit.detectable)
    return {
        "shares": n_marked / n_provinces,
        "wrong_sign": n_wrong / n_provinces if effect else 0.0,
        "held": n_held / n_provinces,
        "detectable": float(np.median(widths)),
    }


def _province(
    rng: np.random.Generator, effect: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, float]:
    """Shares seen before and after, months since the start, groups, true effect."""
    group = np.arange(N_UNITS)
    order = rng.permutation(N_UNITS)
    for k in range(N_PAIRS_SHARED):
        group[order[2 * k + 1]] = group[order[2 * k]]
    started = np.ones(N_UNITS, dtype=bool)
    started[rng.permutation(N_UNITS)[:N_WAITING]] = False
    level = np.clip(rng.normal(0.74, SPREAD, N_UNITS), 0.5, 0.9)[group]
    own = rng.normal(0, OWN_CHANGE, N_UNITS)
    later = np.clip(level + own + effect * started, 0.02, 0.98)
    # communes cut from one old commune show the ballots of that one
    seen = rng.binomial(N_BALLOTS, level[group]) / N_BALLOTS
    before = seen[group]
    after = rng.binomial(N_BALLOTS, later) / N_BALLOTS
    months = np.where(started, rng.integers(4, 12, N_UNITS), np.nan)
    return before, after, months, group, effect


def main() -> None:
    """Prints the table for `docs/statistics.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provinces", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("| true effect | called | wrong sign | interval holds | smallest seen |")
    print("|---:|---:|---:|---:|---:|")
    for effect in EFFECTS:
        found = shares(effect, asked.provinces, asked.seed)
        print(
            f"| {100 * effect:.0f} | {found['shares']:.3f} |"
            f" {found['wrong_sign']:.3f} | {found['held']:.3f} |"
            f" {100 * found['detectable']:.1f} |"
        )
    margin = norm.ppf(0.975) * np.sqrt(0.05 * 0.95 / asked.provinces)
    print(f"\n{asked.provinces:,} provinces each; 0.05 is known to ± {margin:.3f}.")


if __name__ == "__main__":
    main()
