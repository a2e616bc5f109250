"""Questionnaires and batches of ballots, from counts to words."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.dbt.model_runs import run_model
from warehouse.rules.frames import shipped_frame
from warehouse.statistics.questionnaire.consistency import cronbach_alpha

WAVES = pd.DataFrame({"wave_code": ["W"], "stream": ["after"], "instrument": ["Q"]})
BUILD = pd.DataFrame({"data_as_of": [pd.Timestamp(2026, 10, 31)]})


def test_patterns_are_read_as_levels_and_questions_not_asked_left_out() -> None:
    rng = np.random.default_rng(1)
    base = rng.integers(0, 5, 300)
    levels = np.clip(base + rng.integers(-1, 2, (3, 300)), 0, 4)
    codes = ["".join(f"{2 * v + 1:02d}" for v in column) for column in levels.T]
    patterns = pd.DataFrame({"pattern": [f"00{code}" for code in codes]})
    patterns = patterns.value_counts().rename("n_ballots").reset_index()
    open_ones = pd.DataFrame({"pattern": ["00000309"], "n_ballots": [60]})
    patterns = pd.concat([patterns, open_ones], ignore_index=True)
    patterns = patterns.assign(wave_code="W", criterion_code="officer")
    got: Any
    (got,) = run_model(
        "stat_questionnaire_quality", agg_factor_patterns=patterns, dim_waves=WAVES
    ).itertuples(index=False)
    want = cronbach_alpha(levels.astype(float))
    assert (got.n_items, got.n_ballots, got.n_complete) == (3, 360, 300)
    assert got.cronbach_alpha == pytest.approx(want.alpha)
    assert got.cronbach_alpha_low == pytest.approx(want.feldt_lo)
    assert got.share_incomplete == pytest.approx(60 / 360)
    assert got.reading == "consistent"
    assert 0 < got.omega < 1


def test_a_question_tells_how_often_it_was_left_open() -> None:
    counts = {"n_ballots": [50], "n_answers": [40], "n_missing": [10]}
    cells = WAVES.assign(item_code="q", criterion_code="officer", **counts)
    got: Any
    (got,) = run_model(
        "stat_item_quality", agg_item_answers=cells.assign(n_highest=30, n_lowest=4)
    ).itertuples(index=False)
    assert (got.missing_rate, got.share_highest, got.share_lowest) == (0.2, 0.75, 0.1)
    assert got.missing_rate_low < 0.2 < got.missing_rate_high


def batches() -> pd.DataFrame:
    """Thirty offices whose ballots come in random order and one in blocks; its
    neighbour repeats whole ballots."""
    rng = np.random.default_rng(9)
    rows = []
    for unit in range(32):
        for day in range(20):
            level, ballot = rng.integers(1, 4, 12), rng.integers(1, 9, 12)
            if unit == 30:
                level = np.sort(level)
            if unit == 31:
                ballot = np.sort(ballot)
            row = {"wave_code": "W", "unit_key": f"u{unit:02d}", "n_ballots": 12}
            row["on_day"] = date(2026, 1, day + 1)
            for name, values in (("level", level), ("ballot", ballot)):
                counts = np.bincount(values)
                row[f"n_{name}_runs"] = 1 + int((np.diff(values) != 0).sum())
                row[f"n_{name}_squared"] = int((counts**2).sum())
                row[f"n_{name}_cubed"] = int((counts**3).sum())
            rows.append(row)
    return pd.DataFrame(rows)


def months() -> pd.DataFrame:
    """Twelve months of thirty ordinary offices and one that is always at 90 %."""
    rng = np.random.default_rng(4)
    rows = [
        ("then", f"u{u:02d}", "commune", m, 200, 180 if u == 5 else n)
        for u in range(31)
        for m, n in enumerate(rng.binomial(200, 0.9, 12))
    ]
    names = ["map", "unit_key", "unit_level", "month", "n_ballots", "n_satisfied"]
    return pd.DataFrame(rows, columns=names)


def test_only_what_is_far_from_chance_is_named() -> None:
    got = run_model(
        "stat_batch_quality",
        agg_ballot_batches=batches(),
        agg_unit_months=months(),
        dim_build=BUILD,
        dim_thresholds=shipped_frame("thresholds"),
    )
    named = got.loc[got["is_unusual"], ["rule", "unit_key"]]
    assert sorted(named.itertuples(index=False, name=None)) == [
        ("answers_in_blocks", "u30"),
        ("ballots_repeat_neighbour", "u31"),
        ("months_too_alike", "u05"),
    ]
    assert (got["n_found"] <= got["n_looked_at"]).all()
