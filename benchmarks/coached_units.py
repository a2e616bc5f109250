"""How often a unit whose own ballots are coached is told from the Front's survey.

Units with own ballots and answers to the survey of the same days; in some of them the
own ballots are the friendlier by so many points. They are compared by the frame that
the pages read, in one wave and in a second one after it. Beside each share stands that
of an ideal observer: one who knows how shares of units spread, by how much coaching
raises the own ballots and all counts, judges each unit by them, and marks as seldom
where there is none. Run:

    python -m benchmarks coached_units [--waves 2000] [--seed 20261129]
"""

from __future__ import annotations

import argparse
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.rules.frames import shipped_frame
from warehouse.statistics.frames.independent_gaps import independent_gaps

UNITS, COACHED = 24, 4
OWN, ASKED = 400, 200
TRUE_SHARES = np.array([0.70, 0.78, 0.85])
PERIODS = ("2026-Q1", "2026-Q3")
EXTRA = (0.10, 0.15)
"""Points by which coaching raises the own ballots."""
BARRED = {(0.15, 1), (0.10, 2), (0.15, 2)}
"""Points and waves whose bar is held; in one wave of these sizes not even an ideal
observer finds ten points often enough."""
FOUND_BAR, ALARM_BAR = 0.80, 0.01
DIFFERS = ("slightly_worse", "worse")
PRIOR_MEAN, PRIOR_SD = 0.78, 0.07
IDEAL_WAVES = 1_000

Counts = NDArray[np.int64]


def counts_of(
    rng: np.random.Generator, n_waves: int, extra: float, periods: int
) -> tuple[Counts, Counts]:
    """Satisfied own ballots and answers of the survey: wave, unit, period."""
    true = TRUE_SHARES[np.arange(UNITS) % len(TRUE_SHARES)][:, None]
    is_coached = (np.arange(UNITS) < COACHED)[:, None]
    own = np.minimum(true + is_coached * extra, 1.0)
    size = (n_waves, UNITS, periods)
    return rng.binomial(OWN, own, size), rng.binomial(ASKED, true, size)


def gaps_of(own: Counts, asked: Counts) -> pd.DataFrame:
    """Gaps of the last period; each wave is a question of its own, so a family."""
    n_waves, n_units, periods = own.shape
    wave, unit, period = (place.ravel() for place in np.indices(own.shape))
    names = np.array([f"U{unit:02}" for unit in range(n_units)])
    strata = pd.DataFrame(
        {
            "unit_key": names[unit],
            "stratum_key": names[unit],
            "source_unit_key": names[unit],
            "item_code": np.array([f"q{i:05}" for i in range(n_waves)])[wave],
            "period": np.array(PERIODS[-periods:])[period],
            "n_service": float(OWN),
            "n_service_satisfied": own.ravel(),
            "n_service_effective": float(OWN),
            "n_independent": float(ASKED),
            "n_independent_satisfied": asked.ravel(),
            "n_independent_effective": float(ASKED),
        }
    ).assign(map="today", share_moved=1.0)
    strata["front_wave"] = strata["period"]
    units = pd.DataFrame({"unit_key": names, "unit_code": names})
    units = units.assign(unit_level="commune", unit_valid_from=date(2025, 7, 1))
    found = independent_gaps(
        sources=strata, units=units, thresholds=shipped_frame("thresholds")
    )
    last = found[found["period"] == PERIODS[-1]]
    return last.sort_values(["item_code", "unit_key"], ignore_index=True)


def ideal_scores(own: Counts, asked: Counts, extra: float) -> NDArray[np.float64]:
    """Log odds of each unit that its own ballots are raised, all that counts say."""
    periods = own.shape[2]
    x, y = own.sum(axis=2)[..., None], asked.sum(axis=2)[..., None]
    n, m = OWN * periods, ASKED * periods
    grid = np.linspace(0.5, 0.98, 97)
    prior = -0.5 * ((grid - PRIOR_MEAN) / PRIOR_SD) ** 2

    def evidence(share: NDArray[np.float64]) -> NDArray[np.float64]:
        told = x * np.log(share) + (n - x) * np.log1p(-share) + prior
        told = told + y * np.log(grid) + (m - y) * np.log1p(-grid)
        return np.asarray(np.logaddexp.reduce(told, axis=-1))

    return evidence(np.minimum(grid + extra, 0.999)) - evidence(grid)


def by_wave(values: pd.Series) -> NDArray[np.float64]:
    """A column of gaps as waves by units."""
    return values.to_numpy().reshape(-1, UNITS)


def main() -> None:
    """Prints shares found beside their bars; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=20261129)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    is_met = True
    for periods in (1, 2):
        clean = counts_of(rng, given.waves, 0.0, periods)
        quiet = gaps_of(*clean)
        marks = by_wave(quiet["needs_check"])
        alarms = float(marks.any(axis=1).mean())
        slack = 2 * float(np.sqrt(ALARM_BAR * (1 - ALARM_BAR) / given.waves))
        is_met &= alarms <= ALARM_BAR + slack
        words = by_wave(quiet["verdict"].isin(DIFFERS))
        print(f"{periods} wave(s), nobody coached: a mark in {alarms:.2%} of waves,")
        print(f"  the word of a gap in {words.any(axis=1).mean():.2%}")
        for extra in EXTRA:
            coached = counts_of(rng, given.waves, extra, periods)
            gaps = gaps_of(*coached)
            found = float(by_wave(gaps["needs_check"])[:, :COACHED].mean())
            others = float(by_wave(gaps["needs_check"])[:, COACHED:].mean())
            calm, raised = (
                ideal_scores(own[:IDEAL_WAVES], asked[:IDEAL_WAVES], extra)
                for own, asked in (clean, coached)
            )
            cut = np.quantile(calm.max(axis=1), 1 - ALARM_BAR)
            best = raised[:, :COACHED] > cut
            if (extra, periods) in BARRED:
                is_met &= found >= FOUND_BAR
            points = by_wave(gaps["gap"])[:, :COACHED]
            low, high = (
                by_wave(gaps[f"gap_alone_{end}"])[:, :COACHED]
                for end in ("low", "high")
            )
            held = float(((low <= extra) & (extra <= high)).mean())
            print(
                f"  coached by {100 * extra:.0f} points: marked {found:.1%}, an ideal"
            )
            print(f"    observer {best.mean():.1%}; of the others {others:.2%}; sign")
            print(
                f"    right {(points > 0).mean():.1%}, mean {100 * points.mean():+.1f},"
            )
            print(f"    its 95% interval holds the truth in {held:.1%}")
    raise SystemExit(not is_met)


if __name__ == "__main__":
    main()
