"""Integrity flags: enumeration, edges, and what an honest batch looks like."""

from __future__ import annotations

from itertools import groupby, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.statistics.questionnaire.integrity_from_ballots import (
    duplicate_vectors,
    longstring,
    sequence_runs_test,
    too_uniform,
)


@pytest.mark.parametrize("sequence", [[1, 1, 2, 2, 3], [1, 1, 1, 2, 2, 3]])
def test_runs_moments_equal_enumeration(sequence: list[int]) -> None:
    runs = [sum(1 for _ in groupby(p)) for p in permutations(sequence)]
    result = sequence_runs_test(sequence)
    assert result.expected_runs == pytest.approx(np.mean(runs))
    assert result.var_runs == pytest.approx(np.var(runs))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30))
def test_runs_ignore_names_and_direction(sequence: list[str]) -> None:
    here = sequence_runs_test(sequence)
    there = sequence_runs_test([s.upper() for s in reversed(sequence)])
    assert here.runs == there.runs
    assert here.z == pytest.approx(there.z, nan_ok=True)
    assert here.runs + here.adjacent_identical == len(sequence)


@pytest.mark.parametrize(
    ("sequence", "reason"),
    [
        ([], "empty"),
        ([5], "fixed_order"),
        ([5, 5, 5], "fixed_order"),
        ([4, 5], "fixed_order"),
    ],
)
def test_runs_without_variation(sequence: list[int], reason: str) -> None:
    result = sequence_runs_test(sequence)
    assert np.isnan([result.z, result.p_too_few]).all()
    assert result.reason == reason


def test_longstring_counts_answers_only() -> None:
    result = longstring([[5, None, 5, 5], [5, 4, 4], [], [3], [None]])
    assert result.longest_run[:2] == (3.0, 2.0)
    assert result.straight_line[:2] == (1.0, 0.0)
    assert np.isnan([result.longest_run[2], result.straight_line[4]]).all()
    assert np.isnan(result.irv[3])
    assert result.share_straight == pytest.approx(2 / 3)


def test_longstring_of_nothing() -> None:
    result = longstring([])
    assert np.isnan(result.share_straight)
    assert result.reason


def test_copies_in_a_row_stand_out() -> None:
    honest = [(i % 4,) for i in range(40)]
    copied = [(i // 10,) for i in range(40)]
    assert duplicate_vectors(honest).ratio == 0
    assert duplicate_vectors(copied).ratio == pytest.approx(36 / 9)
    assert duplicate_vectors(copied).n_distinct == 4


def test_duplicates_expected_by_chance() -> None:
    same = duplicate_vectors([(5, 5)] * 10)
    assert same.ratio == pytest.approx(1.0)
    assert np.isnan(duplicate_vectors([(1,), (2,)]).ratio)
    assert np.isnan(duplicate_vectors([]).ratio)


def test_invented_days_are_too_alike() -> None:
    rng = np.random.default_rng(4)
    n = np.full(40, 100)
    assert too_uniform(np.full(40, 92), n).is_flagged
    assert not too_uniform(rng.binomial(n, 0.92), n).is_flagged
    undefined = too_uniform([5, 5], [5, 5])
    assert not undefined.is_flagged
    assert undefined.reason
