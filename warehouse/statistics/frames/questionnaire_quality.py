"""Do the questions of a factor hang together, wave by wave."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.statistics.questionnaire.consistency import (
    cronbach_alpha,
    omega_total,
    scale_reading,
)

TEXTS = ["wave_code", "stream", "instrument", "criterion_code", "reading", "reason"]
COUNTS = ["n_items", "n_ballots", "n_complete"]
FIGURES = ["cronbach_alpha", "cronbach_alpha_low", "cronbach_alpha_high"]
FIGURES += ["cronbach_alpha_std", "mean_interitem_r", "omega", "share_incomplete"]


def questionnaire_quality(
    *, patterns: pd.DataFrame, waves: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_questionnaire_quality`, one per wave and factor.

    Args:
        patterns: Rows of `agg_factor_patterns`.
        waves: Rows of `dim_waves`.
    """
    patterns = patterns.sort_values(["wave_code", "criterion_code", "pattern"])
    groups = patterns.groupby(["wave_code", "criterion_code"])
    rows = [scale for key, rows in groups for scale in _scale(key, rows)]
    names = ["wave_code", "criterion_code", *COUNTS, *FIGURES, "reading", "reason"]
    waves = waves[["wave_code", "stream", "instrument"]]
    result = pd.DataFrame(rows, columns=names).merge(waves, on="wave_code")
    types = dict.fromkeys(TEXTS, "string") | dict.fromkeys(COUNTS, "int64")
    return result.astype(types | dict.fromkeys(FIGURES, "float64"))


def _scale(
    key: tuple[Hashable, ...], rows: pd.DataFrame
) -> list[tuple[Hashable | None, ...]]:
    """The row of one wave and factor; none where no question was asked."""
    levels = pattern_levels(rows["pattern"].tolist())
    n = rows["n_ballots"].to_numpy(dtype=float)
    # a short form asks some of the questions only
    levels = levels[~np.isnan(levels).all(axis=1)]
    if not len(levels):
        return []
    alpha = cronbach_alpha(levels, counts=n)
    omega = omega_total(levels, counts=n)
    total = int(n[~np.isnan(levels).all(axis=0)].sum())
    missing = 1 - alpha.n_complete / total
    bounds = (alpha.alpha, alpha.feldt_lo, alpha.feldt_hi, alpha.alpha_std)
    figures = (*bounds, alpha.mean_interitem_r, omega.omega, missing)
    reading = scale_reading(alpha.alpha, alpha.n_complete, len(levels))
    reason = str(alpha.reason or omega.reason) or None
    counts = (len(levels), total, alpha.n_complete)
    return [(*key, *counts, *figures, str(reading), reason)]


def pattern_levels(patterns: list[str]) -> NDArray[np.float64]:
    """Questions × patterns, in levels above the lowest; nan where unanswered."""
    # two digits a question, all of one length
    signs = np.array(patterns, dtype=bytes).view(np.uint8) - ord("0")
    tens, ones = signs.reshape(len(patterns), -1, 2).transpose(2, 1, 0)
    codes = (10 * tens + ones).astype(float)
    return np.where(codes > 0, (codes - 1) / 2, np.nan)
