"""How long columns of raw that could lead to a person are kept."""

from __future__ import annotations

from dataclasses import dataclass

TWO_YEARS_DAYS, FIVE_YEARS_DAYS = 730, 1826
UNLINKED = "#"
"""How a random name begins; no keyed hash does."""


@dataclass(frozen=True)
class RawRule:
    """Columns of a raw table that are emptied after some days.

    Attributes:
        table: Raw kind.
        columns: Columns to empty.
        since: Date column the time counts from.
        keep_days: Days they are kept.
        unlinked: Of the columns, the one whose value gives way to a random name
            instead, one for each person and wave, once the term of the wave's first
            row is over: that ballots belong together stays, whose they are goes.
    """

    table: str
    columns: tuple[str, ...]
    since: str
    keep_days: int
    unlinked: str = ""


RAW_RULES = (
    RawRule(
        "answer",
        ("age_band", "sex", "case_code", "respondent"),
        "answered_on",
        TWO_YEARS_DAYS,
        unlinked="respondent",
    ),
    RawRule("answer", ("officer_code",), "answered_on", FIVE_YEARS_DAYS),
    RawRule("case", ("officer_code",), "received_at", FIVE_YEARS_DAYS),
    RawRule("case_step", ("officer_code",), "started_at", FIVE_YEARS_DAYS),
    RawRule("petition", ("officer_code",), "received_on", FIVE_YEARS_DAYS),
    RawRule("officer", ("officer_name", "position"), "valid_to", FIVE_YEARS_DAYS),
)
