"""Do verdicts keep their promise on the simulated province's planted truth?

Each seed goes the product's own way: files → ingest → dbt → `stat_before_after`.
Without any true effect, few units may get a verdict of change; with planted
effects, 95 % intervals must cover the truth in 94–98 % of the cells.

    python -m benchmarks.verdict_truth --seeds 200
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import duckdb

from ingest.load import load_files
from ingest.province import write_province
from warehouse.settings import Settings
from warehouse.transform import run

SURVEY_FILES = (
    "0*", "kobo_MO_PHONG_truoc*", "kobo_MO_PHONG_sau*",
    "google_forms*", "phieu_nhap_tay*",
)  # fmt: skip
CHANGE = ("improved", "slightly_improved", "slightly_worse", "worse")
HEADLINE = "overall"
CELLS = """
select unit_code, cast(unit_valid_from as varchar) as valid_from, item_code,
    unit_level, share_diff_low, share_diff_high, verdict
from stat_before_after
where map = 'today' and before_wave = 'TRUOC-2025' and after_wave = 'SAU-2026'
    and verdict not in ('too_few', 'not_comparable')
"""


def cells_of(seed: int, *, has_effect: bool) -> tuple[list[tuple], dict]:
    """Cells of one province, and its planted truth."""
    home = Path(tempfile.mkdtemp(prefix="thanthien-truth-"))
    try:
        settings = Settings(home=home)
        folder = home / "files"
        write_province(folder, n_cases=1_000, seed=seed, has_effect=has_effect)
        files = sorted(p for glob in SURVEY_FILES for p in folder.glob(glob))
        load_files(files, settings=settings)
        database = home / "warehouse.duckdb"
        outcome = run(
            settings,
            database=database,
            scratch=home / "scratch.duckdb",
            arguments=[
                "build",
                "--select",
                "+stat_before_after",
                "--exclude-resource-type",
                "test",
                "unit_test",
            ],
        )
        if outcome.failures:
            raise SystemExit(outcome.failures[0].message)
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(CELLS).fetchall()
        return rows, json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def true_changes(truth: dict) -> dict[tuple[str, str, str], float]:
    """Planted after − before per unit and item, on today's map."""
    shares = {
        (s["wave_code"], s["unit_code"], s["unit_valid_from"], s["item_code"]): s[
            "share"
        ]
        for s in truth["satisfied_shares"]
        if s["map"] == "today"
    }
    return {
        key: share - shares["TRUOC-2025", *key]
        for (wave, *rest), share in shares.items()
        if wave == "SAU-2026" and ("TRUOC-2025", *(key := tuple(rest))) in shares
    }


def null_rates(seeds: range) -> dict[str, float]:
    """Share of units, and of cells, told to have changed where nothing did."""
    units: Counter[bool] = Counter()
    cells: Counter[bool] = Counter()
    for seed in seeds:
        rows, _ = cells_of(seed, has_effect=False)
        for _, _, item, level, _, _, verdict in rows:
            if level == "commune":
                cells[verdict in CHANGE] += 1
                if item == HEADLINE:
                    units[verdict in CHANGE] += 1
    return {
        "units": units[True] / units.total(),
        "n_units": units.total(),
        "cells": cells[True] / cells.total(),
        "n_cells": cells.total(),
    }


def coverage(seeds: range) -> dict[str, float]:
    """Share of cells whose 95 % interval holds the planted change."""
    held: Counter[bool] = Counter()
    for seed in seeds:
        rows, truth = cells_of(seed, has_effect=True)
        changes = true_changes(truth)
        for code, valid_from, item, level, low, high, _ in rows:
            change = changes.get((code, valid_from, item))
            if level == "commune" and change is not None:
                held[low <= change <= high] += 1
    return {"cells": held[True] / held.total(), "n_cells": held.total()}


def main() -> None:
    """Prints both figures as a table for `docs/statistics.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    null = null_rates(seeds)
    found = coverage(seeds)
    lines = (
        ("units told to have changed, no effect", null, "units", "≤ 0.05"),
        ("unit × item cells told so, no effect", null, "cells", ""),
        ("cells that cover the planted change", found, "cells", "0.94 to 0.98"),
    )
    print("| what | seeds | n | share | bar |")
    print("|---|---|---|---|---|")
    for what, rates, key, bar in lines:
        n = rates[f"n_{key}"]
        print(f"| {what} | {len(seeds)} | {n:,} | {rates[key]:.4f} | {bar} |")


if __name__ == "__main__":
    main()
