"""How promptly offices correct: days to a reminder, and what inspections led to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from warehouse.process.evidence import all_units
from warehouse.read import reader_of
from warehouse.settings import Settings


@dataclass(frozen=True)
class Corrections:
    """Reminders and inspections of the twelve months that end with the data.

    Attributes:
        until: Last day of the data.
        n_reminders: Reminders to officers.
        n_dated: Of these, with the day of the incident.
        mean_days: Calendar days from incident to reminder, on average; None of none.
        n_inspections: Inspections of public duty.
        n_led_to_reminders: Of these, followed by a reminder that names an inspection,
            before the next inspection of the unit.
    """

    until: date | None
    n_reminders: int
    n_dated: int
    mean_days: float | None
    n_inspections: int
    n_led_to_reminders: int


def corrections_now(
    settings: Settings, units: Collection[str] | None = None
) -> Corrections:
    """Counts of some units together; of all without any named.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    scope = all_units(reader)
    reminded, inspected = (
        [
            row
            for row in reader.run(name, scope).rows
            if units is None or row["unit_key"] in units
        ]
        for name in ("process_corrections", "process_inspections")
    )
    n_dated = sum(row["n_dated"] for row in reminded)
    n_days = sum(row["n_days"] or 0 for row in reminded)
    return Corrections(
        reader.build().data_as_of,
        sum(row["n_reminders"] for row in reminded),
        n_dated,
        n_days / n_dated if n_dated else None,
        sum(row["n_inspections"] for row in inspected),
        sum(row["n_led_to_reminders"] for row in inspected),
    )
