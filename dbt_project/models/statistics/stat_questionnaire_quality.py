"""Do the questions of a factor hang together, wave by wave.

Grain: wave_code, criterion_code.
"""

import numpy as np
import pandas as pd

from warehouse.statistics.questionnaire.consistency import (
    cronbach_alpha,
    omega_total,
    scale_reading,
)

TEXTS = ["wave_code", "stream", "instrument", "criterion_code", "reading", "reason"]
COUNTS = ["n_items", "n_ballots", "n_complete"]
FIGURES = ["cronbach_alpha", "cronbach_alpha_low", "cronbach_alpha_high"]
FIGURES += ["cronbach_alpha_std", "mean_interitem_r", "omega", "share_incomplete"]


def model(dbt, session):
    dbt.config(materialized="table")
    patterns = dbt.ref("agg_factor_patterns").df()
    waves = dbt.ref("dim_waves").df()[["wave_code", "stream", "instrument"]]
    patterns = patterns.sort_values(["wave_code", "criterion_code", "pattern"])
    groups = patterns.groupby(["wave_code", "criterion_code"])
    rows = [scale for key, rows in groups for scale in _scale(*key, rows)]
    names = ["wave_code", "criterion_code", *COUNTS, *FIGURES, "reading", "reason"]
    result = pd.DataFrame(rows, columns=names).merge(waves, on="wave_code")
    types = dict.fromkeys(TEXTS, "string") | dict.fromkeys(COUNTS, "int64")
    return result.astype(types | dict.fromkeys(FIGURES, "float64"))


def _scale(wave, criterion, rows):
    levels, n = _levels(rows["pattern"]), rows["n_ballots"].to_numpy(float)
    # a short form asks some of the questions only
    levels = levels[~np.isnan(levels).all(axis=1)]
    if not len(levels):
        return []
    alpha = cronbach_alpha(levels, counts=n)
    omega = omega_total(levels, counts=n)
    total = int(n[~np.isnan(levels).all(axis=0)].sum())
    missing = 1 - alpha.n_complete / total
    figures = (alpha.alpha, alpha.feldt_lo, alpha.feldt_hi, alpha.alpha_std)
    figures += (alpha.mean_interitem_r, omega.omega, missing)
    reading = scale_reading(alpha.alpha, alpha.n_complete, len(levels))
    reason = str(alpha.reason or omega.reason) or None
    counts = (len(levels), total, alpha.n_complete)
    return [(wave, criterion, *counts, *figures, str(reading), reason)]


def _levels(patterns):
    """Questions × patterns, in levels above the lowest; nan where unanswered."""
    # two digits a question, all of one length
    signs = np.array(patterns.tolist(), dtype=bytes).view(np.uint8) - ord("0")
    tens, ones = signs.reshape(len(patterns), -1, 2).transpose(2, 1, 0)
    codes = (10 * tens + ones).astype(float)
    return np.where(codes > 0, (codes - 1) / 2, np.nan)
