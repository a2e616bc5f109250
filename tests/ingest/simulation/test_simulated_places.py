"""Units, postings and office days of the simulated province follow each other."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ingest.simulation.clock import N_MONTHS, office_calendar, to_date, to_day
from ingest.simulation.people import N_OFFICERS, officer_code, officer_rows
from ingest.simulation.places import FIRST_NEW, FIRST_OLD, succession_rows
from ingest.simulation.registers.duties import reminder_rows
from ingest.simulation.world import World


def test_units_merge_and_split_as_planned(world: World) -> None:
    units, links = world.places.units, world.places.links
    assert (FIRST_NEW - FIRST_OLD, world.places.n_new) == (160, 56)
    old = set(units["unit_code"][FIRST_OLD:FIRST_NEW])
    new = units["unit_code"][FIRST_NEW:].tolist()
    assert set(new) <= old
    assert len(set(new)) == 56
    assert all(len(code) == 5 and code.startswith("0") for code in new)
    weights = np.bincount(links.old, links.weight)[FIRST_OLD:]
    assert np.allclose(weights, 1)
    assert (links.weight > 0).all()
    kinds = succession_rows(world.places)["kind"].value_counts()
    assert kinds["abolished"] == 10
    assert kinds["split"] >= 14
    assert (units["valid_to"][FIRST_OLD:FIRST_NEW] == "2025-07-01").all()
    never = units["model_start_date"][FIRST_NEW:].isna().sum()
    assert never == 15


def test_every_unit_has_staff_in_every_month(world: World) -> None:
    for month in range(N_MONTHS):
        day = (date(2024, 1, 1) + timedelta(days=31 * month)).replace(day=1)
        active = world.people.postings.active((day - date(2023, 1, 1)).days)
        served = set(world.people.postings.unit[active].tolist())
        receiving = world.places.receiving(day >= date(2025, 7, 1))
        assert set(receiving.tolist()) == served, day


def test_postings_of_an_officer_follow_each_other(world: World) -> None:
    rows = officer_rows(world.people, world.places)
    assert rows["officer_code"].nunique() == 700
    for _, one in rows.groupby("officer_code"):
        ordered = one.sort_values("valid_from")
        ends = ordered["valid_to"].tolist()
        assert ends[:-1] == ordered["valid_from"].tolist()[1:]
        assert ends[-1] is None or ends[-1] != ends[-1]
    assert len(world.people.moved) == 120


def test_low_officers_are_three_per_cent_and_far_below(world: World) -> None:
    share, low = world.people.true_share, world.people.low_officers
    assert len(low) == 21
    assert share[low].max() < 0.75 < np.delete(share, low).min()
    postings = world.people.postings
    posted = postings.unit[np.isin(postings.officer, low)]
    assert not set(posted.tolist()) & set(world.plan.coaching_units.tolist())


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        ("2024-02-12", False),
        ("2024-05-04", True),
        ("2025-05-02", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-08-22", True),
        ("2026-08-29", False),
        ("2026-11-24", False),
        ("2026-11-25", True),
    ],
)
def test_calendar_knows_days_off_and_make_up_days(day: str, is_working: bool) -> None:
    assert office_calendar().is_working[to_day(day)] == is_working


def test_days_are_days() -> None:
    assert to_date(to_day("2026-10-31")).isoformat() == "2026-10-31"


def test_truly_low_officers_are_reminded_more(world: World) -> None:
    given = reminder_rows(world).query("kind == 'reminder'")
    low = {officer_code(int(one)) for one in world.people.low_officers}
    is_low = given["officer_code"].isin(low)
    per_low = is_low.sum() / len(low)
    per_other = (~is_low).sum() / (N_OFFICERS - len(low))
    assert per_low > 5 * per_other > 0
