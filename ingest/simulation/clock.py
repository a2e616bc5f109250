"""Days, months and working days of the simulated office as whole numbers.

A day is the number of days since 2023-01-01, a time the number of seconds since
1970-01-01, a month the number of months since January 2024. Whole numbers keep ten
million cases in small arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DAY_ZERO = date(2023, 1, 1)
N_DAYS = 1461
NEVER = np.int64(2**62)
_EPOCH_OFFSET = (DAY_ZERO - date(1970, 1, 1)).days
N_MONTHS = 34

# First and last day of each run of weekdays off, as the simulated office set them.
_DAYS_OFF = (
    ("2023-01-02", "2023-01-02"),
    ("2023-01-20", "2023-01-26"),
    ("2023-05-01", "2023-05-03"),
    ("2023-09-01", "2023-09-04"),
    ("2024-01-01", "2024-01-01"),
    ("2024-02-08", "2024-02-14"),
    ("2024-04-18", "2024-04-18"),
    ("2024-04-29", "2024-05-01"),
    ("2024-09-02", "2024-09-03"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-27", "2025-01-31"),
    ("2025-04-07", "2025-04-07"),
    ("2025-04-30", "2025-05-02"),
    ("2025-09-01", "2025-09-02"),
    ("2026-01-01", "2026-01-02"),
    ("2026-02-16", "2026-02-20"),
    ("2026-04-27", "2026-04-27"),
    ("2026-04-30", "2026-05-01"),
    ("2026-08-31", "2026-09-02"),
    ("2026-11-24", "2026-11-24"),
)
_MAKE_UP_SATURDAYS = ("2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22")


def to_day(text: str) -> int:
    """Days from 2023-01-01 to an ISO date (negative before)."""
    return (date.fromisoformat(text) - DAY_ZERO).days


def to_date(day: int) -> date:
    """The date of a day number."""
    return DAY_ZERO + timedelta(days=int(day))


def month_start(month: int) -> int:
    """Day number of the first of a month; month 0 is January 2024."""
    years, rest = divmod(month, 12)
    return (date(2024 + years, rest + 1, 1) - DAY_ZERO).days


def month_name(month: int) -> str:
    """A month as '2026-07'."""
    return to_date(month_start(month)).isoformat()[:7]


MONTH_STARTS: Ints = np.array(
    [month_start(m) for m in range(N_MONTHS + 4)], dtype=np.int64
)
REFORM_DAY = to_day("2025-07-01")
REFORM_MONTH = 18


def month_of(days: Ints) -> Ints:
    """Month numbers of day numbers (large for NEVER)."""
    found = np.searchsorted(MONTH_STARTS, days, side="right") - 1
    return np.asarray(found, dtype=np.int64)


def seconds(days: Ints, second_of_day: Ints | int) -> Ints:
    """Times at a second of each day."""
    return (days + _EPOCH_OFFSET) * 86_400 + second_of_day


def days_of(times: Ints) -> Ints:
    """Day numbers of times; NEVER stays far in the future."""
    return times // 86_400 - _EPOCH_OFFSET


@dataclass(frozen=True)
class OfficeCalendar:
    """Which days the office works, with fast counting.

    Attributes:
        is_working: One flag per day from 2023-01-01 to 2026-12-31.
        working_days: The working days in order.
        n_until: Working days up to and including each day.
    """

    is_working: Flags
    working_days: Ints
    n_until: Ints

    def after(self, days: Ints, n: Ints) -> Ints:
        """The n-th working day after each day; the last known day at the end."""
        place = self.n_until[days] + n - 1
        last = np.minimum(place, len(self.working_days) - 1)
        return np.asarray(self.working_days[last], dtype=np.int64)


def office_calendar() -> OfficeCalendar:
    """The calendar 2023-2026 with days off and make-up Saturdays."""
    weekdays = (np.arange(N_DAYS) + DAY_ZERO.weekday()) % 7
    is_working = weekdays < 5
    for first, last in _DAYS_OFF:
        is_working[to_day(first) : to_day(last) + 1] = False
    for saturday in _MAKE_UP_SATURDAYS:
        is_working[to_day(saturday)] = True
    return OfficeCalendar(
        is_working=is_working,
        working_days=np.flatnonzero(is_working).astype(np.int64),
        n_until=np.cumsum(is_working).astype(np.int64),
    )
