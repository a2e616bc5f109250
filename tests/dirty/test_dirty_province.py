"""No row stops the province: spoilt cells, rows and files, and a build each time."""

from __future__ import annotations

import pytest

from tests.dirty.batches import sampled, together
from tests.dirty.province import DirtyProvince, Trial

N_SAMPLED, N_ALL = 60, 600
N_UNITS = 20
"""Units without a spoilt row, so many at least."""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> DirtyProvince:
    return DirtyProvince(tmp_path_factory.mktemp("dirty"))


@pytest.fixture(scope="module")
def trials(province: DirtyProvince, is_release: bool) -> list[Trial]:
    """Sixty in one build; for a release all, in as few as keep them apart."""
    batches = [sampled(province.sorts, province.units, N_SAMPLED)]
    if is_release:
        batches = together(province.sorts, province.units)
    return [province.build_with(batch) for batch in batches]


def test_every_build_is_published_and_its_account_closes(trials: list[Trial]) -> None:
    assert [trial.failures for trial in trials if not trial.is_published] == []
    assert [trial for trial in trials if trial.n_open or not trial.is_said] == []


def test_every_spoilt_row_is_refused_listed_or_good(
    trials: list[Trial], is_release: bool
) -> None:
    outcomes = [one for trial in trials for one in trial.outcomes]
    silent = [
        (one.spoiling.sort.spec.name, one.spoiling.sort.column, one.spoiling.sort.name)
        for one in outcomes
        if one.fate == "silent"
    ]
    assert silent == []
    assert len(outcomes) >= (N_ALL if is_release else N_SAMPLED)


def test_no_other_row_is_read_otherwise_and_no_other_unit_counts_otherwise(
    trials: list[Trial],
) -> None:
    assert frozenset().union(*(trial.misread for trial in trials)) == frozenset()
    assert frozenset().union(*(trial.changed for trial in trials)) == frozenset()
    assert max(trial.n_units for trial in trials) >= N_UNITS
