"""What the model changed beyond what happened to units that had not started."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.change.verdicts import judge_effect
from warehouse.statistics.effect.effect import estimate_effect
from warehouse.statistics.effect.pre_trend import EventPoint
from warehouse.statistics.frames.units.whole_months import whole_months

TEXTS = ["outcome", "tool", "design", "verdict", "threats", "reason", "event_study"]
LEVELS = ["commune", "centre"]


class Outcome(NamedTuple):
    """One outcome of `agg_unit_months`.

    Attributes:
        x, n: Columns of the numerator and the denominator.
        scale: The outcome is `scale` · x / n.
        width: Months per period.
        margin: Smallest effect that matters, in the unit of the outcome; None for a
            share, where the threshold `margin_share` says it.
        higher_is_better: False for lateness and complaints.
    """

    x: str
    n: str
    scale: int
    width: int
    margin: float | None
    higher_is_better: bool


OUTCOMES = {
    "late_strict_share": Outcome("n_late_strict", "n_with_due", 1, 1, None, False),
    "late_official_share": Outcome("n_late_official", "n_with_due", 1, 1, None, False),
    "satisfied_share": Outcome("n_satisfied", "n_ballots", 1, 3, None, True),
    "petitions_per_1000": Outcome("n_petitions", "n_received", 1000, 3, 1.0, False),
    "upheld_per_1000": Outcome("n_upheld", "n_received", 1000, 3, 0.5, False),
}


def unit_effects(
    *,
    months: pd.DataFrame,
    ballots: pd.DataFrame,
    units: pd.DataFrame,
    thresholds: pd.DataFrame,
    build: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_unit_effects`, one per outcome with the design it allowed.

    Ballots count where the most widely used tool gave them: units that change to
    another one would seem to change in satisfaction.

    Args:
        months: Rows of `agg_unit_months`.
        ballots: Rows of `agg_ballot_months`.
        units: Rows of `dim_units`.
        thresholds: Rows of `dim_thresholds`; those of the day of the data count.
        build: The row of `dim_build`.
    """
    tool = main_tool(ballots)
    months = whole_months(_of_tool(months, ballots, tool), build)
    months = months[(months["map"] == "today") & months["unit_level"].isin(LEVELS)]
    months = months.merge(units[["unit_key", "model_start_date"]], on="unit_key")
    # one order of adding, so that two builds agree to the last digit
    months = months.sort_values(["unit_key", "month"], ignore_index=True)
    rules = thresholds_on(thresholds, build["data_as_of"].iloc[0])
    rows = [
        _effect(months, name, outcome, rules["margin_share"])
        for name, outcome in OUTCOMES.items()
    ]
    for row in rows:
        row["tool"] = tool if OUTCOMES[str(row["outcome"])].n == "n_ballots" else ""
    return pd.DataFrame(rows).astype(dict.fromkeys(TEXTS, "string"))


def main_tool(ballots: pd.DataFrame) -> str:
    """The tool of most unit × months of today's map; empty without any."""
    used = ballots[(ballots["map"] == "today") & ballots["unit_level"].isin(LEVELS)]
    counts = used.groupby("tool").agg(
        cells=("n_ballots", "size"), n=("n_ballots", "sum")
    )
    if counts.empty:
        return ""
    order = counts.reset_index().sort_values(["cells", "n", "tool"])
    return str(order["tool"].iloc[-1])


def _of_tool(months: pd.DataFrame, ballots: pd.DataFrame, tool: str) -> pd.DataFrame:
    """The months with the ballots of one tool alone."""
    key, counts = ["map", "unit_key", "month"], ["n_ballots", "n_satisfied"]
    of_tool = ballots.loc[ballots["tool"] == tool, [*key, *counts]]
    found = months.drop(columns=counts).merge(of_tool, on=key, how="left")
    return found.fillna(dict.fromkeys(counts, 0))


def _effect(
    months: pd.DataFrame, name: str, outcome: Outcome, margin_share: float
) -> dict[str, object]:
    panel = unit_panel(months, outcome)
    fit = estimate_effect(
        panel["y"], panel["unit_key"].tolist(), panel["time"], panel["cohort"]
    )
    choice = fit.choice
    verdict = judge_effect(
        fit.lo,
        fit.hi,
        n_started=choice.n_started,
        n_not_started=choice.n_waiting,
        n_pre_periods=choice.n_pre,
        pre_trend_p=fit.pretrend.p_value,
        margin=margin_share if outcome.margin is None else outcome.margin,
        higher_is_better=outcome.higher_is_better,
    )
    return {
        "outcome": name,
        "design": choice.design,
        "effect": fit.att,
        "low": fit.lo,
        "high": fit.hi,
        "p_value": fit.p_value,
        "n_started": choice.n_started,
        "n_not_started": choice.n_waiting,
        "n_cohorts": choice.n_cohorts,
        "n_periods_before": choice.n_pre,
        "n_periods_after": choice.n_post,
        "months_per_period": outcome.width,
        "n_left_out": choice.n_left_out,
        "pre_trend_p": fit.pretrend.p_value,
        "is_attributable": bool(fit.is_attributable),
        "verdict": str(verdict.word),
        "threats": ";".join(fit.threats),
        "reason": str(fit.reason or verdict.reason),
        "event_study": _event_study(fit.points),
    }


def _event_study(points: Iterable[EventPoint]) -> str:
    """JSON list of [periods since the start, difference, low, high]."""
    rows = ((p.exposure, p.att, p.lo, p.hi) for p in points)
    return json.dumps(
        [[int(k), *(float(v) if np.isfinite(v) else None for v in r)] for k, *r in rows]
    )


def unit_panel(months: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Unit × period outcomes; the cohort is the first whole period in the model.

    Returns:
        `unit_key`, `time` (1, 2, …), `cohort` (0 where not started) and `y`.
    """
    x, n, width = outcome.x, outcome.n, outcome.width
    used = months[months.groupby("month")[n].transform("sum") > 0]
    if used.empty:
        return pd.DataFrame({name: [] for name in ("unit_key", "time", "cohort", "y")})
    first = used["month"].min()
    number = _month_number(used["month"], first)
    start = _month_number(pd.to_datetime(used["model_start_date"]), first) / width
    cohort = pd.Series(np.ceil(start) + 1, index=used.index).clip(lower=1).fillna(0)
    used = used.assign(time=number // width + 1, cohort=cohort)
    sums = used.groupby(["unit_key", "time", "cohort"], as_index=False)[[x, n]].sum()
    sums["y"] = outcome.scale * sums[x] / sums[n].where(sums[n] > 0)
    # a last period that is not over is left out
    n_whole = (int(number.max()) + 1) // width
    return sums[sums["time"] <= n_whole].sort_values(["unit_key", "time"])


def _month_number(days: pd.Series[pd.Timestamp], first: pd.Timestamp) -> pd.Series[int]:
    """Months since `first`; a month begun is not counted as whole."""
    months = (days.dt.year - first.year) * 12 + days.dt.month - first.month
    return months + (days.dt.day > 1)
