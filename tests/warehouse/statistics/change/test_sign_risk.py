"""How far a change that stands out among many may be trusted."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.change.sign_risk import wrong_sign_risks

SE = 0.07


def drawn(n_changed: int, size: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """True and seen changes of 800 cells, the first `n_changed` of them real."""
    rng = np.random.default_rng(seed)
    true = np.where(np.arange(800) < n_changed, size, 0.0)
    return true, true + rng.normal(0, SE, 800)


def test_luck_alone_is_never_trusted() -> None:
    n_trusted = 0
    for seed in range(20):
        _, seen = drawn(0, 0.0, seed)
        n_trusted += int((wrong_sign_risks(seen, np.full(800, SE)) <= 0.025).sum())
    assert n_trusted <= 1


def test_few_of_the_trusted_are_false() -> None:
    n_trusted = n_false = 0
    for seed in range(20):
        true, seen = drawn(200, 0.2, seed)
        trusted = wrong_sign_risks(seen, np.full(800, SE)) <= 0.025
        n_trusted += int(trusted.sum())
        n_false += int((trusted & ((true == 0) | (seen < 0))).sum())
    assert n_trusted > 500
    assert n_false <= 0.05 * n_trusted


def test_a_fall_among_many_rises_needs_more() -> None:
    _, seen = drawn(400, 0.2, 1)
    seen[-2:] = 0.26, -0.26
    up, down = wrong_sign_risks(seen, np.full(800, SE))[-2:]
    assert up < 0.025 < down


def test_a_missing_change_has_no_risk_and_changes_none() -> None:
    risk = wrong_sign_risks([0.3, np.nan, 0.0], [SE, SE, SE])
    assert np.isnan(risk[1])
    assert risk[[0, 2]] == pytest.approx(wrong_sign_risks([0.3, 0.0], [SE, SE]))
    assert wrong_sign_risks([], []).size == 0
