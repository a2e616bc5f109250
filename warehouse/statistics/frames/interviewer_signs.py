"""Signs in the ballots of an interviewer, against the others of the same units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.questionnaire.interviewers import peer_tail

# Chance that a wave without fault shows any sign at all, over all its interviewers.
FALSE_ALARM = 0.01
# A sign counts from so many points above the others: people differ a little in how
# they ask, and with many ballots chance alone would no longer explain that.
LEAST_EXCESS = 0.20
KEY = ["wave_code", "interviewer_code", "sign"]
PARTS = ["n_found", "n_of", "n_found_all", "n_of_all"]
FIGURES = ["expected", "peer_share", "p_value", "p_adjusted"]


def interviewer_signs(*, signs: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_interviewer_signs`, one per wave, interviewer and sign.

    Args:
        signs: Rows of `agg_interviewer_signs`.
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
    found["needs_check"] = (found["p_adjusted"] <= FALSE_ALARM) & (
        found["excess"] >= LEAST_EXCESS
    )
    types = dict.fromkeys(KEY, "string") | dict.fromkeys(FIGURES, "float64")
    types |= {"n_found": "int64", "n_of": "int64", "needs_check": "bool"}
    return found.drop(columns="excess").astype(types)
