"""Signs in the ballots of an interviewer, against the others of the same units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.questionnaire.interviewers import peer_tail

# Chance that a wave without fault shows any sign at all, over all its interviewers;
# and how far above the others a sign counts: people differ a little in how they ask,
# and with many ballots chance alone would no longer explain that.
RULES = ["interviewer_false_alarm", "interviewer_excess_min"]
KEY = ["wave_code", "interviewer_code", "sign"]
PARTS = ["n_found", "n_of", "n_found_all", "n_of_all"]
FIGURES = ["expected", "peer_share", "p_value", "p_adjusted"]


def interviewer_signs(
    *, signs: pd.DataFrame, waves: pd.DataFrame, thresholds: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_interviewer_signs`, one per wave, interviewer and sign.

    Args:
        signs: Rows of `agg_interviewer_signs`.
        waves: Rows of `dim_waves`; a wave is judged by the thresholds of its first
            day, one without a day by those that hold for good.
        thresholds: Rows of `dim_thresholds`.
    """
    signs = signs.sort_values([*KEY, "unit_key"])
    rows = []
    for (wave, who, sign), group in signs.groupby(KEY, sort=True):
        tail = peer_tail(*(group[name].to_numpy() for name in PARTS))
        looked = np.minimum(1.0, tail.p_value * int(group["n_looks"].max()))
        figures = (tail.expected, tail.peer_share, looked, tail.excess)
        rows.append((wave, who, sign, tail.found, tail.of, *figures))
    names = [*KEY, "n_found", "n_of", *FIGURES[:3], "excess"]
    found = pd.DataFrame(rows, columns=names)
    # every look of the wave counts, so that a clean one stays silent (Bonferroni)
    n_looks = found.groupby("wave_code")["p_value"].transform("count")
    found["p_adjusted"] = np.minimum(1.0, found["p_value"] * n_looks)
    rules = _rules(found, waves, thresholds)
    found["needs_check"] = (found["p_adjusted"] <= rules[RULES[0]]) & (
        found["excess"] >= rules[RULES[1]]
    )
    types = dict.fromkeys(KEY, "string") | dict.fromkeys(FIGURES, "float64")
    types |= {"n_found": "int64", "n_of": "int64", "needs_check": "bool"}
    return found.drop(columns="excess").astype(types)


def _rules(
    found: pd.DataFrame, waves: pd.DataFrame, thresholds: pd.DataFrame
) -> pd.DataFrame:
    """The rules of each row, in the order of the rows."""
    opened = waves.set_index("wave_code")["opened_on"]
    last = thresholds["last_day"].max()
    of_wave = {}
    for wave in found["wave_code"].unique():
        day = opened.get(wave)
        of_wave[wave] = thresholds_on(thresholds, last if pd.isna(day) else day)
    rows = [[of_wave[wave][name] for name in RULES] for wave in found["wave_code"]]
    return pd.DataFrame(rows, columns=RULES, index=found.index, dtype=float)
