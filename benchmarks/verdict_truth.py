"""Do verdicts keep their promise on the simulated province's planted truth?

Without any true effect, few provinces may tell of any unit; with planted effects, few
of the units marked may be false or of the wrong sign, and the 95 % intervals of
units on their own must cover the truth in 94–97 % of the cells. Most seeds go
the short way of `verdict_counts`; the first few also go the product's own way,
files → ingest → dbt → `stat_before_after`, and must give the same cells.

    python -m benchmarks.verdict_truth --seeds 200 --full 3
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import duckdb

from benchmarks.verdict_counts import drawn_cells
from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from warehouse.builds.transform import run
from warehouse.settings import Settings

SURVEY_FILES = (
    "0*", "kobo_MO_PHONG_truoc*", "kobo_MO_PHONG_sau*",
    "google_forms*", "phieu_nhap_tay*",
)  # fmt: skip
CHANGE = ("improved", "slightly_improved", "slightly_worse", "worse")
MUTE = ("too_few", "not_comparable")
HEADLINE = "overall"
# the truth file is written with six decimals
SAME_WITHIN = 2e-6
BUILD = ["build", "--select", "+stat_before_after"]
BUILD += ["--exclude-resource-type", "test", "unit_test"]
CELLS = """
select
    unit_code, item_code, share_diff_alone_low, share_diff_alone_high, verdict
from stat_before_after
where map = 'today' and unit_level = 'commune' and item_kind = 'item'
    and before_wave = 'TRUOC-2025' and after_wave = 'SAU-2026'
"""
# unit and item → limits of the change and the verdict
Cells = dict[tuple[str, str], tuple[float, float, str]]
Changes = dict[tuple[str, str], float]


def full_cells(seed: int, *, has_effect: bool) -> tuple[Cells, Changes]:
    """Cells and true changes of one province by way of files, ingest and dbt."""
    home = Path(tempfile.mkdtemp(prefix="thanthien-truth-"))
    try:
        settings = Settings(home=home)
        folder = home / "files"
        write_province(folder, n_cases=1_000, seed=seed, has_effect=has_effect)
        files = sorted(p for glob in SURVEY_FILES for p in folder.glob(glob))
        load_files(files, settings=settings)
        database = home / "warehouse.duckdb"
        scratch = home / "scratch.duckdb"
        outcome = run(settings, database=database, scratch=scratch, arguments=BUILD)
        if outcome.failures:
            raise SystemExit(outcome.failures[0].message)
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(CELLS).fetchall()
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return {(unit, item): tuple(rest) for unit, item, *rest in rows}, _changes(truth)


def _changes(truth: dict[str, list[dict[str, object]]]) -> Changes:
    """Planted after − before of `truth.json`; communes of today stand on both maps."""
    sides: dict[tuple[object, object], Changes] = {}
    for row in truth["satisfied_shares"]:
        side = sides.setdefault((row["wave_code"], row["map"]), {})
        side[str(row["unit_code"]), str(row["item_code"])] = float(str(row["share"]))
    before, after = sides["TRUOC-2025", "today"], sides["SAU-2026", "then"]
    return {key: after[key] - before[key] for key in after}


def short_cells(seed: int, *, has_effect: bool) -> tuple[Cells, Changes]:
    """The same cells from the drawn ballots, without files and dbt."""
    frame, changes = drawn_cells(seed, has_effect=has_effect)
    limits = ["share_diff_alone_low", "share_diff_alone_high"]
    columns = ["unit_key", "item_code", *limits, "verdict"]
    rows = frame[columns].itertuples(index=False, name=None)
    return {(unit, item): tuple(rest) for unit, item, *rest in rows}, changes


def compare_ways(seed: int, *, has_effect: bool) -> int:
    """Cells on which both ways agree.

    Raises:
        SystemExit: They differ somewhere.
    """
    full, full_changes = full_cells(seed, has_effect=has_effect)
    short, changes = short_cells(seed, has_effect=has_effect)
    if full.keys() != short.keys() or full_changes.keys() != changes.keys():
        raise SystemExit(f"seed {seed}: the two ways do not give the same cells")
    for key, (low, high, verdict) in full.items():
        gaps = [abs(full_changes[key] - changes[key])]
        if verdict not in MUTE:
            gaps += [abs(low - short[key][0]), abs(high - short[key][1])]
        if verdict != short[key][2] or max(gaps) > SAME_WITHIN:
            raise SystemExit(f"seed {seed}, {key}: {full[key]} and {short[key]}")
    return len(full)


def null_rates(seeds: range) -> dict[str, float]:
    """Share of provinces, and of cells, marked as changed where nothing did.

    A province counts by its overall question: does it tell of any unit?
    """
    provinces: Counter[bool] = Counter()
    cells: Counter[bool] = Counter()
    for seed in seeds:
        found, _ = short_cells(seed, has_effect=False)
        marked = [
            item for (_, item), (*_, verdict) in found.items() if verdict in CHANGE
        ]
        provinces[HEADLINE in marked] += 1
        cells[True] += len(marked)
        cells[False] += len(found) - len(marked)
    return {
        "provinces": provinces[True] / provinces.total(),
        "n_provinces": provinces.total(),
        "cells": cells[True] / cells.total(),
        "n_cells": cells.total(),
    }


def shown_rates(seeds: range) -> dict[str, float]:
    """Where units changed: intervals that hold the change, and the false of the marked.

    Told of a unit that did not change, or with the wrong sign, is false.
    """
    held: Counter[bool] = Counter()
    false: Counter[bool] = Counter()
    for seed in seeds:
        found, changes = short_cells(seed, has_effect=True)
        for key, (low, high, verdict) in found.items():
            change = changes[key]
            if verdict not in MUTE:
                held[low <= change <= high] += 1
            if verdict in CHANGE:
                is_up = verdict in ("improved", "slightly_improved")
                false[abs(change) < 1e-9 or is_up != (change > 0)] += 1
    return {
        "cells": held[True] / held.total(),
        "n_cells": held.total(),
        "marked": false[True] / max(1, false.total()),
        "n_marked": false.total(),
    }


def main() -> None:
    """Prints the figures as a table for `docs/statistics.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--full", type=int, default=3, help="seeds that go both ways")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    null = null_rates(seeds)
    found = shown_rates(seeds)
    lines = (
        ("provinces that tell of any unit, no effect", null, "provinces", "≤ 0.05"),
        ("unit × item cells marked as changed, no effect", null, "cells", ""),
        ("of the cells marked, false or of the wrong sign", found, "marked", "≤ 0.05"),
        ("cells that cover the planted change", found, "cells", "0.94 to 0.97"),
    )
    print("| what | seeds | n | share | bar |")
    print("|---|---|---|---|---|")
    for what, rates, key, bar in lines:
        n = rates[f"n_{key}"]
        print(f"| {what} | {len(seeds)} | {n:,} | {rates[key]:.4f} | {bar} |")
    pairs = [(s, e) for s in seeds[: asked.full] for e in (False, True)]
    n_same = sum(compare_ways(seed, has_effect=effect) for seed, effect in pairs)
    print(f"\nBoth ways agree on {n_same:,} cells of {len(pairs)} provinces.")


if __name__ == "__main__":
    main()
