"""The value of each threshold on a day, for Python: SQL and pages compare the same
two columns, `first_day` and `last_day`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from warehouse.rules.in_force import Rule
from warehouse.rules.rules import read_rules
from warehouse.settings import Settings


def thresholds_on(thresholds: pd.DataFrame, day: pd.Timestamp) -> dict[str, float]:
    """Thresholds in force on a day.

    Args:
        thresholds: Rows of `dim_thresholds`: threshold, value, first_day, last_day.
        day: The day asked about.

    Returns:
        Value by name of threshold, in the unit the row names.
    """
    day = pd.Timestamp(day)
    begun = _days(thresholds["first_day"]) <= day
    goes_on = _days(thresholds["last_day"]) >= day
    valid = thresholds[begun & goes_on]
    return dict(zip(valid["threshold"], valid["value"].astype(float), strict=True))


def terms_in_days(settings: Settings, day: date) -> dict[str, int]:
    """Calendar days of each term in force on a day, by its threshold.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    return days_of_terms(read_rules(settings)["thresholds"], day)


def days_of_terms(thresholds: Iterable[Rule], day: date) -> dict[str, int]:
    """The same of rules that were read before."""
    return {
        str(rule.values["threshold"]): int(str(rule.values["value"]).split(".")[0])
        for rule in thresholds
        if rule.values["unit"] == "days" and rule.first_day <= day <= rule.last_day
    }


def _days(column: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    """Days that pandas can hold: year 1 and year 9999 may come as plain dates."""
    return pd.to_datetime(column.astype("datetime64[s]"))
