"""What officers are measured by, and the rules each period is judged under."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from warehouse.hiding_thresholds import MIN_OFFICER_BALLOTS
from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.officers.tiers import TierSettings


class Measure(NamedTuple):
    """Counts of a measure, and the threshold a true share is held against.

    Attributes:
        x, n: Columns of `agg_officer_cells` with what happened and out of how many.
        standard: Name of the threshold.
        high_is_bad: True where a high share is the bad one.
        is_by_work: False where rows do not all name their kind of work.
    """

    x: str
    n: str
    standard: str
    high_is_bad: bool
    is_by_work: bool = True

    @property
    def is_of_ballots(self) -> bool:
        """Whether citizens' ballots are counted, not cases."""
        return self.n == "n_ballots"


MEASURES = {
    "satisfied_share": Measure("n_satisfied", "n_ballots", "theta_min", False),
    "late_strict_share": Measure(
        "n_late_strict", "n_cases", "officer_late_max", high_is_bad=True
    ),
    # a complaint names its kind of work only where its field belongs to one
    "upheld_share": Measure(
        "n_upheld", "n_cases", "officer_upheld_max", True, is_by_work=False
    ),
}


def tier_settings(valid: dict[str, float], measure: Measure) -> TierSettings:
    """Rules of one day for one measure.

    Args:
        valid: Value by threshold, as `thresholds_on` gives it.
        measure: The measure judged.
    """
    return TierSettings(
        theta_min=valid[measure.standard],
        high_is_bad=measure.high_is_bad,
        may_bend=measure.is_of_ballots,
        k=int(valid["low_periods_k"]),
        m=int(valid["low_periods_m"]),
        min_posterior=valid["posterior_min"],
        min_below_peers=valid["below_peers_min"],
        max_wrong=valid["officer_wrong_max"],
        n_judge=int(valid["officer_min_n_judge"]),
        n_look=MIN_OFFICER_BALLOTS,
    )


def periods_by_rules(
    periods: Iterable[str],
    first_days: pd.Series[pd.Timestamp],
    thresholds: pd.DataFrame,
    measure: Measure,
) -> dict[TierSettings, list[str]]:
    """Periods that began under the same rules, by those rules.

    A period that began before the first rule of one of the thresholds was decided is
    left out: other figures of old days go by the first rule, but nobody is judged by
    one that was not yet there.

    Args:
        periods: Names of the periods, of one period type.
        first_days: First day by name of the period.
        thresholds: Rows of `dim_thresholds`.
        measure: The measure judged.
    """
    groups: dict[TierSettings, list[str]] = {}
    for period in sorted(periods):
        day = pd.Timestamp(first_days[period])
        decided = thresholds[pd.to_datetime(thresholds["valid_from"]) <= day]
        valid = thresholds_on(decided, day)
        try:
            settings = tier_settings(valid, measure)
        except KeyError:
            continue
        groups.setdefault(settings, []).append(period)
    return groups
