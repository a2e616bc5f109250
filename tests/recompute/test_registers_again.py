"""Dossiers, petitions, letters, meetings and lists, counted again."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.recompute import cases, registers
from tests.recompute.conftest import Province
from tests.recompute.rollup import added_up
from tests.recompute.source_files import csv_rows, moment, sheet_rows

pytestmark = pytest.mark.release

MAPS = ("then", "today")
CASES = ("n_received", "n_finished", "n_with_due", "n_late_official", "n_late_strict")
PETITIONS = ("n_petitions", "n_upheld", "n_petitions_late", "n_petitions_mature")
MONTHS = (*CASES, "n_rewritten", *PETITIONS)
DUTIES = (
    "n_letters_apology", "n_letters_thanks", "n_letters_congratulation",
    "n_letters_condolence", "n_late_with_apology", "n_meetings_reception",
    "n_meetings_dialogue", "n_meetings_field_visit", "n_meetings_missed",
    "n_meetings_led_by_head", "n_issues_raised", "n_issues_resolved",
)  # fmt: skip


def same_cells(mine: pd.Series, theirs: pd.Series, limit: float = 1e-9) -> None:
    """Every cell of either side is in the other, or 0 there."""
    both = pd.concat([mine.rename("mine"), theirs.rename("theirs")], axis=1)
    both = both.astype(float).fillna(0)
    apart = both[(both["mine"] - both["theirs"]).abs() > limit]
    assert apart.to_dict("index") == {}


def published(province: Province, table: str, on_map: str) -> pd.DataFrame:
    rows = province.rows(f"select * from {table} where map = '{on_map}'")
    return rows.set_index(["unit_key", "month"])


@pytest.mark.parametrize("on_map", MAPS)
@pytest.mark.parametrize("name", MONTHS)
def test_months_of_units(province: Province, name: str, on_map: str) -> None:
    given, as_of = province.given, province.as_of
    of_cases = cases.months(given, as_of)
    own = of_cases if name in of_cases else registers.petition_months(given, as_of)
    mine = added_up(own[[name]], given, on_map)[name]
    assert own[name].sum() > 0
    same_cells(mine, published(province, "agg_unit_months", on_map)[name])


@pytest.mark.parametrize("on_map", MAPS)
@pytest.mark.parametrize("name", DUTIES)
def test_duties_of_units(province: Province, name: str, on_map: str) -> None:
    own = registers.duty_months(province.given, province.as_of)
    theirs = published(province, "agg_unit_duties", on_map)[name]
    if name not in own:
        assert theirs.sum() == 0
        return
    same_cells(added_up(own[[name]], province.given, on_map)[name], theirs)


def test_official_and_strict_late_shares_of_the_province(province: Province) -> None:
    found = cases.cases(province.given, province.as_of).query("with_due")
    for name in ("late_official", "late_strict"):
        theirs = province.rows(
            f"select sum(n_{name}) / sum(n_with_due) as share from agg_unit_months"
            " where map = 'then' and unit_level = 'province'"
        )
        assert found[name].mean() == pytest.approx(float(theirs["share"][0]), abs=1e-9)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("late_strict", "is_late_strict"), ("late_official", "is_late_official"),
     ("rewritten", "has_rewritten_dates"), ("officer_code", "officer_code"),
     ("late_days", "late_working_days"), ("paused", "paused_working_days"),
     ("unit_key", "unit_key"), ("promised", "promised_at")],
)  # fmt: skip
def test_each_dossier(province: Province, mine: str, theirs: str) -> None:
    found = cases.cases(province.given, province.as_of)
    rows = province.rows(f"select case_code, {theirs} as x from fct_cases")
    own = rows.set_index("case_code")["x"]
    assert set(own.index) == set(found.index)
    both = pd.DataFrame({"mine": found[mine], "theirs": own}).dropna(subset=["theirs"])
    assert len(both) > 0
    assert both[both["mine"] != both["theirs"]].to_dict("index") == {}


@pytest.mark.parametrize(
    "name",
    ["is_late", "is_backlog", "is_over_level", "is_informed", "is_upheld", "is_mature"],
)
def test_each_petition(province: Province, name: str) -> None:
    found = registers.petitions(province.given, province.as_of)
    mine = found.groupby("kind")[name].sum()
    rows = province.rows(
        f"select kind, count(*) filter (where {name}) as x from fct_petitions"
        " group by kind"
    )
    same_cells(mine, rows.set_index("kind")["x"])


def test_lists_are_whole(province: Province) -> None:
    """Commitments, reminders, checks and targets: one row each, and what they say."""
    given = province.given
    signed = csv_rows(given.files("09_*.csv")[0])
    checks = csv_rows(given.files("13_*.csv")[0])
    targets = csv_rows(given.files("14_*.csv")[0])
    rows = sheet_rows(given.files("08_*.xlsx")[0], "Ngày nhắc nhở")
    reminded = moment(rows["Ngày nhắc nhở"]).dropna()
    counts = {
        "fct_commitments": len(signed), "fct_readiness_checks": len(checks),
        "fct_targets": len(targets), "fct_reminders": len(reminded),
    }  # fmt: skip
    for table, n in counts.items():
        assert province.rows(f"select count(*) as n from {table}")["n"][0] == n
    days = province.rows("select given_on from fct_reminders")["given_on"]
    assert sorted(days) == sorted(reminded)
    happened = moment(rows["Ngày xảy ra"])
    waited = (moment(rows["Ngày nhắc nhở"]) - happened).dt.days.dropna()
    mine = province.rows("select correction_days as n from fct_reminders")["n"]
    assert sorted(mine.dropna()) == sorted(waited)
    assert len(waited) > 0
    met = province.rows("select count(*) as n from fct_readiness_checks where is_met")
    assert met["n"][0] == (checks["Đạt"] == "Đạt").sum()
