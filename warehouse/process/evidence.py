"""What may open a matter: evidence of the published build that stands today.

It is read as a leader reads it, so a wave that the Front has not released gives none,
and neither do figures about too few or data in doubt: for those no tier `evidence`
reaches a leader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from warehouse.read import Reader, reader_of
from warehouse.rules.periods import span_of
from warehouse.scope import Scope, scope_for
from warehouse.settings import Settings

KIND_OF_MEASURE = {
    "satisfied_share": "low_satisfaction",
    "late_strict_share": "lateness",
    "upheld_share": "upheld_complaints",
}


@dataclass(frozen=True)
class Evidence:
    """One thing that calls for a look at one officer.

    Attributes:
        kind: One of `steps.KINDS`.
        officer_code: The officer.
        unit_key: Office the officer serves in now; of the evidence if none is known.
        period_type: year, half, quarter or month; `day` for reminders.
        period: The period, or the day of the reminder that reached the limit.
        is_latest: Of the latest period; only such evidence opens a matter.
    """

    kind: str
    officer_code: str
    unit_key: str
    period_type: str
    period: str
    is_latest: bool

    @property
    def name(self) -> str:
        """Names it for good: kind, officer and period."""
        return "/".join((self.kind, self.officer_code, self.period_type, self.period))

    @property
    def since(self) -> date:
        """Day of the reminder, or the first after the period: it waits from then on."""
        if self.period_type == "day":
            return date.fromisoformat(self.period)
        return span_of(self.period)[1]


@dataclass(frozen=True)
class Measure:
    """One measure about an officer that a register holds.

    Attributes:
        officer_code: The officer.
        unit_key: Office the officer served in on that day, or the province.
        given_on: Day of the measure.
        is_posted: Whether a list posts the officer anywhere on that day.
    """

    officer_code: str
    unit_key: str
    given_on: date
    is_posted: bool = True


@dataclass(frozen=True)
class Reminded:
    """An officer reminded often, by the rule of the day of the last reminder.

    Attributes:
        officer_code: The officer.
        unit_key: Office the officer serves in now.
        last_on: Day of the last reminder.
        n_reminders: Reminders in the months up to that day.
        n_months: How many months these are.
        limit: Reminders that are often.
        measured_on: Day of a measure since then; None without one.
    """

    officer_code: str
    unit_key: str
    last_on: date
    n_reminders: int
    n_months: int
    limit: int
    measured_on: date | None


def reminded_now(settings: Settings) -> list[Reminded]:
    """Officers reminded often in the months that count, the most reminded first.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    scope = all_units(reader)
    offices = _offices(reader, scope)
    found = [
        Reminded(
            row["officer_code"],
            offices.get(row["officer_code"], str(row["unit_key"])),
            row["given_on"],
            row["n_reminders"],
            row["n_months"],
            row["reminders_limit"],
            row["measured_on"],
        )
        for row in reader.run("often_reminded", scope).rows
    ]
    return sorted(found, key=lambda one: (-one.n_reminders, one.officer_code))


def evidence_now(settings: Settings) -> list[Evidence]:
    """All evidence of the published build, in the order of units and officers.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    scope = all_units(reader)
    offices = _offices(reader, scope)
    found = [*_of_tiers(reader, scope), *_of_reminders(reader, scope)]
    placed = [
        Evidence(
            one.kind,
            one.officer_code,
            offices.get(one.officer_code, one.unit_key),
            one.period_type,
            one.period,
            one.is_latest,
        )
        for one in found
    ]
    return sorted(placed, key=lambda one: (one.unit_key, one.officer_code, one.name))


def measures_now(settings: Settings) -> list[Measure]:
    """Measures about officers in the registers, the earliest first.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    rows = reader.run("process_measures", all_units(reader)).rows
    return [
        Measure(r["officer_code"], r["unit_key"], r["given_on"], r["is_posted"])
        for r in rows
    ]


def officers_by_unit(settings: Settings) -> dict[str, int]:
    """Unit → officers posted there now.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    counts: dict[str, int] = {}
    for unit in _offices(reader, all_units(reader)).values():
        counts[unit] = counts.get(unit, 0) + 1
    return counts


def all_units(reader: Reader) -> Scope:
    """A leader's scope over all units, for the program's own look."""
    every = reader.scope_of_account(user_id="process", role="committee")
    return scope_for(user_id="process", role="leader", unit_keys=every.unit_keys)


def _of_tiers(reader: Reader, scope: Scope) -> Iterator[Evidence]:
    for row in reader.run("process_evidence", scope).rows:
        if row["state"] == "shown":
            yield Evidence(
                KIND_OF_MEASURE[row["measure"]],
                row["officer_code"],
                row["unit_key"],
                row["period_type"],
                row["period"],
                row["is_latest"],
            )


def _of_reminders(reader: Reader, scope: Scope) -> Iterator[Evidence]:
    for row in reader.run("process_reminders", scope).rows:
        code, unit = row["officer_code"], row["unit_key"]
        day = row["given_on"].isoformat()
        yield Evidence("reminders", code, unit, "day", day, row["is_latest"])


def _offices(reader: Reader, scope: Scope) -> dict[str, str]:
    rows = reader.run("officer_postings", scope).rows
    now = [row for row in rows if row["valid_to"] is None]
    now.sort(key=lambda row: (row["valid_from"], row["unit_key"]))
    return {row["officer_code"]: row["unit_key"] for row in now}
