"""A group beside all others: one contrast is looked at once, and luck marks few."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from warehouse.statistics.frames import group_changes as frames
from warehouse.statistics.frames.group_changes import CONTRASTS, PARTS, _Shares
from warehouse.statistics.frames.pair_cells import SIDES

N_UNITS, N_ITEMS, N_PROVINCES, N_BALLOTS = 56, 14, 30, 60
TOLD = {"improved", "slightly_improved", "slightly_worse", "worse"}


def province(seed: int, gap: float = 0.0) -> tuple[pd.DataFrame, dict[str, set[str]]]:
    """Cells of one province, women and men, and the words of each contrast.

    Args:
        seed: Of the draw.
        gap: How much more men are satisfied after, in shares; 0 for no difference.
    """
    rng = np.random.default_rng(seed)
    cells = pd.DataFrame(
        [
            {
                "map": "then",
                "unit_key": f"u{unit:02}",
                "item_code": f"q{item:02}",
                "before_wave": "a",
                "after_wave": "b",
                "group_kind": "sex",
                "group_code": sex,
                "item_kind": "item",
                "unit_level": "commune",
                "is_comparable": True,
                "margin_share": 0.02,
                "min_n_compare": 30.0,
                "fdr_q": 0.05,
            }
            for unit in range(N_UNITS)
            for item in range(N_ITEMS)
            for sex in ("f", "m")
        ]
    )
    is_man = (cells["group_code"] == "m").to_numpy()
    n = np.full(len(cells), float(N_BALLOTS))
    shares = {}
    for side in SIDES:
        true = 0.7 + gap * is_man * (side == "after")
        own = rng.binomial(N_BALLOTS, true) / N_BALLOTS
        other = own.reshape(-1, 2)[:, ::-1].ravel()
        for part, p in zip(PARTS, (own, other), strict=True):
            shares[part, side] = _Shares(p, n)
            cells[f"n_{part}{side}"] = n
            cells[f"n_{part}effective_{side}"] = n
    for name in CONTRASTS:
        frames._judge_contrast(cells, name, shares)
    marked = {
        name: set(cells.loc[cells[f"{name}_verdict"].isin(TOLD), "unit_key"])
        for name in CONTRASTS
    }
    return cells, marked


@pytest.mark.parametrize("name", CONTRASTS)
def test_where_groups_do_not_differ_few_provinces_mark_any(name: str) -> None:
    n_marking = sum(bool(province(seed)[1][name]) for seed in range(N_PROVINCES))
    assert n_marking <= 0.05 * N_PROVINCES + 1


def test_where_they_differ_it_is_said() -> None:
    cells, marked = province(1, gap=0.25)
    assert len(marked["gap_after"]) > N_UNITS / 2
    men = cells[cells["group_code"] == "m"]
    assert not men["gap_after_verdict"].isin({"slightly_worse", "worse"}).any()


def test_the_two_sides_of_one_contrast_agree() -> None:
    cells, _ = province(1, gap=0.2)
    women, men = (
        cells[cells["group_code"] == sex].reset_index(drop=True) for sex in ("f", "m")
    )
    assert women["gap_after_p_adjusted"].to_numpy() == pytest.approx(
        men["gap_after_p_adjusted"].to_numpy()
    )
    assert women["gap_after"].to_numpy() == pytest.approx(-men["gap_after"].to_numpy())
