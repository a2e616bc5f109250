"""Pairs of a month's ballots of one person or point, against a count pair by pair."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from tests.dbt.sql_runs import run_sql_models

# a third of b went to a; p is the province
SHARES = [("then", u, u, 1.0) for u in "ab"] + [("then", u, "p", 1.0) for u in "ab"]
SHARES += [("today", "a", "a", 1.0), ("today", "b", "a", 0.4), ("today", "b", "b", 0.6)]
SHARES += [("today", u, "p", 1.0) for u in "ab"]
KEYS = ["map", "unit_key", "tool", "month"]


def ballots() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    n = 150
    people = [f"N{i}" if i < 40 else None for i in rng.integers(0, 60, n)]
    return pd.DataFrame(
        {
            "wave_code": rng.choice(["S1", "S2"], n),
            "ballot_id": [f"B{i}" for i in range(n)],
            "unit_key": rng.choice(["a", "b"], n),
            "instrument": "Q",
            "mode": rng.choice(["paper", "tablet"], n),
            "on_day": pd.to_datetime("2026-01-05")
            + pd.to_timedelta(rng.integers(0, 80, n), "D"),
            "is_satisfied": rng.random(n) < 0.7,
            "person": pd.Series(people),
        }
    )


def by_hand(rows: pd.DataFrame) -> pd.DataFrame:
    """A unit has its part of each pair: of one unit's ballots the part of that unit's,
    of two units' the product of both parts."""
    found: dict[tuple[object, ...], list[float]] = {}
    shares = pd.DataFrame(SHARES, columns=["map", "source", "unit_key", "weight"])
    for (map_, unit), part in shares.groupby(["map", "unit_key"]):
        weight = part.set_index("source")["weight"].to_dict()
        asked = rows[rows["unit_key"].isin(list(weight))].to_dict("records")
        for one, other in itertools.permutations(asked, 2):
            same = ["mode", "month", "person"]
            if one["person"] is None or any(one[k] != other[k] for k in same):
                continue
            a, b = one["unit_key"], other["unit_key"]
            size = weight[a] if a == b else weight[a] * weight[b]
            sums = found.setdefault(
                (map_, unit, f"Q/{one['mode']}", one["month"]), [0.0, 0.0]
            )
            sums[0] += size
            sums[1] += size * (one["is_satisfied"] and other["is_satisfied"])
    table = pd.DataFrame(found, index=["n_pairs", "n_satisfied_pairs"]).T
    return table.rename_axis(KEYS).sort_index()


def test_pairs_are_those_of_one_person_in_one_month_and_tool() -> None:
    rows = ballots()
    rows["month"] = rows["on_day"].dt.to_period("M").dt.start_time
    rows["person"] = rows["person"].astype(object).where(rows["person"].notna(), None)
    named = rows.dropna(subset="person")
    frames = {
        "fct_ballots": rows.drop(columns=["person", "month"]).assign(
            stream="service", is_within_wave=True
        ),
        "int_answers": named[["wave_code", "ballot_id"]].assign(
            respondent=named["person"].astype("str"),
            psu=pd.Series(dtype="str"),
            stratum=pd.Series(dtype="str"),
        ),
        "int_unit_shares": pd.DataFrame(
            SHARES, columns=["map", "source_unit_key", "unit_key", "weight"]
        ).assign(unit_level="commune"),
    }
    tables = run_sql_models(["int_ballot_clusters", "agg_month_pairs"], frames)
    mine, theirs = by_hand(rows), tables["agg_month_pairs"]
    theirs = theirs.set_index(KEYS).sort_index()
    assert list(theirs.index) == list(mine.index)
    for name in ("n_pairs", "n_satisfied_pairs"):
        np.testing.assert_allclose(theirs[name], mine[name], atol=1e-9)
    # the province sees people who answered in two communes; no commune does
    of_units = theirs.query("map == 'then' and unit_key != 'p'")["n_pairs"].sum()
    assert theirs.query("map == 'then' and unit_key == 'p'")["n_pairs"].sum() > of_units
