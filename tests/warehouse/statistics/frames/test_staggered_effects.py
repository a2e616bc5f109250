"""Rows of the effect over several waves: which waves, whom, and what is not told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from warehouse.statistics.frames.staggered_effects import staggered_effects

WAVES = pd.DataFrame(
    {
        # by their days, not by their names
        "wave_code": ["B", "Z1", "A2"],
        "opened_on": pd.to_datetime(["2025-03-01", "2026-01-01", "2026-09-01"]),
    }
)
NO_SOURCES = pd.DataFrame(
    columns=["map", "is_split", "stratum_key", "source_unit_key", "unit_key"]
)
EFFECT = 0.06


def changes(n_units: int = 30) -> pd.DataFrame:
    """Units that started before Z1, before A2 or not, in both pairs of waves."""
    rng = np.random.default_rng(0)
    rows = []
    for u in range(n_units):
        start, level = (1, 2, 9)[u % 3], rng.normal(0.7, 0.05)
        y = [level + EFFECT * (start <= k) + rng.normal(0, 0.01) for k in range(3)]
        for k, after in ((1, "Z1"), (2, "A2")):
            for item in ("overall", "trust"):
                rows.append(
                    {
                        "map": "today",
                        "unit_key": f"u{u:02}",
                        "item_code": item,
                        "item_kind": "item",
                        "before_wave": "B",
                        "after_wave": after,
                        "share_before": y[0],
                        "share_after": y[k],
                        "model_status": "started" if start <= k else "not_started",
                        "is_comparable": True,
                        "verdict": "improved",
                        "margin_share": 0.02,
                        "fdr_q": 0.05,
                    }
                )
    return pd.DataFrame(rows)


def found(cells: pd.DataFrame) -> pd.DataFrame:
    return staggered_effects(changes=cells, sources=NO_SOURCES, waves=WAVES)


def test_three_waves_are_taken_together_in_the_order_of_their_days() -> None:
    rows = found(changes())
    assert list(rows["item_code"]) == ["overall", "trust"]
    [row] = rows[rows["item_code"] == "overall"].to_dict("records")
    assert (row["waves"], row["n_waves"]) == ("B;Z1;A2", 3)
    assert (row["n_started"], row["n_not_started"], row["n_starts"]) == (20, 10, 2)
    assert row["effect"] == pytest.approx(EFFECT, abs=0.01)
    assert row["effect_low"] < EFFECT < row["effect_high"]
    assert row["verdict"] == "improved"


def test_two_waves_give_no_row() -> None:
    cells = changes()
    assert len(found(cells[cells["after_wave"] == "Z1"])) == 0


def test_of_few_units_nothing_is_told() -> None:
    [row, _] = found(changes(9)).to_dict("records")
    assert (row["method"], row["verdict"]) == ("none", "too_few")
    assert row["effect"] != row["effect"]


def test_units_that_share_ballots_are_left_out_together() -> None:
    links = pd.DataFrame(
        {
            "map": "today",
            "is_split": True,
            "stratum_key": [f"u{u:02}" for u in range(30)],
            "source_unit_key": [f"old{u // 6}" for u in range(30)],
        }
    )
    rows = staggered_effects(changes=changes(), sources=links, waves=WAVES)
    assert set(rows["n_clusters"]) == {5}
