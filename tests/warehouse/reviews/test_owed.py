"""Which reviews a unit owes: over, begun under the model, not sent or sent back."""

from __future__ import annotations

from datetime import date

import pytest

from tests.warehouse.reviews.conftest import PEOPLE, UNIT
from tests.warehouse.reviews.walks import bring_to
from warehouse.reviews.due import COMING, MISSING
from warehouse.reviews.owed import owed_reviews, periods_over
from warehouse.reviews.record import read_reviews
from warehouse.reviews.units import own_unit
from warehouse.settings import Settings

TODAY = date(2026, 11, 5)


def owed(settings: Settings, today: date = TODAY) -> dict[str, str]:
    unit = own_unit(settings, PEOPLE["leader"])
    assert unit is not None
    reviews = read_reviews(settings).reviews
    found = owed_reviews(settings, unit, reviews, today)
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert {one.unit["unit_key"] for one in found} == {UNIT}
    return {one.period: one.time for one in found}


@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2027, 1, 1)])
def test_twelve_months_four_quarters_two_halves_and_a_year(today: date) -> None:
    found = periods_over(today)
    assert len(found) == len(set(found)) == 19
    assert sum("-Q" in text for text in found) == 4


def test_a_month_that_runs_is_not_owed(home: Settings) -> None:
    found = owed(home)
    assert "2026-11" not in found
    assert found["2026-10"] == COMING
    assert found["2026-Q3"] == MISSING
    assert owed(home, date(2026, 11, 20))["2026-10"] == MISSING


@pytest.mark.parametrize(
    ("state", "is_owed"),
    [("draft", True), ("submitted", False), ("returned", True), ("released", False)],
)
def test_what_was_sent_is_owed_again_only_when_returned(
    home: Settings, state: str, is_owed: bool
) -> None:
    bring_to(home, state)
    assert ("2026-10" in owed(home)) == is_owed


def test_a_unit_without_the_model_owes_nothing(home: Settings) -> None:
    unit = own_unit(home, PEOPLE["leader"])
    assert unit is not None
    without = {**unit, "model_start_date": None}
    assert owed_reviews(home, without, {}, TODAY) == []
    late = {**unit, "model_start_date": date(2026, 10, 1)}
    found = owed_reviews(home, late, {}, TODAY)
    assert [one.period for one in found] == ["2026-10"]
