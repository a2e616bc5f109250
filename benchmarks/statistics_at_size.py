"""Do the statistics models stay quick when the province is large?

Every Python model runs on frames with as many cells as a province of 700 officers,
290 units on two maps, 34 months and 10 million cases can have; counts per cell are
drawn, rows are never made. A second run with ten times the counts in the same cells
must cost the same.

    python -m benchmarks.statistics_at_size
"""

from __future__ import annotations

import time

import pandas as pd

from benchmarks.large_frames import Frames, frames
from tests.dbt.model_runs import run_model

MODELS = {
    "stat_one_mix": (
        "agg_pair_groups", "dim_wave_pairs", "dim_criteria", "int_unit_ancestors",
    ),
    "stat_before_after": (
        "agg_pair_levels", "agg_pair_moments", "dim_units", "dim_wave_pairs",
        "stat_one_mix",
    ),
    "stat_officer_periods": (
        "agg_officer_cells", "agg_officer_ballots", "agg_officer_pairs",
        "agg_officer_repeats", "dim_periods", "dim_thresholds", "dq_flags",
    ),
    "stat_unit_effects": (
        "agg_unit_months", "agg_ballot_months", "dim_units", "dim_build",
    ),
    "stat_unit_signals": (
        "agg_unit_months", "agg_ballot_months", "agg_month_pairs", "dim_units",
        "dim_build",
    ),
    "stat_independent_gaps": ("agg_gap_strata", "dim_units", "dim_thresholds"),
    "stat_ballot_quality": ("agg_ballot_quality", "dim_build", "dim_thresholds"),
    "stat_batch_quality": (
        "agg_ballot_batches", "agg_unit_months", "dim_build", "dim_thresholds",
    ),
    "stat_questionnaire_quality": ("agg_factor_patterns", "dim_waves"),
    "stat_item_quality": ("agg_item_answers",),
}  # fmt: skip


def main() -> None:
    """Prints seconds of processor time per model, at 10 and at 100 million cases."""
    print("| model | rows in | rows out | 10 M cases, s | 100 M cases, s |")
    print("|---|---:|---:|---:|---:|")
    ten, hundred = frames(1), frames(10)
    for name, needs in MODELS.items():
        given = {need: ten[need] for need in needs}
        n_in = sum(len(frame) for frame in given.values())
        out, seconds = timed(name, given)
        ten[name] = hundred[name] = out
        _, more = timed(name, {need: hundred[need] for need in needs})
        print(f"| `{name}` | {n_in:,} | {len(out):,} | {seconds:.1f} | {more:.1f} |")


def timed(name: str, given: Frames) -> tuple[pd.DataFrame, float]:
    """Rows of a model and the processor seconds it took."""
    start = time.process_time()
    out = run_model(name, **given)
    return out, time.process_time() - start


if __name__ == "__main__":
    main()
