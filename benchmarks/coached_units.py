"""How often a unit whose own ballots are coached is told from the Front's survey.

Units with own ballots and answers to the survey of the same days; in some of them the
own ballots are the friendlier by so many points. They are compared by the frame that
the pages read. Run:

    python -m benchmarks coached_units [--waves 300] [--seed 20261129]
"""

from __future__ import annotations

import argparse
from datetime import date

import numpy as np
import pandas as pd

from warehouse.rules.frames import shipped_frame
from warehouse.statistics.frames.independent_gaps import independent_gaps

UNITS, COACHED = 24, 4
OWN, ASKED = 400, 200
TRUE_SHARES = (0.70, 0.78, 0.85)
EXTRA = (0.10, 0.15)
"""Points by which coaching raises the own ballots."""
BAR_FROM = 0.15
"""So many answers of the survey are too few for a smaller gap: that is told too."""
FOUND_BAR, ALARM_BAR = 0.80, 0.01
DIFFERS = ("slightly_worse", "worse")


def gaps_of(rng: np.random.Generator, extra: float) -> pd.DataFrame:
    """Gaps of one wave, its first units coached by `extra`."""
    names = [f"U{unit:02}" for unit in range(UNITS)]
    true = np.array([TRUE_SHARES[unit % len(TRUE_SHARES)] for unit in range(UNITS)])
    own = true + np.where(np.arange(UNITS) < COACHED, extra, 0.0)
    strata = pd.DataFrame(
        {
            "unit_key": names,
            "stratum_key": names,
            "source_unit_key": names,
            "n_service": float(OWN),
            "n_service_satisfied": rng.binomial(OWN, np.minimum(own, 1.0)),
            "n_service_effective": float(OWN),
            "n_independent": float(ASKED),
            "n_independent_satisfied": rng.binomial(ASKED, true),
            "n_independent_effective": float(ASKED),
        }
    ).assign(map="today", item_code="q", period="2026-Q3", share_moved=1.0)
    units = pd.DataFrame({"unit_key": names, "unit_code": names})
    units = units.assign(unit_level="commune", unit_valid_from=date(2025, 7, 1))
    found = independent_gaps(
        sources=strata, units=units, thresholds=shipped_frame("thresholds")
    )
    return found.set_index("unit_key").loc[names]


def main() -> None:
    """Prints shares found beside their bars; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261129)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    is_met = True
    for extra in EXTRA:
        waves = [gaps_of(rng, extra).iloc[:COACHED] for _ in range(given.waves)]
        found = np.mean([wave["verdict"].isin(DIFFERS).mean() for wave in waves])
        signs = np.mean([(wave["gap"] > 0).mean() for wave in waves])
        gaps = np.concatenate([wave["gap"].to_numpy() for wave in waves])
        low, high = (
            np.concatenate([wave[f"gap_alone_{end}"] for wave in waves])
            for end in ("low", "high")
        )
        held = np.mean((low <= extra) & (extra <= high))
        is_met &= bool(extra < BAR_FROM or found >= FOUND_BAR)
        print(f"coached by {100 * extra:.0f} points: found in {found:.1%} of units")
        print(f"  sign recovered in {signs:.1%}, mean gap {100 * gaps.mean():+.1f},")
        print(f"  its 95% interval holds the truth in {held:.1%}")
    clean = [gaps_of(rng, 0.0)["verdict"].isin(DIFFERS) for _ in range(given.waves)]
    alarms = np.mean([marks.any() for marks in clean])
    marked = np.mean([marks.mean() for marks in clean])
    is_met &= bool(marked <= ALARM_BAR)
    print(f"clean waves: {marked:.2%} of units marked, {alarms:.1%} of waves with any")
    raise SystemExit(not is_met)


if __name__ == "__main__":
    main()
