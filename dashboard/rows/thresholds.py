"""The thresholds in force on a day, for pages that explain what they did."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from warehouse.rules.on_day import thresholds_on


def thresholds_of(page: Page, day: date | None) -> dict[str, float]:
    """Value by threshold on a day; nothing without a day or without the list."""
    answer = ask_if_built(page, "thresholds")
    if day is None or answer is None or not answer.rows:
        return {}
    return thresholds_on(pd.DataFrame(answer.rows), pd.Timestamp(day))
