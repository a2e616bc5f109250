"""Does the effect between two waves, and over more, keep its promise on planted truth?

Provinces of 56 communes of which 15 never start. Satisfaction before differs
between units, both waves are drawn ballot by ballot, and units change by
themselves too. For a true effect of 0, 3 and 6 points: how often an effect is called
(size, power) and how often the 95 % interval holds the truth. Two in seven communes
share the ballots of one old commune in the wave before. A second table has three and
four waves, where communes start before any wave after the first.

    python -m benchmarks.effect_truth --provinces 2000
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy.stats import norm

from warehouse.statistics.effect.clustered import Coefficient
from warehouse.statistics.effect.staggered_waves import NEVER, staggered_waves
from warehouse.statistics.effect.wave_effect import wave_effect

N_UNITS = 56
N_WAITING = 15
N_BALLOTS = 180
N_PAIRS_SHARED = 8
SPREAD = 0.05
OWN_CHANGE = 0.03
EFFECTS = (0.0, 0.03, 0.06)
RISE = 0.01
"""All communes rise by so much from wave to wave."""


def shares(effect: float, n_provinces: int, seed: int) -> dict[str, float]:
    """Share of provinces that tell an effect, and whose interval holds the truth.

    Args:
        effect: True effect on each started unit, 0..1.
        n_provinces: Provinces drawn.
        seed: Seed of the draws.
    """
    rng = np.random.default_rng(seed)
    fits = []
    for _ in range(n_provinces):
        before, after, months, group, _ = _province(rng, effect)
        fits.append(wave_effect(before, after, months, group).effect)
    return _kept(fits, effect)


def staggered_shares(
    effect: float, n_waves: int, n_provinces: int, seed: int
) -> dict[str, float]:
    """The same over several waves; arguments as for `shares`."""
    rng = np.random.default_rng(seed)
    fits = []
    for _ in range(n_provinces):
        seen, start, group = _waves(rng, effect, n_waves)
        fits.append(staggered_waves(seen, start, group).effect)
    return _kept(fits, effect)


def _kept(fits: list[Coefficient], truth: float) -> dict[str, float]:
    n = len(fits)
    marked = [fit for fit in fits if fit.p_value < 0.05]
    return {
        "shares": len(marked) / n,
        "wrong_sign": sum(fit.value * truth < 0 for fit in marked) / n,
        "held": sum(fit.lo <= truth <= fit.hi for fit in fits) / n,
        "detectable": float(np.median([fit.detectable for fit in fits])),
    }


def _waves(
    rng: np.random.Generator, effect: float, n_waves: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares seen in each wave, the wave after each start, groups."""
    group = np.arange(N_UNITS)
    order = rng.permutation(N_UNITS)
    for k in range(N_PAIRS_SHARED):
        group[order[2 * k + 1]] = group[order[2 * k]]
    start = np.full(N_UNITS, NEVER)
    starting = rng.permutation(N_UNITS)[N_WAITING:]
    start[starting] = rng.integers(1, n_waves, len(starting))
    level = np.clip(rng.normal(0.74, SPREAD, N_UNITS), 0.5, 0.9)[group]
    seen = np.empty((N_UNITS, n_waves))
    seen[:, 0] = (rng.binomial(N_BALLOTS, level) / N_BALLOTS)[group]
    for wave in range(1, n_waves):
        own = rng.normal(RISE * wave, OWN_CHANGE, N_UNITS)
        share = np.clip(level + own + effect * (start <= wave), 0.02, 0.98)
        seen[:, wave] = rng.binomial(N_BALLOTS, share) / N_BALLOTS
    return seen, start, group


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
    head = (
        "| waves | true effect | called | wrong sign | interval holds | smallest seen |"
    )
    print(f"{head}\n|---:|---:|---:|---:|---:|---:|")
    for n_waves in (2, 3, 4):
        for effect in EFFECTS:
            if n_waves == 2:
                found = shares(effect, asked.provinces, asked.seed)
            else:
                found = staggered_shares(effect, n_waves, asked.provinces, asked.seed)
            print(
                f"| {n_waves} | {100 * effect:.0f} | {found['shares']:.3f} |"
                f" {found['wrong_sign']:.3f} | {found['held']:.3f} |"
                f" {100 * found['detectable']:.1f} |"
            )
    margin = norm.ppf(0.975) * np.sqrt(0.05 * 0.95 / asked.provinces)
    print(f"\n{asked.provinces:,} provinces each; 0.05 is known to ± {margin:.3f}.")


if __name__ == "__main__":
    main()
