"""The demo's matter goes every step, and its measure is the one of the register."""

from __future__ import annotations

from datetime import date

import pytest

from tests.warehouse.chain_by_hand import changed_build
from tests.warehouse.process.conftest import PEOPLE
from warehouse import demo_matters
from warehouse.demo_matters import keep_demo_matter
from warehouse.matters.record import read_process
from warehouse.process.queue import outside_of
from warehouse.settings import Settings

TODAY = date(2026, 11, 2)


@pytest.fixture
def measured(home: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The reminders of CB001 are followed by a measure."""
    people = [PEOPLE[role] for role in ("leader", "steward", "officer")]
    monkeypatch.setattr(demo_matters, "demo_people", lambda settings: people)
    with changed_build(home) as connection:
        connection.sql(
            "insert into fct_reminders by name select * replace ('measure' as kind,"
            " date '2026-10-20' as given_on, false as is_often) from fct_reminders"
            " where given_on = date '2026-08-05'"
        )
    return home


def test_every_step_is_taken_once_and_before_the_measure(measured: Settings) -> None:
    before = outside_of(measured, PEOPLE["leader"], TODAY)
    keep_demo_matter(measured)
    [matter] = read_process(measured).matters.values()
    states = [step.state for step in matter.steps]
    assert states == ["flagged", "checked", "heard", "decided", "informed", "closed"]
    informed = matter.last("informed")
    assert informed is not None
    assert informed.event.day <= date(2026, 10, 20)
    assert all("Mô phỏng" in step.event.said("text") for step in matter.steps[2:4])
    after = outside_of(measured, PEOPLE["leader"], TODAY)
    assert len(before) == len(after) + 1
    keep_demo_matter(measured)
    assert len(read_process(measured).matters) == 1


def test_without_a_measure_nothing_is_made_up(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [PEOPLE["leader"]]
    monkeypatch.setattr(demo_matters, "demo_people", lambda settings: people)
    keep_demo_matter(home)
    assert read_process(home).events == ()
