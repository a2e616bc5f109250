"""How the questionnaire of the small build holds up: one good scale, one too short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd


def scales(wave: str, thin: int) -> Iterator[dict[str, Any]]:
    """Two factors and all questions of one wave."""
    for criterion, n_items, alpha, reading in (
        ("all", 14, 0.93, "consistent"),
        ("officer", 4, 0.81, "consistent"),
        ("access", 2, 0.68, "few_items"),
    ):
        yield {
            "wave_code": wave,
            "stream": "before",
            "instrument": "hai_long_2024",
            "criterion_code": criterion,
            "n_items": n_items,
            "n_ballots": 1095 // thin,
            "n_complete": 940 // thin,
            "cronbach_alpha": alpha,
            "cronbach_alpha_low": alpha - 0.02,
            "cronbach_alpha_high": alpha + 0.02,
            "cronbach_alpha_std": alpha,
            "mean_interitem_r": 0.5,
            "omega": alpha if n_items > 2 else None,
            "share_incomplete": 155 / 1095,
            "reading": reading,
            "reason": None if n_items > 2 else "not_identified",
        }


def items(wave: str, codes: Iterable[str], thin: int) -> Iterator[dict[str, Any]]:
    """Every question of one wave, left open by one citizen in ten."""
    for code in codes:
        yield {
            "wave_code": wave,
            "stream": "before",
            "instrument": "hai_long_2024",
            "item_code": code,
            "criterion_code": code.split("_")[0],
            "n_ballots": 1095 // thin,
            "n_answers": 985 // thin,
            "n_missing": 110 // thin,
            "missing_rate": 110 / 1095,
            "missing_rate_low": 0.084,
            "missing_rate_high": 0.12,
            "share_highest": 0.4,
            "share_lowest": 0.01,
        }


def no_repeats() -> pd.DataFrame:
    """Further ballots of one person: everybody gave one."""
    names = ("map", "unit_key", "slice_kind", "wave_code", "item_code")
    types = {**dict.fromkeys(names, "string"), "n_repeats": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
