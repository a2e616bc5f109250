"""Do intervals and words keep their promise in provinces whose truth is known?

Small provinces of 20 communes, 3 in 10 of them made from two split ones, design
weights, ballots of another tool and ballots after the wave, which the marts leave
out of the counts (`tests/meaning` shows that by way of files). Counts go through the
very functions of `stat_before_after`, `stat_wave_effects` and `stat_independent_gaps`.

    python -m benchmarks.planted_truth --provinces 200

A machine that has only minutes to spare runs them in pieces, each with a seed of its
own, which add up in a file:

    python -m benchmarks.planted_truth --provinces 20 --seed 2 --kept FILE
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.verdict_counts import RULES, level_rows, moment_rows, rules_of_today
from warehouse.rules.frames import shipped_frame
from warehouse.statistics.change.verdicts import CHANGES
from warehouse.statistics.frames.before_after import before_after
from warehouse.statistics.frames.independent_gaps import independent_gaps
from warehouse.statistics.frames.pair_cells import KEY
from warehouse.statistics.frames.wave_effects import wave_effects

Floats = npt.NDArray[np.float64]
N_UNITS, N_SPLIT, N_WAITING = 20, 6, 6
ITEMS = tuple(f"item{i}" for i in range(8))
BEFORE, AFTER, PERIOD = "B", "A", "2025-Q1"
START = "2025-10-01"
# half of the ballots stand for three times as many people
WEIGHTS = np.array([1.0, 3.0])
GAP = 0.05
# ballots of a unit's own for each answer of the independent survey
OWN_BALLOTS = (0.6, 1.6)
PART_CHANGED, SIZES = 0.6, (0.06, 0.14)


@dataclass(frozen=True)
class Province:
    """What is true.

    Attributes:
        moved: Part of each old commune in each of today's, old × today's.
        ballots: Household ballots of a commune and wave.
        before: Satisfied share of old communes by item.
        effect: Change of today's communes by item.
        is_started: Whether each of today's communes started between the waves.
    """

    moved: Floats
    ballots: int
    before: Floats
    effect: Floats
    is_started: npt.NDArray[np.bool_]

    @property
    def parts(self) -> Floats:
        """Part of each old commune in the ballots that stand for today's."""
        return np.asarray(self.moved / self.moved.sum(axis=0))

    @property
    def after(self) -> Floats:
        """Satisfied share of today's communes by item."""
        return np.asarray(self.parts.T @ self.before + self.effect)


def drawn_province(
    rng: np.random.Generator, ballots: int, has_effect: bool
) -> Province:
    """One province; started communes change in part of the questions."""
    moved = np.eye(N_UNITS)
    for first in range(0, N_SPLIT, 2):
        part = rng.uniform(0.3, 0.7, 2)
        moved[first, first : first + 2] = part[0], 1 - part[0]
        moved[first + 1, first : first + 2] = part[1], 1 - part[1]
    level = rng.normal(0.72, 0.05, (N_UNITS, 1)) + rng.uniform(-0.05, 0.05, len(ITEMS))
    started = np.ones(N_UNITS, dtype=bool)
    started[rng.permutation(N_UNITS)[:N_WAITING]] = False
    changed = rng.random((N_UNITS, len(ITEMS))) < PART_CHANGED
    size = rng.uniform(*SIZES, changed.shape)
    effect = np.where(changed & started[:, None] & has_effect, size, 0.0)
    return Province(moved, ballots, np.clip(level, 0.5, 0.82), effect, started)


def seen_shares(rng: np.random.Generator, true: Floats, n: int) -> tuple[Floats, float]:
    """Weighted shares of n ballots each, and how many they are worth."""
    sizes = np.array([n - n // 2, n // 2])
    masses = WEIGHTS * sizes
    seen = [rng.binomial(size, true) / size for size in sizes]
    shares = np.tensordot(masses / masses.sum(), np.array(seen), axes=1)
    return np.asarray(shares), float(masses.sum() ** 2 / (WEIGHTS**2 * sizes).sum())


def pair_sources(rng: np.random.Generator, true: Province) -> pd.DataFrame:
    """Counts by level of each commune asked, for each unit that they stand for."""
    n = true.ballots
    before, worth = seen_shares(rng, true.before, n)
    after, _ = seen_shares(rng, true.after, n)
    whole = true.parts.mean(axis=1)
    blocks = []
    for wave, seen, parts, moved in (
        (BEFORE, before, true.parts, true.moved),
        (AFTER, after, np.eye(N_UNITS), np.eye(N_UNITS)),
    ):
        of_all = whole if wave == BEFORE else np.full(N_UNITS, 1 / N_UNITS)
        weights = np.column_stack([parts, of_all])
        part = np.column_stack([moved, np.ones(N_UNITS)])
        source, unit = np.nonzero(weights)
        for good in (False, True):
            for i, item in enumerate(ITEMS):
                share = seen[source, i] if good else 1 - seen[source, i]
                block = pd.DataFrame({"unit": unit, "source": source, "n": n * share})
                block["weight"], block["moved"] = (
                    weights[source, unit],
                    part[source, unit],
                )
                block = block.assign(item_code=item, wave_code=wave, good=good)
                blocks.append(block)
    rows = pd.concat(blocks, ignore_index=True)
    rows["unit_key"] = [unit_name(unit) for unit in rows["unit"]]
    rows["source_unit_key"] = rows["wave_code"] + rows["source"].astype(str)
    return rows.assign(
        level=np.where(rows["good"], 5, 2), n_source=float(n), n_effective=worth,
        mean_effective=worth,
        map="today", before_wave=BEFORE, after_wave=AFTER,
    )  # fmt: skip


def unit_name(number: int) -> str:
    """Key of a commune; the number after the last is the province."""
    return "province" if number == N_UNITS else f"u{number:02d}"


def judged(true: Province, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_before_after`."""
    names = [unit_name(number) for number in range(N_UNITS + 1)]
    starts = [START if s else None for s in true.is_started]
    units = pd.DataFrame({"unit_key": names, "unit_code": names}).assign(
        unit_level=["commune"] * N_UNITS + ["province"], unit_valid_from=None,
        model_start_date=pd.to_datetime(pd.Series([*starts, None])),
    )  # fmt: skip
    pairs = pd.DataFrame({"item_code": ITEMS}).assign(
        before_wave=BEFORE, after_wave=AFTER, criterion_code=None,
        not_comparable_reason=None, before_until=pd.Timestamp(2025, 3, 31),
        after_from=pd.Timestamp(2026, 9, 1), after_until=pd.Timestamp(2026, 9, 30),
        **{name: rules_of_today()[name] for name in RULES},
    )  # fmt: skip
    return before_after(
        levels=level_rows(sources),
        moments=moment_rows(sources),
        pairs=pairs,
        one_mix=pd.DataFrame(columns=[*KEY, "post_reason"]),
        units=units,
    )


def gap_rows(rng: np.random.Generator, provinces: Sequence[Province]) -> pd.DataFrame:
    """Rows of `stat_independent_gaps` about a quarter before the reform.

    Each question is asked of other people, so that one province holds several gaps;
    those of all provinces are judged in one call, each as a question of its own.
    """
    rows = pd.concat(
        [
            gap_sources(rng, true, i).assign(item_code=f"{place:03d}/{item}")
            for place, true in enumerate(provinces)
            for i, item in enumerate(ITEMS)
        ],
        ignore_index=True,
    ).assign(map="today", period=PERIOD, front_wave=PERIOD)
    names = [unit_name(number) for number in range(N_UNITS + 1)]
    return independent_gaps(
        sources=pd.concat(
            [
                rows.assign(unit_key=rows["stratum_key"]),
                rows.assign(unit_key="province"),
            ]
        ),
        units=pd.DataFrame({"unit_key": names, "unit_code": names}).assign(
            unit_valid_from=None, unit_level=["commune"] * N_UNITS + ["province"]
        ),
        thresholds=shipped_frame("thresholds"),
    )


def gap_sources(rng: np.random.Generator, true: Province, item: int) -> pd.DataFrame:
    """Ballots of the units' own and weighted ones of the Front on one question."""
    n, share = true.ballots, true.before[:, item]
    source, unit = np.nonzero(true.moved)
    n_own = np.round(n * rng.uniform(*OWN_BALLOTS, N_UNITS))
    own = rng.binomial(n_own.astype(int), np.clip(share + GAP, 0, 1))
    asked, worth = seen_shares(rng, share, n)
    return pd.DataFrame(
        {
            "source_unit_key": [f"o{s}" for s in source],
            "stratum_key": [unit_name(int(u)) for u in unit],
            "share_moved": true.moved[source, unit],
            "n_service": n_own[source],
            "n_service_effective": n_own[source],
            "n_service_satisfied": own[source],
            "n_independent": float(n),
            "n_independent_effective": worth,
            "n_independent_satisfied": asked[source] * n,
        }
    )


class Tally:
    """Hits of intervals, and what was marked, over all provinces of one setting."""

    def __init__(self) -> None:
        self.held: dict[str, Counter[bool]] = defaultdict(Counter)
        self.marked: Counter[bool] = Counter()
        self.telling: Counter[bool] = Counter()

    def add(self, rng: np.random.Generator, true: Province, mean_effect: float) -> None:
        """Draws the ballots of one province and compares what is said with it."""
        sources = pair_sources(rng, true)
        changes = judged(true, sources)
        marked_any = False
        for row in changes.to_dict("records"):
            i, unit = ITEMS.index(row["item_code"]), row["unit_key"]
            is_all = unit == "province"
            change = (
                true.effect[:, i].mean() if is_all else true.effect[int(unit[1:]), i]
            )
            low, high = row["share_diff_alone_low"], row["share_diff_alone_high"]
            self.held["province" if is_all else "unit"][low <= change <= high] += 1
            if row["verdict"] in CHANGES and not is_all:
                is_up = row["share_diff"] > 0
                self.marked[bool(change == 0 or is_up != (change > 0))] += 1
                marked_any |= i == 0
        self.telling[marked_any] += 1
        self._effects(changes, true, mean_effect)

    def add_gaps(self, gaps: pd.DataFrame) -> None:
        """Compares rows of `gap_rows` with what is true."""
        for row in gaps.to_dict("records"):
            name = "gap, province" if row["unit_key"] == "province" else "gap, unit"
            low, high = row["gap_alone_low"], row["gap_alone_high"]
            self.held[name][low <= GAP <= high] += 1

    def _effects(self, changes: pd.DataFrame, true: Province, mean: float) -> None:
        source, unit = np.nonzero(true.moved)
        split = (true.moved[source] > 0).sum(axis=1) > 1
        links = pd.DataFrame({"source_unit_key": source}).assign(
            map="today", is_split=split, stratum_key=[unit_name(int(u)) for u in unit]
        )
        own = changes[changes["unit_level"] == "commune"]
        for row in wave_effects(changes=own, sources=links).to_dict("records"):
            self.held["effect"][row["effect_low"] <= mean <= row["effect_high"]] += 1


def bars(tally: Tally, *, has_effect: bool) -> dict[str, tuple[int, int, str]]:
    """What is asked of one setting: hits, of how many, and the bar."""
    asked = {
        f"{name} covers": (hits[True], hits.total(), "0.94–0.97")
        for name, hits in sorted(tally.held.items())
    }
    name, hits = "provinces that tell of a unit", tally.telling
    if has_effect:
        name, hits = "false of the marked", tally.marked
    if not tally.telling:
        return asked
    return {**asked, name: (hits[True], hits.total(), "≤ 0.05")}


def drawn(
    provinces: int, seed: int, ballots: int, *, has_effect: bool, gaps_alone: bool
) -> Tally:
    """Draws provinces of one setting and compares what is said with what is true."""
    rng = np.random.default_rng([seed, ballots, int(has_effect)])
    tally = Tally()
    mean = PART_CHANGED * sum(SIZES) / 2 if has_effect else 0.0
    true = [drawn_province(rng, ballots, has_effect) for _ in range(provinces)]
    if not gaps_alone:
        for one in true:
            tally.add(rng, one, mean)
    tally.add_gaps(gap_rows(rng, true))
    return tally


def main() -> None:
    """Prints the table for `docs/statistics.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provinces", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ballots", type=int, nargs="*", default=[70, 180, 400])
    parser.add_argument("--kept", type=Path, help="adds to what stands in this file")
    parser.add_argument("--gaps", action="store_true", help="gaps alone, quickly")
    asked = parser.parse_args()
    held: Counter[tuple[int, str, str, str]] = Counter()
    ns: Counter[tuple[int, str, str, str]] = Counter()
    lines = []
    if asked.kept and asked.kept.exists():
        lines = [json.loads(line) for line in asked.kept.open(encoding="utf-8")]
    if any(line["seed"] == asked.seed for line in lines):
        parser.error(f"--seed {asked.seed} stands in {asked.kept} already")
    for ballots in asked.ballots:
        for has_effect in (False, True):
            tally = drawn(
                asked.provinces,
                asked.seed,
                ballots,
                has_effect=has_effect,
                gaps_alone=asked.gaps,
            )
            found = bars(tally, has_effect=has_effect)
            effect = "yes" if has_effect else "no"
            head = {"seed": asked.seed, "ballots": ballots, "effect": effect}
            lines.append({**head, "found": found})
    for line in lines:
        for name, (hits, n, bar) in line["found"].items():
            key = line["ballots"], line["effect"], name, bar
            held[key] += hits
            ns[key] += n
    print("| ballots | effect | what | n | share | bar |\n|---:|---|---|---:|---:|---|")
    for key, n in ns.items():
        size, effect, name, bar = key
        share = held[key] / max(1, n)
        print(f"| {size} | {effect} | {name} | {n:,} | {share:.3f} | {bar} |")
    if asked.kept:
        texts = (json.dumps(line) + "\n" for line in lines)
        asked.kept.write_text("".join(texts), encoding="utf-8")


if __name__ == "__main__":
    main()
