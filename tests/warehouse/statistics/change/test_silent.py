"""Those who did not answer."""

from __future__ import annotations

import pytest

from warehouse.statistics.change.silent import turning_share


def test_at_the_turning_share_nothing_has_changed() -> None:
    share = turning_share(0.70, 0.80, 0.4)
    assert share == pytest.approx(0.6333, abs=1e-4)
    assert share is not None
    assert 0.4 * 0.80 + 0.6 * share == pytest.approx(0.70)


def test_few_silent_people_turn_nothing() -> None:
    assert turning_share(0.50, 0.90, 0.9) is None
    assert turning_share(0.70, 0.80, 1.0) is None
    assert turning_share(0.70, 0.80, 0.0) is None
