"""Size of each attribution test at nominal 5 %, with 6, 12 and 26 units.

Draws panels without any effect (unit level, common shocks, autocorrelated unit
noise) and counts how often each test claims one. Run:

    python -m benchmarks.size_few_units [--draws 800] [--seed 20261123]
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, stdtr

from warehouse.statistics.effect.effect import estimate_effect
from warehouse.statistics.effect.interrupted_series import its_segmented
from warehouse.statistics.effect.interrupted_series_mean import its_mean_effect
from warehouse.statistics.effect.panel import build_panel
from warehouse.statistics.effect.permutation import (
    did_permutation,
    start_permutation,
)
from warehouse.statistics.effect.pre_trend import pretrend_test
from warehouse.statistics.effect.staggered import staggered_effects
from warehouse.statistics.effect.two_by_two import did_2x2_cluster

Floats = npt.NDArray[np.float64]
BAR = 0.07
N_PERIODS = 12
UNITS = (6, 12, 26)


def draw_panel(
    rng: np.random.Generator, n_units: int, n_periods: int, rho: float = 0.3
) -> Floats:
    """Outcomes (units, periods): level + common shock + AR(1) noise, no effect."""
    level = rng.normal(0.8, 0.05, (n_units, 1))
    common = rng.normal(0.0, 0.01, n_periods)
    noise = np.empty((n_units, n_periods))
    noise[:, 0] = rng.normal(0, 1, n_units)
    step = rng.normal(0, np.sqrt(1 - rho**2), (n_units, n_periods))
    for t in range(1, n_periods):
        noise[:, t] = rho * noise[:, t - 1] + step[:, t]
    # Units differ in size, hence in noise.
    scale = rng.uniform(0.01, 0.03, (n_units, 1))
    return np.asarray(level + common + scale * noise)


def starts(n_units: int, waves: int) -> Floats:
    """Half of the units start in `waves` waves from period 6 on; half wait."""
    half = n_units // 2
    first = np.sort(6 + 2 * (np.arange(half) % waves)).astype(float)
    return np.concatenate([first, np.zeros(n_units - half)])


def _rows(y: Floats, start: Floats) -> tuple[Floats, list[object], Floats, Floats]:
    n, t = y.shape
    units: list[object] = list(np.repeat(np.arange(n), t))
    times = np.tile(np.arange(1.0, t + 1), n)
    return y.ravel(), units, times, np.repeat(start, t)


def one_draw(rng: np.random.Generator, n_units: int) -> dict[str, float]:
    """P-values of every test on one panel without an effect."""
    y = draw_panel(rng, n_units, N_PERIODS)
    start = starts(n_units, 2)
    panel = build_panel(*_rows(y, start))
    fit = staggered_effects(panel)
    overall = fit.group.overall
    two = starts(n_units, 1)
    began = (two > 0).astype(float)
    before, after = y[:, :5].mean(axis=1), y[:, 5:].mean(axis=1)
    did = did_2x2_cluster(
        np.r_[before, after],
        np.tile(began, 2),
        np.repeat([0, 1], n_units),
        [*range(n_units)] * 2,
    )
    return {
        "staggered, analytic z": float(2 * ndtr(-abs(overall.att) / overall.se)),
        "staggered, jackknife t": float(
            2 * stdtr(n_units - 1, -abs(overall.att) / overall.se_jackknife)
        ),
        "staggered, permuted starts": start_permutation(panel).p_two_sided,
        "pre-trend, joint": pretrend_test(fit).p_value,
        "2x2, CR1 t(G-1)": did.p_cr1_tG1,
        "2x2, CR2": did.p_cr2,
        "2x2, permutation": did_permutation(before, after, began).p_two_sided,
        "chosen, two waves": estimate_effect(*_rows(y, start)).p_value,
        "chosen, one wave": estimate_effect(*_rows(y, two)).p_value,
        "chosen, one period before": estimate_effect(
            *_rows(y[:, 4:6], np.where(two > 0, 2.0, 0.0))
        ).p_value,
    }


def size_table(draws: int, seed: int) -> dict[str, list[float]]:
    """Share of draws with p < 0.05, per test and number of units."""
    rng = np.random.default_rng(seed)
    table: dict[str, list[float]] = {}
    for n_units in UNITS:
        results = [one_draw(rng, n_units) for _ in range(draws)]
        for name in results[0]:
            p = np.array([r[name] for r in results])
            table.setdefault(name, []).append(float((p < 0.05).mean()))
    return table


def series_table(draws: int, seed: int) -> dict[str, list[float]]:
    """The same for the interrupted series (no control), by length and memory."""
    rng = np.random.default_rng(seed)
    table: dict[str, list[float]] = {}
    for rho in (0.0, 0.3, 0.6):
        for n_points in (24, 36, 60):
            p = np.array([_series_draw(rng, n_points, rho) for _ in range(draws)])
            for name, hits in zip(
                ("Newey-West step", "averaged"), (p < 0.05).mean(axis=0), strict=True
            ):
                row = f"interrupted series, {name}, rho {rho}"
                table.setdefault(row, []).append(float(hits))
    return table


def _series_draw(
    rng: np.random.Generator, n_points: int, rho: float
) -> tuple[float, float]:
    """P-values of the Newey-West step and of the averaged mean effect."""
    y, start = draw_panel(rng, 1, n_points, rho)[0], n_points // 2 + 1
    fit = its_segmented(y, start)
    t = abs(float(fit.coef[2] / fit.se_hac[2]))
    return float(2 * stdtr(n_points - 4, -t)), its_mean_effect(y, start).p_value


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=800)
    parser.add_argument("--seed", type=int, default=20261123)
    args = parser.parse_args()
    begin = time.perf_counter()
    for title, heads, table in (
        ("units", UNITS, size_table(args.draws, args.seed)),
        ("points", (24, 36, 60), series_table(args.draws, args.seed)),
    ):
        print(f"| test | {' | '.join(f'{h} {title}' for h in heads)} |")
        print(f"|---|{'---:|' * len(heads)}")
        for name, sizes in table.items():
            cells = " | ".join(f"{size:.3f}" for size in sizes)
            print(f"| {name} | {cells} |")
        print()
    print(f"{args.draws} draws, seed {args.seed}, {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
