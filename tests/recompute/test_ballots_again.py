"""Ballots of units: counts, SIPAS, forms, and before against after."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tests.recompute.ballots import counted, waves
from tests.recompute.conftest import Province
from tests.recompute.intervals import newcombe, superiority, welch, wilson
from tests.recompute.rollup import added_up, shares
from tests.recompute.source_files import code, csv_rows, moment
from tests.recompute.test_registers_again import MAPS, published, same_cells

pytestmark = pytest.mark.release


def _answers(province: Province) -> pd.DataFrame:
    rows = counted(province.given, province.as_of)
    return rows[rows["turned"].notna() & rows["is_in"]]


@pytest.mark.parametrize("on_map", MAPS)
@pytest.mark.parametrize("name", ["n_ballots", "n_satisfied"])
def test_service_ballots_by_month(province: Province, name: str, on_map: str) -> None:
    """A ballot is satisfied where its answer on the whole is."""
    rows = _answers(province)
    rows = rows[(rows["stream"] == "service") & (rows["criterion"] == "overall")]
    month = rows["day"].dt.to_period("M").dt.to_timestamp()
    rows = rows.assign(month=month, n_ballots=1, n_satisfied=rows["is_satisfied"])
    own = rows.groupby(["unit_key", "month"])[[name]].sum()
    mine = added_up(own, province.given, on_map)[name]
    same_cells(mine, published(province, "agg_unit_months", on_map)[name])


def _by_criterion(province: Province, on_map: str) -> pd.DataFrame:
    rows = _answers(province)
    rows = rows.rename(columns={"unit_key": "source"})
    rows = rows.merge(shares(province.given, on_map), on="source")
    rows["good"] = rows["part"] * rows["is_satisfied"]
    keys = ["unit_key", "wave_code", "criterion"]
    by_item = rows.groupby([*keys, "item_code"])[["part", "good"]].sum()
    by_criterion = by_item.groupby(keys)
    n, good = by_criterion["part"].sum(), by_criterion["good"].sum()
    people = by_criterion["part"].max()
    return pd.DataFrame(
        {"n_answers": n, "n_satisfied": good, "n_people": people, "share": good / n}
    )


@pytest.mark.parametrize("on_map", MAPS)
@pytest.mark.parametrize("name", ["n_answers", "n_satisfied", "n_people", "share"])
def test_sipas(province: Province, name: str, on_map: str) -> None:
    rows = province.rows(f"select * from idx_sipas where map = '{on_map}'")
    theirs = rows.set_index(["unit_key", "wave_code", "criterion_code"])[name]
    mine = _by_criterion(province, on_map)[name]
    assert len(mine) > 500
    same_cells(mine, theirs)


def test_sipas_sample(province: Province) -> None:
    """n = N / (1 + N 0.05²) of those served in the twelve months of the wave."""
    rows = province.rows("select * from idx_sipas where n_served is not null")
    need = (rows["n_served"] / (1 + rows["n_served"] * 0.05**2)).round()
    assert (rows["n_required"] == need).all()
    assert (rows["is_sample_enough"] == (rows["n_people"] >= need)).all()


@pytest.mark.parametrize("name", ["n_offered", "n_ballots"])
def test_response(province: Province, name: str) -> None:
    given = province.given
    if name == "n_offered":
        parts = [csv_rows(path) for path in given.files("phieu_phat_ra_*.csv")]
        rows = pd.concat(parts, ignore_index=True)
        day = moment(rows["Ngày"])
        unit = given.unit_on(code(rows["Mã đơn vị"]), day)
        n = rows["Số phiếu phát ra"].astype(float)
        wave = rows["Mã đợt"]
    else:
        rows = counted(given, province.as_of).drop_duplicates(
            ["wave_code", "ballot_id"]
        )
        unit, wave = rows["unit_key"], rows["wave_code"]
        n = pd.Series(1.0, index=rows.index)
    own = pd.DataFrame({"source": unit, "wave_code": wave, "n": n})
    own = own.merge(shares(given, "then"), on="source")
    mine = own.groupby(["unit_key", "wave_code"])["n"].sum()
    theirs = province.rows(
        f"select unit_key, wave_code, sum({name}) as n from agg_response"
        " where map = 'then' and channel = 'all' group by all"
    ).set_index(["unit_key", "wave_code"])["n"]
    same_cells(mine, theirs)


def _pairs(province: Province, where: str) -> pd.DataFrame:
    return province.rows(
        "select * from stat_before_after where before_wave = 'TRUOC-2025'"
        f" and item_kind = 'item' and {where}"
    )


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("on_map", MAPS)
def test_counts_and_raw_shares_of_waves(
    province: Province, side: str, on_map: str
) -> None:
    rows = _answers(province).rename(columns={"unit_key": "source"})
    rows = rows.merge(shares(province.given, on_map), on="source")
    rows["good"] = rows["part"] * rows["is_satisfied"]
    keys = ["unit_key", "wave_code", "item_code"]
    found = rows.groupby(keys)[["part", "good"]].sum()
    pairs = _pairs(province, f"map = '{on_map}' and n_{side} > 0")
    own = pairs.rename(columns={f"{side}_wave": "wave_code"}).drop_duplicates(keys)
    own = own.set_index(keys)
    mine = found.reindex(own.index)
    assert len(own) > 500
    same_cells(mine["part"], own[f"n_{side}"], 1e-6)
    same_cells(mine["good"] / mine["part"], own[f"share_{side}_raw"], 1e-6)


def _levels(rows: pd.DataFrame, unit: str, wave: str, item: str) -> np.ndarray:
    chosen = (rows["unit_key"] == unit) & (rows["wave_code"] == wave)
    return rows.loc[chosen & (rows["item_code"] == item), "turned"].to_numpy(float)


def test_before_and_after_of_one_unit(province: Province) -> None:
    """Where one unit of today is one unit of before: every figure and interval."""
    rows = _answers(province)
    parts = shares(province.given, "today").groupby("unit_key")
    asked = set(rows.loc[rows["wave_code"] == "TRUOC-2025", "unit_key"])
    alone = {
        key: next(iter(asked & set(one["source"])))
        for key, one in parts
        if len(asked & set(one["source"])) == 1 and (one["part"] == 1).all()
    }
    pairs = _pairs(province, "map = 'today' and is_comparable")
    pairs = pairs[pairs["unit_key"].isin(list(alone))]
    assert len(pairs) >= 14
    for row in pairs.to_dict("records"):
        unit, item = row["unit_key"], row["item_code"]
        before = _levels(rows, alone[unit], row["before_wave"], item)
        after = _levels(rows, unit, row["after_wave"], item)
        x, n = ((before >= 4).sum(), (after >= 4).sum()), (len(before), len(after))
        found = {
            "n_before": n[0], "n_after": n[1],
            "share_before": x[0] / n[0], "share_after": x[1] / n[1],
            "share_diff": x[1] / n[1] - x[0] / n[0],
            "mean_before": before.mean(), "mean_after": after.mean(),
            "p_superiority": superiority(before, after),
        }  # fmt: skip
        found["share_before_low"], found["share_before_high"] = wilson(x[0], n[0])
        found["share_after_low"], found["share_after_high"] = wilson(x[1], n[1])
        low, high = newcombe(x, n)
        found["share_diff_alone_low"], found["share_diff_alone_high"] = low, high
        diff = welch(before, after)
        found["mean_diff"], found["mean_diff_low"], found["mean_diff_high"] = diff
        for name, value in found.items():
            limit = 1e-6 if name.endswith(("_low", "_high")) else 1e-9
            assert math.isclose(row[name], value, abs_tol=limit), (unit, item, name)


def test_a_phone_wave_is_not_set_against_paper(province: Province) -> None:
    assert "SAU-DT-2026" in set(waves(province.given)["wave_code"])
    rows = _pairs(province, "after_wave = 'SAU-DT-2026' and is_comparable")
    assert rows.empty
