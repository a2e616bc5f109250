"""Petitions, letters and meetings, by unit and month."""

from __future__ import annotations

import pandas as pd

from tests.recompute.cases import cases
from tests.recompute.province import Delivered
from tests.recompute.source_files import month_of


def petitions(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row per petition; all of the simulated ones carry a deadline."""
    rows = given.petitions.copy()
    rows["unit_key"] = given.unit_on(rows["unit_code"], rows["received_on"])
    due, done = rows["due_on"], rows["resolved_on"]
    rows["is_late"] = done.fillna(as_of) > due
    rows["is_backlog"] = done.isna() & (as_of > due)
    rows["is_mature"] = due <= as_of
    rows["is_over_level"] = rows["lodged"] > rows["competent"]
    rows["is_informed"] = done.notna() & rows["informed_on"].notna()
    rows["is_upheld"] = rows["outcome"].isin(["upheld", "partly_upheld"])
    rows["is_resolved"] = done.notna()
    return rows


def petition_months(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """Counts by unit and month of receipt."""
    rows = petitions(given, as_of)
    rows = rows[rows["kind"] != "denunciation"]
    rows = rows.assign(
        month=month_of(rows["received_on"]),
        n_petitions=1,
        n_upheld=rows["is_upheld"],
        n_petitions_late=rows["is_late"] & rows["is_mature"],
        n_petitions_mature=rows["is_mature"],
    )
    names = ["n_petitions", "n_upheld", "n_petitions_late", "n_petitions_mature"]
    return rows.groupby(["unit_key", "month"])[names].sum()


def duty_months(given: Delivered, as_of: pd.Timestamp) -> pd.DataFrame:
    """Letters, meetings and late dossiers with an apology, by unit and month."""
    letters = given.letters
    sent = letters.assign(
        unit_key=given.unit_on(letters["unit_code"], letters["sent_on"]),
        month=month_of(letters["sent_on"]),
        name="n_letters_" + letters["kind"],
    )
    tables = [_counted(sent, "name")]

    about = cases(given, as_of)[["unit_key", "finished_at", "late_strict"]]
    sorry = letters[letters["kind"] == "apology"].dropna(subset=["case_code"])
    sorry = sorry.sort_values(["sent_on", "unit_code"]).drop_duplicates("case_code")
    sorry = sorry.join(about, on="case_code").query("late_strict == True")
    sorry = sorry.assign(
        month=month_of(sorry["finished_at"]), name="n_late_with_apology"
    )
    tables.append(_counted(sorry, "name"))

    met = given.meetings
    day = met["held_on"].fillna(met["planned_on"])
    is_held = met["held_on"].notna()
    met = met.assign(unit_key=given.unit_on(met["unit_code"], day), month=month_of(day))
    met = met.assign(is_held=is_held)[is_held | (met["planned_on"] <= as_of)]
    kept = met[met["is_held"]]
    tables.append(_counted(kept.assign(name="n_meetings_" + kept["kind"]), "name"))
    met = met.assign(
        n_meetings_missed=~met["is_held"],
        n_meetings_led_by_head=met["is_held"] & met["is_led"],
        n_issues_raised=met["n_raised"].fillna(0),
        n_issues_resolved=met["n_resolved"].fillna(0),
    )
    names = ["n_meetings_missed", "n_meetings_led_by_head", "n_issues_raised"]
    names += ["n_issues_resolved"]
    tables.append(met.groupby(["unit_key", "month"])[names].sum())
    return pd.concat(tables, axis=1).fillna(0)


def _counted(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows.groupby(["unit_key", "month", name]).size().unstack(fill_value=0)
