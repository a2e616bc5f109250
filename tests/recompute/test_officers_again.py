"""Officers: counts by unit and month, and their figures against colleagues."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.recompute import cases, officers
from tests.recompute.conftest import Province
from tests.recompute.test_registers_again import same_cells

pytestmark = pytest.mark.release

COUNTS = (
    "n_ballots", "n_satisfied", "n_independent", "n_independent_satisfied", "n_cases",
    "n_late_strict", "n_upheld",
)  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_months_of_officers(province: Province, name: str) -> None:
    mine = officers.months(province.given, province.as_of)[name]
    theirs = province.rows(
        "select officer_code, unit_key,"
        " strptime(period || '-01', '%Y-%m-%d') as month,"
        f" sum({name}) as x from agg_officer_cells where period_type = 'month'"
        " group by all"
    )
    assert mine.sum() > 0
    same_cells(mine, theirs.set_index(["officer_code", "unit_key", "month"])["x"])


def _quarter(day: pd.Series) -> pd.Series:
    return pd.Series(day.dt.year.astype(str) + "-Q" + day.dt.quarter.astype(str))


def _quarters(rows: pd.DataFrame, x: str) -> pd.DataFrame:
    """Counts and what colleagues with the same work would have, by quarter."""
    rows = rows.assign(period=_quarter(rows["day"]), x=rows[x].astype(float), n=1.0)
    rows[["group", "channel"]] = rows[["group", "channel"]].fillna("none")
    cell = rows.groupby(["period", "group", "channel"])[["x", "n"]].transform("sum")
    rows["expected"] = cell["x"] / cell["n"]
    rows["spread"] = rows["expected"] * (1 - rows["expected"])
    keys = ["officer_code", "period"]
    found = rows.groupby(keys)[["x", "n", "expected", "spread"]].sum()
    common = rows.groupby("period")["x"].mean()
    found["common"] = common.reindex(found.index.get_level_values("period")).to_numpy()
    return found


def _published(province: Province, measure: str) -> pd.DataFrame:
    rows = province.rows(
        "select * from stat_officer_periods"
        f" where period_type = 'quarter' and measure = '{measure}' and n > 0"
    )
    return rows.set_index(["officer_code", "period"])


def _found(province: Province, measure: str) -> pd.DataFrame:
    given, as_of = province.given, province.as_of
    if measure == "satisfied_share":
        rows = officers.officer_ballots(given, as_of)
        return _quarters(rows[rows["stream"] == "service"], "share")
    done = cases.cases(given, as_of).query("with_due and officer_code.notna()")
    return _quarters(done.assign(day=done["finished_at"]), "late_strict")


@pytest.mark.parametrize("measure", ["satisfied_share", "late_strict_share"])
def test_quarters_of_officers(province: Province, measure: str) -> None:
    mine, theirs = _found(province, measure), _published(province, measure)
    assert len(mine) == len(theirs) > 100
    same_cells(mine["n"], theirs["n"])
    same_cells(mine["x"], theirs["observed"])
    same_cells(mine["expected"], theirs["expected"])
    same_cells(mine["x"] / mine["n"], theirs["raw_share"])
    ratio = (mine["x"] / mine["expected"]).where(mine["expected"] > 0)
    adjusted = (ratio * mine["common"]).clip(upper=1)
    same_cells(adjusted.dropna(), theirs["adjusted_share"].dropna())


def test_tails_of_late_officers(province: Province) -> None:
    """By adding one dossier after the other to the distribution of late ones."""
    given, as_of = province.given, province.as_of
    done = cases.cases(given, as_of).query("with_due and officer_code.notna()")
    done = done.assign(day=done["finished_at"])
    done = done.assign(period=_quarter(done["day"]))
    done[["group", "channel"]] = done[["group", "channel"]].fillna("none")
    cell = done.groupby(["period", "group", "channel"])["late_strict"]
    done["rate"] = cell.transform("mean")
    theirs = _published(province, "late_strict_share")["p_lower_tail"].to_dict()
    for key, rows in done.groupby(["officer_code", "period"]):
        chance = np.array([1.0])
        for rate in rows["rate"]:
            chance = np.convolve(chance, [1 - rate, rate])
        tail = chance[int(rows["late_strict"].sum()) :].sum()
        assert theirs[key] == pytest.approx(tail, abs=1e-9)
