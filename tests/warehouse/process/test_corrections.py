"""Days from incident to reminder, and inspections that led to one."""

from __future__ import annotations

from datetime import date

from tests.warehouse.chain_by_hand import changed_build
from tests.warehouse.process.conftest import PEOPLE
from warehouse.process.corrections import Corrections, corrections_now
from warehouse.process.leaders import led_units
from warehouse.settings import Settings

FOUND = Corrections(date(2026, 10, 31), 3, 2, 10.0, 3, 1)


def test_days_are_of_reminders_that_say_the_day(home: Settings) -> None:
    assert corrections_now(home) == FOUND
    assert corrections_now(home, led_units(home, PEOPLE["leader"])) == FOUND
    assert corrections_now(home, []).n_reminders == 0


def test_only_twelve_months_count(home: Settings) -> None:
    with changed_build(home) as connection:
        connection.sql(
            "update fct_reminders set given_on = date '2025-10-31'"
            " where given_on = date '2026-08-05'"
        )
        connection.sql("update fct_inspections set held_on = date '2025-10-01'")
    found = corrections_now(home)
    assert (found.n_reminders, found.n_dated, found.mean_days) == (2, 1, 8.0)
    assert (found.n_inspections, found.n_led_to_reminders) == (0, 0)


def test_without_any_day_no_average_is_guessed(home: Settings) -> None:
    with changed_build(home) as connection:
        connection.sql("update fct_reminders set correction_days = null")
    found = corrections_now(home)
    assert (found.n_reminders, found.n_dated, found.mean_days) == (3, 0, None)
