"""How often invented ballots are found, and how often a clean wave raises an alarm.

Units of sixty ballots, dealt in turn to teams of four or more interviewers for six
units, as in the simulated province; honest interviewers differ a little in pace and in
how many people answer them. Run:

    python -m benchmarks.invented_ballots [--waves 300] [--seed 20261129]
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from warehouse.rules.frames import shipped_frame
from warehouse.statistics.frames.interviewer_signs import interviewer_signs

UNITS, PER_UNIT, TEAM, UNITS_PER_TEAM = 24, 60, 4, 6
FOUND_BAR, ALARM_BAR = 0.80, 0.01
# Share of the inventor's ballots that are made up, and the sign they leave.
KINDS = {
    "all straight": ("straight", 1.0),
    "half straight": ("straight", 0.5),
    "all copied": ("copied", 1.0),
    "half in a hurry": ("short", 0.5),
}
HONEST = {"straight": (0.14, 0.03), "copied": (0.01, 0.005), "short": (0.03, 0.02)}


def wave(rng: np.random.Generator, sign: str = "", part: float = 0.0) -> pd.DataFrame:
    """Counts of one wave, its first interviewer inventing where a sign is named.

    Args:
        rng: Draws everything.
        sign: What the made-up ballots show; empty for a clean wave.
        part: Share of made-up ballots among the inventor's.
    """
    rows = []
    n = PER_UNIT // TEAM
    for name, (mean, spread) in HONEST.items():
        own = rng.normal(mean, spread, UNITS // UNITS_PER_TEAM * TEAM).clip(0.001, 0.9)
        for unit in range(UNITS):
            local = rng.normal(0, 0.03)
            for place in range(TEAM):
                who = unit // UNITS_PER_TEAM * TEAM + place
                made_up = round(n * part) if who == 0 and name == sign else 0
                share = float(np.clip(own[who] + local, 0, 1))
                found = made_up + rng.binomial(n - made_up, share)
                rows.append((f"U{unit:02}", f"I{who:02}", name, found, n))
    columns = ["unit_key", "interviewer_code", "sign", "n_found", "n_of"]
    frame = pd.DataFrame(rows, columns=columns).assign(wave_code="W")
    frame["n_looks"] = np.where(frame["sign"] == "copied", 40, 1)
    both = frame.groupby(["unit_key", "sign"])[["n_found", "n_of"]].transform("sum")
    return frame.assign(n_found_all=both["n_found"], n_of_all=both["n_of"])


def signs_of(signs: pd.DataFrame) -> pd.DataFrame:
    """Signs by the shipped rules."""
    waves = pd.DataFrame({"wave_code": ["W"], "opened_on": [pd.Timestamp(2026, 9, 1)]})
    return interviewer_signs(
        signs=signs, waves=waves, thresholds=shipped_frame("thresholds")
    )


def main() -> None:
    """Prints both shares beside their bars; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261129)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    clean = [signs_of(wave(rng))["needs_check"].any() for _ in range(given.waves)]
    is_met = np.mean(clean) <= ALARM_BAR
    print(f"clean waves with an alarm: {np.mean(clean):.3%} of {given.waves}")
    for name, (sign, part) in KINDS.items():
        hits = []
        for _ in range(given.waves // 3):
            found = signs_of(wave(rng, sign, part))
            named = found[found["needs_check"]]["interviewer_code"]
            hits.append("I00" in set(named))
        is_met &= np.mean(hits) >= FOUND_BAR
        print(f"{name}: found in {np.mean(hits):.1%} of {len(hits)}")
    raise SystemExit(not is_met)


if __name__ == "__main__":
    main()
