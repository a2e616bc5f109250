"""A survey by its design and by the mix of results returned."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.dbt.model_runs import run_model
from warehouse.statistics.sampling.calibration import poststratify, rake
from warehouse.statistics.sampling.design import make_design
from warehouse.statistics.sampling.strata import stratified_from_counts

ANSWERS = {"a": (60, 45), "b": (40, 36)}
SERVED = {"a": 300.0, "b": 100.0}
RETURNED = {"a": 900.0, "b": 100.0}
# answers and satisfied ones by unit and group of procedures
GROUPS = {
    ("a", "land"): (20, 8),
    ("a", "civil"): (40, 37),
    ("b", "land"): (10, 7),
    ("b", "civil"): (30, 29),
}
WORK = {("a", "land"): 600.0, ("a", "civil"): 300.0}
WORK |= {("b", "land"): 20.0, ("b", "civil"): 80.0}
UNITS = pd.DataFrame(
    {"unit_key": ["a", "b", "top"], "unit_level": ["commune", "commune", "province"]}
)


def strata() -> pd.DataFrame:
    rows = [
        {
            "map": "today",
            "unit_key": unit,
            "wave_code": "w",
            "stream": "independent",
            "item_code": "q",
            "stratum_key": key,
            "source_unit_key": key,
            "share_moved": 1.0,
            "n_answers": n,
            "sum_weight": float(n),
            "share": x / n,
            "n_effective": float(n),
            "n_served": SERVED[key],
            "n_in_frame": None,
            "cluster_kind": None,
            "n_clusters": None,
        }
        for key, (n, x) in ANSWERS.items()
        for unit in (key, "top")
    ]
    return pd.DataFrame(rows)


def returned(by_group: bool) -> pd.DataFrame:
    work = WORK if by_group else {(unit, "none"): n for unit, n in RETURNED.items()}
    rows = [
        {"unit_key": unit, "procedure_group": group, "n_returned": n}
        for (unit, group), n in work.items()
    ]
    return pd.DataFrame(rows).assign(map="today", wave_code="w")


def groups(n_known: int = 4) -> pd.DataFrame:
    rows = [
        {"unit_key": u, "procedure_group": g, "n_answers": n, "n_satisfied": x}
        for (u, g), (n, x) in list(GROUPS.items())[:n_known]
    ]
    names = ["unit_key", "procedure_group", "n_answers", "n_satisfied"]
    frame = pd.DataFrame(rows, columns=names)
    top = frame.groupby("procedure_group", as_index=False).sum(numeric_only=True)
    both = pd.concat([frame, top.assign(unit_key="top")])
    return both.assign(map="today", wave_code="w", item_code="q")


def found(
    by_group: bool, n_known: int = 4, asked: pd.DataFrame | None = None
) -> pd.DataFrame:
    rows = run_model(
        "stat_wave_units",
        agg_wave_strata=strata() if asked is None else asked,
        agg_wave_groups=groups(n_known).astype({"n_answers": float}),
        agg_wave_returned=returned(by_group),
        dim_units=UNITS,
    )
    return rows.set_index("unit_key")


def test_the_province_counts_each_unit_by_the_people_it_served() -> None:
    """Not by its ballots: 60 of one unit and 40 of the other."""
    top = found(by_group=False, n_known=0).loc["top"]
    counts = [[n - x, x] for n, x in ANSWERS.values()]
    known = stratified_from_counts([0, 1], 1, counts, list(SERVED.values()), fpc=False)
    assert top["share"] == pytest.approx(0.7875) == known.share
    assert (top["share_low"], top["share_high"]) == pytest.approx((known.lo, known.hi))


def test_the_province_counts_each_unit_by_what_it_returned() -> None:
    rows = found(by_group=False, n_known=0)
    top = rows.loc["top"]
    counts = [[n - x, x] for n, x in ANSWERS.values()]
    known = stratified_from_counts(
        [0, 1], 1, counts, list(RETURNED.values()), fpc=False
    )
    assert top["share_returned"] == pytest.approx(known.share)
    assert (top["share_low_returned"], top["share_high_returned"]) == pytest.approx(
        (known.lo, known.hi)
    )
    assert (top["returned_by"], top["n_returned"]) == ("unit", 1000)
    assert rows.loc["a", "returned_by"] is pd.NA
    assert rows["share_returned"].isna().to_dict() == {
        "a": True,
        "b": True,
        "top": False,
    }


def answers_of(units: tuple[str, ...]) -> tuple[list[float], list[str], list[str]]:
    y: list[float] = []
    unit: list[str] = []
    group: list[str] = []
    for (u, g), (n, x) in GROUPS.items():
        if u in units:
            y += [1.0] * x + [0.0] * (n - x)
            unit += [u] * n
            group += [g] * n
    return y, unit, group


def test_dossiers_that_are_named_give_a_unit_its_mix_of_work() -> None:
    rows = found(by_group=True)
    y, unit, group = answers_of(("a",))
    design = make_design(np.ones(len(y)), strata=unit)
    known = poststratify(y, design, group, {"land": 600.0, "civil": 300.0})
    got = rows.loc["a"]
    assert got["returned_by"] == "group"
    assert got["share_returned"] == pytest.approx(known.mean)
    # two thirds of the work is land, where people are least content
    assert got["share_returned"] < got["share"] - 0.1


def test_above_units_both_the_units_and_the_work_count() -> None:
    rows = found(by_group=True)
    y, unit, group = answers_of(("a", "b"))
    design = make_design(np.ones(len(y)), strata=unit)
    known = rake(y, design, unit, group, RETURNED, {"land": 620.0, "civil": 380.0})
    got = rows.loc["top"]
    assert got["returned_by"] == "unit_and_group"
    assert got["share_returned"] == pytest.approx(known.mean)
    assert got["share_low_returned"] < known.mean < got["share_high_returned"]


def test_a_mix_of_few_ballots_is_not_used() -> None:
    """Half of the ballots name no dossier: only the units count."""
    rows = found(by_group=True, n_known=1)
    assert rows.loc["top", "returned_by"] == "unit"
    assert rows.loc["a", "returned_by"] is pd.NA


def test_a_wave_drawn_from_lists_counts_each_unit_by_its_list() -> None:
    """Of b three quarters of the households, though it served a quarter."""
    households = {"a": 500.0, "b": 1500.0}
    asked = strata()
    asked["n_in_frame"] = asked["stratum_key"].map(households)
    rows = found(by_group=False, n_known=0, asked=asked)
    counts = [[n - x, x] for n, x in ANSWERS.values()]
    known = stratified_from_counts(
        [0, 1], 1, counts, list(households.values()), fpc=False
    )
    top = rows.loc["top"]
    assert top["share"] == pytest.approx(0.8625) == known.share
    assert (top["share_low"], top["share_high"]) == pytest.approx((known.lo, known.hi))
    assert (top["weighted_by"], top["sum_weight"]) == ("frame", 2000)
    served = found(by_group=False, n_known=0).loc["top"]
    assert (served["weighted_by"], served["sum_weight"]) == ("served", 400)


def test_what_binds_ballots_is_said_where_it_is_one_thing() -> None:
    asked = strata()
    bound = asked.assign(cluster_kind="psu", n_clusters=4.0)
    rows = found(by_group=False, n_known=0, asked=bound)
    assert rows["cluster_kind"].to_dict() == dict.fromkeys(("a", "b", "top"), "psu")
    assert rows["n_clusters"].to_dict() == {"a": 4, "b": 4, "top": 8}
    bound.loc[bound["stratum_key"] == "b", "cluster_kind"] = "day"
    rows = found(by_group=False, n_known=0, asked=bound)
    assert rows.loc["top", "cluster_kind"] is pd.NA
    assert rows["n_clusters"].isna()["top"]
    assert rows.loc["b", "cluster_kind"] == "day"
