"""Letters owed, requirements, meetings, home service and targets are those planted."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ingest.simulation.clock import N_MONTHS, REFORM_DAY, month_start
from ingest.simulation.registers.reminded import N_COMMUNES
from tests.warehouse.builds.planted_province import (
    DAYS_TO_CORRECT,
    REMINDED,
    Province,
    key_of,
)
from warehouse.process.evidence import Measure
from warehouse.process.outside import outside_the_process


def _by_commune(province: Province, sql: str) -> dict[str, tuple[Any, ...]]:
    """Rows of a query by the code of today's communes, its first column."""
    return {str(code): tuple(rest) for code, *rest in province.rows(sql)}


TODAY_COMMUNES = "(select * from dim_units where is_current and unit_level = 'commune')"


def test_letters_owed_are_exactly_the_planted_ones(province: Province) -> None:
    found = province.rows(
        "select unit_key, letter_kind, state, count(*) from fct_owed_letters"
        " where occasion not in ('office_error', 'lost_papers') group by all"
    )
    planted = _letters(province.truth["owed_letters"])
    assert {(unit, kind, state): n for unit, kind, state, n in found} == planted
    assert len({kind for _, kind, _ in planted}) == 4


def test_letters_for_faults_are_owed_from_the_day_the_province_says(
    province: Province,
) -> None:
    """By the province's own rule; nothing of the days before, or of other fields."""
    found = province.rows(
        "select unit_key, letter_kind, state, count(*) from fct_owed_letters"
        " where occasion in ('office_error', 'lost_papers') group by all"
    )
    truth = province.truth["owed_letters_for_faults"]
    planted = _letters(truth["units"])
    assert {(unit, kind, state): n for unit, kind, state, n in found} == planted
    states = {"in_time", "missing", "sent_late", "exempt"}
    assert states <= {state for *_, state in planted}
    occasions = province.rows(
        "select occasion, min(occasion_on) from fct_letter_occasions"
        " where occasion in ('office_error', 'lost_papers') group by all"
    )
    assert {occasion for occasion, _ in occasions} == {"office_error", "lost_papers"}
    assert min(day for _, day in occasions) >= date.fromisoformat(truth["valid_from"])


def _letters(truth: list[dict[str, Any]]) -> dict[tuple[str, str, str], int]:
    return {
        (key_of(one), one["letter_kind"], name.removeprefix("n_")): n
        for one in truth
        for name, n in one.items()
        if name.startswith("n_") and n
    }


def test_letters_of_every_state_are_planted(province: Province) -> None:
    planted = {
        name
        for one in province.truth["owed_letters"]
        for name, n in one.items()
        if name.startswith("n_") and n and one["letter_kind"] == "apology"
    }
    assert planted >= {"n_in_time", "n_sent_late", "n_missing", "n_exempt"}


def test_letters_owed_add_up_to_the_province(province: Province) -> None:
    planted = [
        n
        for one in [
            *province.truth["owed_letters"],
            *province.truth["owed_letters_for_faults"]["units"],
        ]
        for name, n in one.items()
        if name.startswith("n_") and name != "n_exempt"
    ]
    [(owed,)] = province.rows(
        "select sum(n_letters_owed) from agg_owed_letters"
        " where map = 'today' and unit_level = 'province'"
    )
    assert owed == sum(planted)


def test_what_the_model_requires_is_in_the_planted_state(province: Province) -> None:
    found = province.rows(
        "select u.unit_code, r.requirement_code, r.state from fct_requirements as r"
        f" inner join {TODAY_COMMUNES} as u using (unit_key)"
        " where r.month = (select max(month) from fct_requirements)"
        " and (r.shown_by in ('check', 'document') or r.shown_by is null)"
    )
    planted = {
        (one["unit_code"], one["requirement_code"], one["state"])
        for one in province.truth["requirements"]
    }
    codes = {code for _, code, _ in planted}
    assert {row for row in found if row[1] in codes} == planted
    assert {state for *_, state in planted} == {
        "done", "late", "overdue", "not_met", "missing"
    }  # fmt: skip


def test_meetings_held_of_those_required_are_the_planted_ones(
    province: Province,
) -> None:
    found = province.rows(
        "select u.unit_code, d.duty, sum(d.n_required), sum(d.n_kept)"
        f" from fct_duty_windows as d inner join {TODAY_COMMUNES} as u"
        " using (unit_key) group by all"
    )
    planted = {
        (one["unit_code"], one["duty"]): (one["n_required"], one["n_kept"])
        for one in province.truth["duties"]
        if one["n_required"]
    }
    assert {(code, duty): (n, kept) for code, duty, n, kept in found} == planted
    assert any(kept < n for n, kept in planted.values())


def test_service_at_home_is_the_planted_one(province: Province) -> None:
    found = _by_commune(
        province,
        "select unit_code, sum(n_home_requested), sum(n_home_served), sum(n_home_days)"
        " from agg_unit_services where map = 'today' and unit_level = 'commune'"
        " group by unit_code having sum(n_home_requested) > 0",
    )
    assert found == {
        one["unit_code"]: (
            one["n_home_requested"],
            one["n_home_served"],
            one["n_home_days"],
        )
        for one in province.truth["home_requests"]
    }


def test_targets_are_met_by_their_direction_and_after_their_time(
    province: Province,
) -> None:
    found = _by_commune(
        province,
        "select unit_code, count(*) filter (where state = 'met'),"
        " count(*) filter (where state = 'missed'),"
        " count(*) filter (where state = 'running') from fct_targets group by 1",
    )
    assert found == {
        one["unit_code"]: (
            one["n_targets_met"],
            one["n_targets_missed"],
            one["n_targets_running"],
        )
        for one in province.truth["targets"]
    }


def test_benefits_come_in_time_and_rightly_as_planted(province: Province) -> None:
    found = province.rows(
        "select unit_code, indicator, period, state from fct_targets"
        " where indicator like 'AN_SINH%' and state <> 'running'"
    )
    planted = {
        (one["unit_code"], one["indicator"], one["period"]): one["is_met"]
        for one in province.truth["benefits"]
    }
    assert {tuple(key): state == "met" for *key, state in found} == planted
    assert set(planted.values()) == {True, False}


def test_duties_of_the_parts_add_up_to_the_province(province: Province) -> None:
    parts = province.rows("select sum(n_required), sum(n_kept) from fct_duty_windows")
    whole = province.rows(
        "select sum(n_meetings_required), sum(n_meetings_kept) from agg_duty_months"
        " where map = 'then' and unit_level = 'province'"
    )
    assert parts == whole


LIMIT, MONTHS = 3, 12


def given(province: Province, kind: str) -> pd.DataFrame:
    rows = province.reminders[province.reminders["kind"] == kind].copy()
    rows["day"] = pd.to_datetime(rows["given_on"])
    return rows


def test_often_reminded_are_exactly_the_planted_officers(province: Province) -> None:
    mine = given(province, "reminder")
    often = set()
    for _, one in mine.iterrows():
        since = one["day"] - pd.DateOffset(months=MONTHS)
        is_same = mine["officer_code"] == one["officer_code"]
        n = (is_same & (mine["day"] <= one["day"]) & (mine["day"] > since)).sum()
        if n >= LIMIT:
            often.add((one["officer_code"], one["day"].date()))
    found = province.rows(
        "select officer_code, given_on from fct_reminders"
        " where kind = 'reminder' and is_often"
    )
    assert set(found) == often
    planted = {
        (one["officer_code"], date.fromisoformat(one["reached_on"]))
        for one in province.truth["often_reminded"]
    }
    assert planted <= often
    assert len(planted) > N_COMMUNES
    # the first officer, the second with the last two reminders, and not the third
    besides = {officer for officer, _ in often} - {officer for officer, _ in planted}
    assert len(besides) == len(REMINDED) - 1


def test_days_to_correction_are_the_planted_ones(province: Province) -> None:
    mine = given(province, "reminder").dropna(subset=["incident_on"])
    waited = (mine["day"] - pd.to_datetime(mine["incident_on"])).dt.days
    found = province.rows(
        "select correction_days from fct_reminders where correction_days is not null"
    )
    assert sorted(n for (n,) in found) == sorted(waited)
    assert DAYS_TO_CORRECT in set(waited)


def test_every_measure_without_steps_is_outside(province: Province) -> None:
    mine = given(province, "measure")
    rows = province.rows(
        "select distinct officer_code, unit_key, given_on from fct_reminders"
        " where kind = 'measure' and unit_key is not null"
    )
    measures = [Measure(*row) for row in rows]
    outside = outside_the_process(
        measures, [], since=date(2000, 1, 1), term_days=lambda opened_on: 90
    )
    listed = {(one.officer_code, one.given_on) for one in outside}
    assert listed == {(r["officer_code"], r["day"].date()) for _, r in mine.iterrows()}
    planted = {
        (one["officer_code"], date.fromisoformat(one["given_on"]))
        for one in province.truth["measures"]
    }
    # and the one that the test gives besides
    assert planted < listed
    assert len(listed - planted) == 1


def test_hamlets_reached_and_issues_closed_are_the_planted_ones(
    province: Province,
) -> None:
    found = _by_commune(
        province,
        "select u.unit_code, count(distinct m.hamlet_key), count(m.hamlet_key),"
        " count(m.days_to_close), sum(m.days_to_close), any_value(d.n_moved)"
        f" from fct_meetings as m inner join {TODAY_COMMUNES} as u using (unit_key)"
        " left join (select unit_key, sum(n_meetings_moved) as n_moved"
        " from agg_unit_duties where map = 'today' group by 1) as d using (unit_key)"
        " group by 1",
    )
    assert found == {
        one["unit_code"]: (
            one["n_hamlets_reached"],
            one["n_visits"],
            one["n_meetings_closed"],
            one["n_days_to_close"],
            one["n_meetings_moved"],
        )
        for one in province.truth["field_visits"]
    }
    assert sum(one["n_meetings_moved"] for one in province.truth["field_visits"])


def test_heirs_owe_the_letters_of_communes_that_are_gone(province: Province) -> None:
    after = province.rows(
        "select count(*) from fct_owed_letters as o inner join dim_units as u"
        " using (unit_key) where o.occasion_on >= date '2025-07-01'"
        " and u.unit_level = 'commune' and not u.is_current"
    )
    before = province.rows(
        "select count(*) from fct_owed_letters as o"
        " inner join dim_units as gone using (unit_key)"
        " inner join dim_units as heir on o.answering_unit_key = heir.unit_key"
        " where o.occasion_on < date '2025-07-01' and not gone.is_current"
        " and heir.is_current and gone.unit_level = 'commune'"
    )
    assert (after, before[0][0] > 0) == ([(0,)], True)


def test_letters_are_whole_on_both_maps(province: Province) -> None:
    [(broken,)] = province.rows(
        "select count(*) from agg_owed_letters"
        " where n_letters_owed <> round(n_letters_owed)"
    )
    assert broken == 0


def test_days_with_an_officer_posted_are_those_of_the_planted_postings(
    province: Province,
) -> None:
    found = _by_commune(
        province,
        "select unit_code, sum(n_office_days), sum(n_staffed_days)"
        " from agg_unit_services where map = 'then' and unit_level = 'commune'"
        " and unit_valid_from = date '2025-07-01' group by 1",
    )
    postings, units = province.world.people.postings, province.world.places.units
    first, last = REFORM_DAY, month_start(N_MONTHS)
    is_working = province.world.calendar.is_working[first:last]
    planted = {}
    for row in set(postings.unit.tolist()):
        is_there = np.zeros(last, dtype=bool)
        for place in np.flatnonzero(postings.unit == row):
            start = max(int(postings.first_day[place]), 0)
            is_there[start : postings.end_day[place]] = True
        if units["valid_to"].isna()[row] and units["level"][row] == "commune":
            n_staffed = int((is_working & is_there[first:]).sum())
            planted[units["unit_code"][row]] = (int(is_working.sum()), n_staffed)
    assert found == planted
