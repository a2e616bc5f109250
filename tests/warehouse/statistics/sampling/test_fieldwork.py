"""Where a wave will end: pace, open forms, limits that hold."""

from __future__ import annotations

import numpy as np

from warehouse.statistics.sampling.fieldwork import (
    Forecast,
    Progress,
    forecast_answers,
)


def test_a_closed_wave_ends_with_what_it_has() -> None:
    found = forecast_answers(Progress(41, 50, 9, 0, 20, 0))
    assert found == Forecast(41, 41, 41)


def test_without_a_list_the_pace_goes_on() -> None:
    found = forecast_answers(Progress(100, 120, 10, None, 20, 10))
    assert found.n_answers == 150
    assert found.low < 150 < found.high


def test_no_more_come_than_are_open() -> None:
    found = forecast_answers(Progress(96, 116, 5, 3, 10, 10))
    # (96 + 2) / (116 + 4) of eight
    assert found.n_answers == 96 + 7
    assert found.high <= 96 + 8


def test_the_limits_hold_in_nineteen_of_twenty_waves() -> None:
    rng = np.random.default_rng(11)
    inside = []
    for _ in range(1_000):
        so_far, later = rng.poisson(6 * 12), rng.poisson(6 * 8)
        found = forecast_answers(Progress(so_far, so_far + 9, 0, None, 12, 8))
        inside.append(found.low <= so_far + later <= found.high)
    assert 0.93 <= np.mean(inside) <= 0.98
