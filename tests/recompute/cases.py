"""Dossiers: the first promise, both kinds of lateness, who answers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from tests.recompute.province import Delivered
from tests.recompute.source_files import month_of

ONE_SECOND = pd.Timedelta(seconds=1)
ONE_DAY = pd.Timedelta(days=1)


def _passed(at: pd.Series, due: pd.Series) -> pd.Series:
    """Whether a moment lies after a due one, whose day counts whole without an hour."""
    end = (due + ONE_SECOND).where(due != due.dt.normalize(), due + ONE_DAY)
    return (at >= end) & at.notna() & due.notna()


def _first(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows.dropna(subset=[column]).groupby("case_code")[column].first()


def _paused(
    given: Delivered, found: pd.DataFrame, until: pd.Series, as_of: pd.Timestamp
) -> pd.Series:
    """Working days each dossier stood still, day by day: between its receipt and its
    end, and by no pause that begins after the promise is broken."""
    rows = given.steps[given.steps["is_paused"] & given.steps["started_at"].notna()]
    number = given.working_day_no
    promised = found["promised"].dt.normalize()
    days: dict[str, set[float]] = {}
    row: Any  # columns of a file
    for row in rows.sort_values("started_at").itertuples():
        if row.case_code not in found.index:
            continue
        case = found.loc[row.case_code]
        last = as_of if pd.isna(row.ended_at) else row.ended_at.normalize()
        last = min(last, until[row.case_code].normalize())
        first = max(row.started_at.normalize(), case["received_at"].normalize())
        still = days.setdefault(row.case_code, set())
        promise = promised[row.case_code]
        is_broken = first > promise and (
            not still or number[first] > number[promise] + len(still)
        )
        if first <= last and not is_broken:
            still |= set(np.arange(number[first] + 1, number[last] + 1))
    return pd.Series({case: len(still) for case, still in days.items()}, dtype=float)


def _by_step(given: Delivered) -> pd.Series:
    """Who did the last piece of work."""
    rows = given.steps[~given.steps["is_paused"] & given.steps["officer_code"].notna()]
    worked = rows["ended_at"].fillna(rows["started_at"])
    rows = rows.assign(worked=worked).dropna(subset=["worked"])
    rows = rows.sort_values("worked", kind="stable")
    return rows.groupby("case_code")["officer_code"].last()


@lru_cache(maxsize=1)
def cases(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row per dossier."""
    versions = given.case_versions
    found = versions.groupby("case_code").tail(1).set_index("case_code")
    found["first_due"] = _first(versions, "due_at")
    found["first_finished"] = _first(versions, "finished_at")
    day = found["received_at"]
    receiving = given.unit_on(found["receiving"], day)
    found["unit_key"] = receiving.fillna(given.unit_on(found["resolving"], day))
    found["officer_code"] = found["officer_code"].fillna(_by_step(given))

    procedures = given.procedures.drop_duplicates("procedure_code", keep="last")
    known = procedures.set_index("procedure_code").reindex(found["procedure_code"])
    found["group"] = known["group"].to_numpy()
    number = given.working_day_no
    works = number[number.diff().fillna(1) > 0]
    day_of = pd.Series(works.index, index=works.to_numpy())
    start = number.reindex(day.dt.normalize()).to_numpy()
    legal = day_of.reindex(start + np.ceil(known["limit"].to_numpy(float))).to_numpy()
    found["promised"] = found["first_due"].fillna(pd.Series(legal, index=found.index))

    until = found["first_finished"].fillna(found["extracted_on"])
    found["paused"] = _paused(given, found, until, as_of)
    found["paused"] = found["paused"].fillna(0)
    kept = number.reindex(found["promised"].dt.normalize()).to_numpy()
    after = number.reindex(until.dt.normalize()).to_numpy() - kept
    shift = number.reindex(found["due_at"].dt.normalize()).to_numpy() - kept
    is_past = _passed(until, found["promised"])
    is_past &= (found["paused"] == 0) | (after > found["paused"])
    found["with_due"] = found["finished_at"].notna() & found["promised"].notna()
    found["late_strict"] = found["with_due"] & is_past
    late = _passed(found["finished_at"], found["due_at"])
    said = found["source_is_late"]
    found["late_official"] = found["with_due"] & said.where(said.notna(), late).astype(
        bool
    )
    found["late_days"] = np.maximum(after - found["paused"], 0)
    changed = found["finished_at"].notna() & (
        found["finished_at"] != found["first_finished"]
    )
    found["rewritten"] = (shift > found["paused"]) | changed
    return found


def months(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """Counts by unit and month: of receipt, and else of the finish."""
    all_cases = cases(given, as_of)
    received = all_cases.assign(month=month_of(all_cases["received_at"]))
    taken = received.groupby(["unit_key", "month"]).size().rename("n_received")
    done = all_cases[all_cases["finished_at"].notna()]
    done = done.assign(month=month_of(done["finished_at"]), n_finished=1)
    names = {
        "n_finished": "n_finished", "with_due": "n_with_due",
        "late_official": "n_late_official", "late_strict": "n_late_strict",
        "rewritten": "n_rewritten",
    }  # fmt: skip
    sums = done.groupby(["unit_key", "month"])[list(names)].sum()
    return sums.rename(columns=names).join(taken, how="outer").fillna(0)
