"""Who is often reminded, after how many days, and which measures: as planted."""

from __future__ import annotations

from datetime import date

import pandas as pd

from tests.warehouse.builds.planted_province import (
    DAYS_TO_CORRECT,
    REMINDED,
    Province,
)
from warehouse.process.evidence import Measure
from warehouse.process.outside import outside_the_process

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
    # the first officer, the second with the last two reminders, and not the third
    assert len({officer for officer, _ in often}) == len(REMINDED) - 1


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
    outside = outside_the_process(measures, [], since=date(2000, 1, 1))
    listed = {(one.officer_code, one.given_on) for one in outside}
    assert listed == {(r["officer_code"], r["day"].date()) for _, r in mine.iterrows()}
    assert len(listed) > 1
