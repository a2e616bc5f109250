"""Ballots that look arranged stand out; questions are read wave by wave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from warehouse.statistics.frames.ballot_quality import ballot_quality
from warehouse.statistics.frames.item_quality import item_quality
from warehouse.statistics.frames.questionnaire_quality import (
    pattern_levels,
    questionnaire_quality,
)

RULES = pd.DataFrame(
    {"threshold": ["min_n_compare", "fdr_q"], "value": [30, 0.05]}
).assign(first_day=pd.Timestamp(1, 1, 1), last_day=pd.Timestamp(9999, 12, 31))
BUILD = pd.DataFrame({"data_as_of": [pd.Timestamp(2026, 10, 31)]})


def test_only_the_unit_far_from_all_others_is_unusual() -> None:
    counts = pd.DataFrame({"unit_key": [f"u{i:02d}" for i in range(20)]})
    counts = counts.assign(unit_code="u", unit_level="commune", n_ballots=100)
    counts = counts.assign(unit_valid_from=pd.Timestamp(2020, 1, 1))
    counts["n_straight"] = [90] + [18 + i % 5 for i in range(19)]
    got = ballot_quality(counts=counts, build=BUILD, thresholds=RULES).set_index(
        "unit_key"
    )
    assert got.index[got["is_unusual"]].tolist() == ["u00"]


def test_a_unit_with_few_ballots_is_not_judged() -> None:
    counts = pd.DataFrame({"unit_key": list("abcd"), "n_ballots": [29, 50, 50, 50]})
    counts = counts.assign(unit_code="u", unit_level="commune", n_straight=10)
    counts = counts.assign(unit_valid_from=pd.Timestamp(2020, 1, 1))
    found = ballot_quality(counts=counts, build=BUILD, thresholds=RULES)
    got: Any = found.set_index("unit_key")
    assert np.isnan(got.loc["a", "z"])
    assert not got.loc["a", "is_unusual"]


def test_patterns_are_levels_above_the_lowest() -> None:
    got = pattern_levels(["0109", "0003"])
    assert got[0].tolist() == [0.0, pytest.approx(np.nan, nan_ok=True)]
    assert got[1].tolist() == [4.0, 1.0]


def test_a_factor_of_questions_alike_hangs_together() -> None:
    patterns = pd.DataFrame({"pattern": ["010101", "050505", "090909", "090907"]})
    patterns = patterns.assign(wave_code="w", criterion_code="c", n_ballots=25)
    waves = pd.DataFrame({"wave_code": ["w"], "stream": "after", "instrument": "i"})
    got: Any
    (got,) = questionnaire_quality(patterns=patterns, waves=waves).itertuples()
    assert (got.n_items, got.n_ballots, got.n_complete) == (3, 100, 100)
    assert got.cronbach_alpha > 0.9


def test_shares_of_a_question_are_of_its_answers() -> None:
    answers = pd.DataFrame({"wave_code": ["w"], "stream": "after", "instrument": "i"})
    answers = answers.assign(item_code="q", criterion_code="c", n_ballots=100)
    answers = answers.assign(n_missing=20, n_answers=80, n_highest=40, n_lowest=8)
    (got,) = item_quality(answers=answers).itertuples()
    assert got.missing_rate == pytest.approx(0.2)
    assert got.share_highest == pytest.approx(0.5)
    assert got.share_lowest == pytest.approx(0.1)
