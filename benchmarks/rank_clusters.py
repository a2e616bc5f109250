"""Do the limits of the chance to be higher hold where ballots come in clusters?

Two waves of 30 clusters of 10 ballots, levels 1 to 5, nothing changed. Ballots of a
cluster are alike by a latent correlation, or clusters differ only in how satisfied
their satisfied people are. Limits by the design effect of the share, and by the larger
of that and the mean's, as `stat_before_after` shows them.

    python -m benchmarks.rank_clusters --draws 2000
"""

from __future__ import annotations

import argparse

import numpy as np

from warehouse.statistics.change.ordinal import brunner_munzel_columns

N_CLUSTERS, SIZE = 30, 10
CUTS = (-2.0, -1.4, -0.8, 0.3)
SATISFIED = 4
CORRELATIONS = (0.0, 0.1, 0.3)


def levels_of(rng: np.random.Generator, correlation: float | None) -> np.ndarray:
    """Levels of one wave, clusters × ballots; None: clusters differ in degree alone."""
    shape = (N_CLUSTERS, SIZE)
    if correlation is None:
        is_keen = rng.random((N_CLUSTERS, 1)) < 0.5
        levels = np.where(is_keen, 5, 4), np.where(is_keen, 3, 1)
        return np.where(rng.normal(size=shape) > CUTS[2], *levels)
    alike = rng.normal(0, np.sqrt(correlation), (N_CLUSTERS, 1))
    latent = alike + rng.normal(0, np.sqrt(1 - correlation), shape)
    return np.asarray(1 + sum((latent > cut).astype(int) for cut in CUTS))


def design_effects(levels: np.ndarray) -> tuple[float, float]:
    """Of the share and of the mean level, at least 1."""
    found = []
    for values in ((levels >= SATISFIED).astype(float), levels.astype(float)):
        by_cluster = values.mean(axis=1)
        variance = by_cluster.var(ddof=1) / N_CLUSTERS
        found.append(max(1.0, variance / (values.var(ddof=1) / values.size)))
    return found[0], found[1]


def held(correlation: float | None, n_draws: int, seed: int) -> tuple[float, float]:
    """Share of draws whose limits hold ½: by the share's effect, by the larger."""
    rng = np.random.default_rng(seed)
    n_held = np.zeros(2)
    for _ in range(n_draws):
        waves = [levels_of(rng, correlation) for _ in range(2)]
        effects = [design_effects(wave) for wave in waves]
        counts = [np.bincount(wave.ravel(), minlength=6)[1:] for wave in waves]
        for n, worth in enumerate(([e[0] for e in effects], [max(e) for e in effects])):
            before, after = (c / w for c, w in zip(counts, worth, strict=True))
            found = brunner_munzel_columns(before, after)
            n_held[n] += found.logit_lo[0] <= 0.5 <= found.logit_hi[0]
    return float(n_held[0] / n_draws), float(n_held[1] / n_draws)


def main() -> None:
    """Prints the table for `docs/statistics.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    print("| ballots of a cluster | by the share's effect | by the larger, shown |")
    print("|---|---:|---:|")
    for correlation in (*CORRELATIONS, None):
        of_share, larger = held(correlation, asked.draws, asked.seed)
        name = "differ in degree alone" if correlation is None else f"{correlation:.1f}"
        print(f"| {name} | {100 * of_share:.1f} % | {100 * larger:.1f} % |")


if __name__ == "__main__":
    main()
