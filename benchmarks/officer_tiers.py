"""Wrong flags and power of the officer tiers, on officers with known true shares.

600 officers, 4 quarters, four correlated questions a ballot; truly low means below
85 % and below colleagues. Beside the tiers stands an ideal observer, who knows the
distribution of true shares and how answers of a ballot hang together. Run:

    python -m benchmarks.officer_tiers [--draws 16] [--seed 20261123] [--only 100 ...]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

from benchmarks.officer_draws import Setting, draw_officers, low_of, posterior_low
from warehouse.rules.on_day import thresholds_on
from warehouse.rules.rules import read_rules
from warehouse.settings import Settings
from warehouse.statistics.frames.officers.measures import MEASURES, tier_settings
from warehouse.statistics.officers.ballots import BallotCounts
from warehouse.statistics.officers.clusters import (
    NAMED,
    ClusterEffects,
    ballot_pairs,
    cluster_effects,
)
from warehouse.statistics.officers.judged import officer_tiers
from warehouse.statistics.officers.tiers import EVIDENCE, LOOK, TierSettings

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Wrong names allowed, and how far the printed share may lie from the real one.
WRONG_BAR, PRINTED_BAR, POWER_BAR = 0.10, 0.03, 0.85
QUARTERS = [f"2026-Q{q + 1}" for q in range(4)]
# Few ballots bring few officers to evidence, so more draws are needed for one figure.
SETTINGS = (
    Setting("30 a quarter", 30, times=4),
    Setting("60", 60, times=2),
    Setting("100", 100, times=4),
    Setting("100, mixed work", 100, has_mix=True),
    Setting("30, mixed work", 30, has_mix=True, times=4),
    Setting("60, peers 75 %", 60, mean=0.75, spread=0.05),
    Setting("30, peers 80 %", 30, mean=0.80, spread=0.05),
    Setting("60, peers 80 %", 60, mean=0.80, spread=0.05),
    Setting("30, peers 90 %", 30, mean=0.90, times=2),
    Setting("60, peers 90 %", 60, mean=0.90),
    Setting("60, peers 95 %", 60, mean=0.95, times=12),
    Setting("30, few far below", 30, shape="few_far_below"),
    Setting("60, other ballots", 60, ballot="normal", times=8),
    Setting("60, one question", 60, questions=1, times=4),
    Setting("120, three a person", 120, each=3, times=4),
)


@dataclass
class Tally:
    """Sums over draws of one rule."""

    flagged: int = 0
    wrong: int = 0
    printed: float = 0.0
    found: int = 0
    low: int = 0
    draws: list[tuple[int, int]] = field(default_factory=list)

    def add(self, flag: Bools, low: Bools, printed: float) -> None:
        """Counts one draw."""
        self.draws.append((int(flag.sum()), int((flag & ~low).sum())))
        self.flagged += int(flag.sum())
        self.wrong += int((flag & ~low).sum())
        self.found += int((flag & low).sum())
        self.low += int(low.sum())
        self.printed += printed * flag.sum() if flag.any() else 0.0

    @property
    def wrong_error(self) -> float:
        """Standard error of the wrong share, draws as clusters.

        Formula: that of a ratio of totals (Cochran 1977, section 6.4).
        """
        n, wrong = np.array(self.draws, float).T
        if not n.sum() or len(n) < 2:
            return float("nan")
        apart = wrong - wrong.sum() / n.sum() * n
        return float(np.sqrt(len(n) / (len(n) - 1) * (apart**2).sum()) / n.sum())


def simple_rules(x: Floats, n: Floats) -> dict[str, Bools]:
    """Rules on plain quarterly counts, for comparison; inputs (officers, quarters)."""
    share = x / np.maximum(n, 1)
    low = np.asarray(binom.cdf(x, n, x.sum() / n.sum())) < 0.025
    below = (share < 0.8) & (n > 0)
    return {
        "any quarter raw < 80 %": np.asarray(below.any(axis=1), bool),
        "below limit, 2 of 4": np.asarray(low.sum(axis=1) >= 2, bool),
    }


def people_of(ballots: BallotCounts, *, counts: Floats, each: int) -> ClusterEffects:
    """What ballots cost of which `each` are one person's, as the mart would say it."""
    share = np.linspace(0, 1, counts.shape[3])
    of_quarter = counts.sum(axis=2)
    officer, quarter = np.nonzero(of_quarter.sum(axis=2))
    n = of_quarter[officer, quarter]
    names = [f"{i:04d}" for i in officer], [QUARTERS[q] for q in quarter]
    pairs = ballot_pairs(
        ballots,
        *names,
        names[1],
        n.sum(axis=1) / each,
        n.sum(axis=1) * (each - 1),
        n @ share**2 * (each - 1),
    )
    return cluster_effects(ballots, {NAMED: pairs})


def tier_rules(
    counts: Floats, settings: TierSettings, each: int = 1
) -> dict[str, tuple[Bools, float]]:
    """Tiers of the last quarter, and the wrong share the page would print.

    Args:
        counts: Ballots by officer, quarter, cell and satisfied answers.
        settings: Rules of the tiers.
        each: Like ballots that each person gives in a quarter.
    """
    officer, quarter, cell, good = (a.astype(int) for a in np.nonzero(counts))
    n, most = counts[officer, quarter, cell, good], counts.shape[3] - 1
    result = officer_tiers(
        [f"{i:04d}" for i in officer],
        [QUARTERS[q] for q in quarter],
        [f"c{c}" for c in cell],
        n * good / most,
        n,
        most,
        settings=settings,
        clusters=partial(people_of, counts=counts, each=each) if each > 1 else None,
    )
    last = np.array(result.tier)[np.array(result.period) == QUARTERS[-1]]
    found = np.full(len(counts), "none", dtype=object)
    known = [int(o) for o, p in zip(result.officer, result.period, strict=True)
             if p == QUARTERS[-1]]  # fmt: skip
    found[known] = last
    return {
        "tier look": (found == LOOK, result.expected_wrong_look_share[QUARTERS[-1]]),
        "tier evidence": (found == EVIDENCE, result.expected_wrong_share[QUARTERS[-1]]),
    }


def ideal_power(chances: Floats, low: Bools, wrong: float) -> float:
    """Share of the low found by naming the surest, so many that `wrong` are not."""
    order = np.argsort(-chances)
    mean = np.cumsum(1 - chances[order]) / np.arange(1, len(order) + 1)
    named = order[mean <= wrong]
    return float(low[named].sum() / low.sum())


def measure(
    draws: int, seed: int, setting: Setting, settings: TierSettings
) -> tuple[dict[str, Tally], Floats, Bools]:
    """Tallies by rule; the ideal observer's chances and who is low, of all draws."""
    rng = np.random.default_rng(seed)
    tallies: dict[str, Tally] = {}
    chances: list[Floats] = []
    lows: list[Bools] = []
    for _ in range(draws * setting.times):
        rates, counts = draw_officers(rng, setting)
        low = low_of(rates, setting, settings.theta_min)
        by_quarter = counts.sum(axis=2)
        satisfied = by_quarter @ np.linspace(0, 1, counts.shape[3])
        rules = {
            name: (flag, float("nan"))
            for name, flag in simple_rules(
                np.floor(satisfied), by_quarter.sum(axis=2)
            ).items()
        } | tier_rules(counts, settings, setting.each)
        for name, (flag, printed) in rules.items():
            tallies.setdefault(name, Tally()).add(flag, low, printed)
        chances.append(posterior_low(counts, setting, settings.theta_min))
        lows.append(low)
    return tallies, np.concatenate(chances), np.concatenate(lows)


def shipped_settings() -> TierSettings:
    """The rules of the tiers as shipped, those of today."""
    today = pd.Timestamp.now()
    rows = [
        {**rule.values, "first_day": rule.first_day, "last_day": rule.last_day}
        for rule in read_rules(Settings(home=Path("nowhere")))["thresholds"]
    ]
    valid = thresholds_on(pd.DataFrame(rows), today)
    return tier_settings(valid, MEASURES["satisfied_share"])


def main() -> None:
    """Print one table, and whether each setting keeps the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=16)
    parser.add_argument("--seed", type=int, default=20261123)
    labels = [setting.label for setting in SETTINGS]
    parser.add_argument(
        "--only", nargs="+", choices=labels, default=labels, help="settings to run"
    )
    args = parser.parse_args()
    begin, settings = time.perf_counter(), shipped_settings()
    print("| ballots, peers | rule | flagged of 600 | wrong | printed | found "
          "| ideal, same wrong | ideal, 10 % wrong | power kept |")  # fmt: skip
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    broken = []
    for setting in (s for s in SETTINGS if s.label in args.only):
        tallies, chances, low = measure(args.draws, args.seed, setting, settings)
        for name, t in tallies.items():
            cells = _cells(name, t, chances, low)
            flagged = t.flagged / (args.draws * setting.times)
            print(f"| {setting.label} | {name} | {flagged:.1f} | {' | '.join(cells)} |",
                  flush=True)  # fmt: skip
        broken += _broken(setting, tallies["tier evidence"], chances, low)
    spent = time.perf_counter() - begin
    print(f"\n{args.draws} draws, seed {args.seed}, {spent:.0f} s")
    print("\n".join(broken) or "every setting keeps the bars")


def _cells(name: str, t: Tally, chances: Floats, low: Bools) -> list[str]:
    wrong, found = t.wrong / max(t.flagged, 1), t.found / t.low
    if not name.startswith("tier"):
        return [f"{wrong:.3f}", "", f"{found:.2f}", "", "", ""]
    error = f"{wrong:.3f} ± {t.wrong_error:.3f}"
    cells = [error, f"{t.printed / max(t.flagged, 1):.3f}", f"{found:.2f}"]
    if name != "tier evidence":
        return [*cells, "", "", ""]
    same, most = (ideal_power(chances, low, w) for w in (wrong, WRONG_BAR))
    kept = f"{found / same:.2f}" if same > 0 else ""
    return [*cells, f"{same:.2f}", f"{most:.2f}", kept]


def _broken(setting: Setting, t: Tally, chances: Floats, low: Bools) -> list[str]:
    """Bars a setting does not keep, in words."""
    wrong, printed = t.wrong / max(t.flagged, 1), t.printed / max(t.flagged, 1)
    ideal = ideal_power(chances, low, wrong)
    found = []
    if wrong > WRONG_BAR + PRINTED_BAR:
        found.append(f"{setting.label}: {wrong:.3f} wrong")
    if abs(wrong - printed) > PRINTED_BAR:
        found.append(f"{setting.label}: printed {printed:.3f}, real {wrong:.3f}")
    if t.found / t.low < POWER_BAR * ideal:
        kept = t.found / t.low / ideal
        found.append(f"{setting.label}: {kept:.2f} of the ideal power")
    return found


if __name__ == "__main__":
    main()
