"""Whether people asked by one interviewer answer alike, wave by wave."""

from __future__ import annotations

import pandas as pd

from warehouse.statistics.questionnaire.interviewers import icc_within_units


def interviewer_effects(*, interviewers: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_interviewer_effects`, one per wave.

    Args:
        interviewers: Rows of `agg_interviewers`.
    """
    rows = []
    for wave, group in interviewers.sort_values("unit_key").groupby("wave_code"):
        heard = group[group["n_judged"] > 0]
        unit = pd.factorize(heard["unit_key"])[0]
        found = icc_within_units(heard["n_satisfied"], heard["n_judged"], unit)
        who = heard["interviewer_code"].nunique()
        rows.append((wave, who, found.icc, found.p_value, found.deff_mean))
    names = ["wave_code", "n_interviewers", "icc", "p_value", "deff"]
    types = {"wave_code": "string", "n_interviewers": "int64"}
    types |= dict.fromkeys(names[2:], "float64")
    return pd.DataFrame(rows, columns=names).astype(types)
