"""The numbers a rule can have and still mean something, by threshold and by column.

A number outside is a slip of the pen ("85" for "0.85", a zero too many): a rule that
nobody can break, or nobody can keep, judges people without a word.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """Numbers allowed.

    Attributes:
        least: Smallest number.
        most: Largest number.
        is_open: The two ends themselves are not allowed.
    """

    least: float
    most: float
    is_open: bool = False

    def __contains__(self, number: float) -> bool:
        if self.is_open:
            return self.least < number < self.most
        return self.least <= number <= self.most

    @property
    def rule(self) -> str:
        """What a number must be, in words."""
        if self.is_open:
            return f"a number between {self.least:g} and {self.most:g}"
        return f"a number from {self.least:g} to {self.most:g}"


MOST_DAYS = 366
"""A term longer than a year is not a term."""

_SHARE = Range(0, 1, is_open=True)
_RARE = Range(0, 0.5, is_open=True)
"""A chance of error: from one half on a mark would be wrong more often than right."""
_MARGIN = Range(0, 0.5)
_LIKELY = Range(0.5, 1, is_open=True)
"""A probability that something is so: below one half it is rather not so."""
_DAYS = Range(1, MOST_DAYS)
_BALLOTS = Range(5, 100_000)
_YEARS_IN_DAYS = Range(1, 36_600)

OF_THRESHOLDS: dict[str, Range] = {
    "margin_share": _MARGIN,
    "margin_equivalence": _RARE,
    "min_n_compare": _BALLOTS,
    "gap_check_q": _RARE,
    "fdr_q": _RARE,
    "coverage_min_cases": Range(1, 100_000),
    "freshness_max_days": Range(1, 3_660),
    "officer_min_n_judge": _BALLOTS,
    "theta_min": _SHARE,
    "officer_late_max": _SHARE,
    "officer_upheld_max": _SHARE,
    "low_periods_k": Range(1, 12),
    "low_periods_m": Range(1, 12),
    "posterior_min": _LIKELY,
    "below_peers_min": _LIKELY,
    "officer_wrong_max": _RARE,
    "reminders_in_12_months": Range(1, 100),
    "reminders_window_months": Range(1, 60),
    "process_reply_days": _DAYS,
    "process_sign_days": _DAYS,
    "process_appeal_days": _DAYS,
    "process_total_days": _DAYS,
    "process_keep_days": _YEARS_IN_DAYS,
    "process_measure_days": Range(1, 3_660),
    "review_month_days": _DAYS,
    "review_quarter_days": _DAYS,
    "review_half_days": _DAYS,
    "review_year_days": _DAYS,
    "interviewer_false_alarm": _RARE,
    "interviewer_excess_min": Range(0, 0.9),
    "sipas_sampling_error": _RARE,
    "weight_ratio_max": Range(2, 1_000),
}

OF_COLUMNS: dict[tuple[str, str], Range] = {
    ("petition_deadlines", "n_days"): _DAYS,
    ("petition_deadlines", "accept_days"): Range(0, MOST_DAYS),
    ("petition_deadlines", "long_overdue_days"): Range(0, 3_660),
    ("letter_rules", "n_days"): Range(0, MOST_DAYS),
    ("letter_rules", "late_days_from"): Range(0, MOST_DAYS),
    ("requirements", "max_age_days"): _YEARS_IN_DAYS,
    ("wave_rules", "n_required"): Range(0, MOST_DAYS),
}

DAYS_OF_PERIOD = {"week": 7, "month": 31, "quarter": 92, "half": 184, "year": MOST_DAYS}
"""A duty is asked for once a day at most."""
