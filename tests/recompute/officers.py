"""Officers: cells of work, the posting of the day, and their shares."""

from __future__ import annotations

import pandas as pd

from tests.recompute.ballots import counted
from tests.recompute.cases import cases
from tests.recompute.province import Delivered
from tests.recompute.registers import petitions

KEYS = ["officer_code", "unit_key", "month"]


def _posted(given: Delivered, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows under the unit of the officer's posting that day."""
    rows = (
        rows.assign(at=range(len(rows)))
        .drop(columns="unit_key")
        .assign(named=rows["unit_key"])
    )
    both = rows[["at", "officer_code", "day"]].merge(given.postings, on="officer_code")
    day = both["day"].dt.normalize()
    both = both[(both["valid_from"] <= day) & (day < both["valid_to"])]
    own = both.merge(rows[["at", "named"]], on="at")
    own = own[own["unit_key"] == own["named"]].drop_duplicates("at")
    any_ = both.sort_values("unit_key").drop_duplicates("at")
    found = own.set_index("at")["unit_key"].reindex(rows["at"])
    found = found.fillna(any_.set_index("at")["unit_key"].reindex(rows["at"]))
    rows["unit_key"] = found.to_numpy()
    rows["unit_key"] = rows["unit_key"].fillna(rows["named"])
    rows["month"] = rows["day"].dt.to_period("M").dt.to_timestamp()
    return rows[rows["unit_key"].notna()]


def officer_ballots(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row per ballot about an officer: its share of satisfied answers."""
    rows = counted(given, as_of)
    rows = rows[rows["stream"].isin(["service", "independent"]) & rows["is_in"]]
    rows = rows[(rows["criterion"] == "officer") & rows["turned"].notna()]
    officer = rows["served_by"].fillna(rows["officer_code"])
    # a tablet knows who was signed in, not who served
    is_known = rows["served_by"].notna() | (rows["mode"] != "Máy tính bảng")
    rows = rows.assign(officer_code=officer)[officer.notna() & is_known]
    keys = ["wave_code", "ballot_id", "stream", "officer_code", "unit_key", "day"]
    ballots = rows.groupby([*keys, "group", "channel"], as_index=False, dropna=False)
    found = ballots["is_satisfied"].agg(["sum", "count"])
    return _posted(given, found.assign(share=found["sum"] / found["count"]))


def months(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """Counts by officer, unit and month."""
    rows = officer_ballots(given, as_of)
    tables = []
    for stream, n, x in (
        ("service", "n_ballots", "n_satisfied"),
        ("independent", "n_independent", "n_independent_satisfied"),
    ):
        shares = rows[rows["stream"] == stream].groupby(KEYS)["share"]
        tables += [shares.size().rename(n), shares.sum().rename(x)]
    done = cases(given, as_of).query("with_due and officer_code.notna()")
    done = _posted(given, done.assign(day=done["finished_at"]))
    tables.append(done.groupby(KEYS).size().rename("n_cases"))
    tables.append(done.groupby(KEYS)["late_strict"].sum().rename("n_late_strict"))
    named = petitions(given, as_of)
    named = named[named["officer_code"].notna() & (named["kind"] != "denunciation")]
    named = _posted(given, named.assign(day=named["received_on"]))
    tables.append(named.groupby(KEYS)["is_upheld"].sum().rename("n_upheld"))
    return pd.concat(tables, axis=1).fillna(0)
