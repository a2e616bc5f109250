"""Does due process open on the officers it should, in a province whose truth is known?

Holds what waits in a home against the `truth.json` its files were written with: those
reminded often, measures without steps and officers planted as low of whom enough
ballots speak must be exactly those planted. An opening on ballots is wrong where the
officer's true share is not below the limit, and the share of these stands beside the
one that the page prints. While a wave of the Front waits for its release no ballots
open anything, so release all of them first. More provinces and more ballots are tried
without a build by `low_officers`.

    python -m benchmarks.process_truth HOME
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.officer_tiers import shipped_settings
from warehouse.builds.pointer import read_pointer
from warehouse.matters.record import read_process
from warehouse.process.deadlines import measure_days
from warehouse.process.evidence import evidence_now, measures_now
from warehouse.process.outside import outside_the_process
from warehouse.read import reader_of
from warehouse.settings import Settings

Truth = Mapping[str, Any]
Judged = dict[tuple[str, str], tuple[str, float, float]]
LOW = "low_satisfaction"


def main() -> None:
    """Prints one line for each list."""
    asked = argparse.ArgumentParser(prog="process_truth", description=__doc__)
    asked.add_argument("home", type=Path)
    home = asked.parse_args().home
    settings = Settings(home=home)
    text = (home / "tinh_mo_phong" / "truth.json").read_text(encoding="utf-8")
    truth: Truth = json.loads(text)
    judged, enough = judged_in(settings)  # before the reader holds the file its own way
    sys.stdout.write("| list | found | planted | exact |\n|---|---:|---:|---|\n")
    sys.stdout.writelines(
        f"| {name} | {len(found)} | {len(planted)} | {found == planted} |\n"
        for name, found, planted in lists(settings, truth, enough)
    )
    n, wrong, printed = of_ballots(settings, judged, truth)
    sys.stdout.write(
        f"\nopenings on ballots: {n}, wrong {wrong}, printed {printed:.1%} of them\n"
    )


def lists(
    settings: Settings, truth: Truth, enough: set[str]
) -> Iterable[tuple[str, set[object], set[object]]]:
    """Officers opened on ballots and reminded often, measures without the steps.

    Args:
        settings: Names the home.
        truth: What was planted in it.
        enough: Officers of whom enough ballots speak to be judged.
    """
    evidence = [one for one in evidence_now(settings) if one.is_latest]
    opened: set[object] = {one.officer_code for one in evidence if one.kind == LOW}
    yield "truly low, enough ballots", opened, {*truth["low_officers"]} & enough
    often = [one for one in evidence if one.kind == "reminders"]
    found: set[object] = {(one.officer_code, one.period) for one in often}
    as_of = reader_of(settings).build().data_as_of
    assert as_of is not None
    since = as_of.replace(year=as_of.year - 1).isoformat()
    planted: set[object] = {
        (one["officer_code"], one["reached_on"])
        for one in truth["often_reminded"]
        if one["reached_on"] > since
    }
    yield "reminded often", found, planted
    matters = list(read_process(settings).matters.values())
    outside = outside_the_process(
        measures_now(settings),
        matters,
        since=date(2000, 1, 1),
        term_days=measure_days(settings),
    )
    dealt_with = {
        (matter.officer_code, step.event.day.isoformat())
        for matter in matters
        for step in matter.steps
        if step.state == "informed"
    }
    given: set[object] = {
        (one["officer_code"], one["given_on"])
        for one in truth["measures"]
        if not _is_dealt_with(dealt_with, one)
    }
    yield (
        "measures outside",
        {(one.officer_code, one.given_on.isoformat()) for one in outside},
        given,
    )


def _is_dealt_with(informed: set[tuple[str, str]], measure: Mapping[str, str]) -> bool:
    days = [day for officer, day in informed if officer == measure["officer_code"]]
    return any(day <= measure["given_on"] for day in days)


def of_ballots(
    settings: Settings, judged: Judged, truth: Truth
) -> tuple[int, int, float]:
    """Officers opened on ballots, those not below the limit, and the printed share."""
    opened = [
        judged[one.officer_code, one.period]
        for one in evidence_now(settings)
        if one.kind == LOW and one.is_latest
    ]
    shares = truth["officer_true_shares"]
    n_wrong = sum(shares[officer] >= limit for officer, limit, _ in opened)
    printed = [share for *_, share in opened]
    return len(opened), n_wrong, sum(printed) / len(printed) if printed else 0.0


def judged_in(settings: Settings) -> tuple[Judged, set[str]]:
    """Officer and period → officer, limit and printed share, of tier `evidence`; and
    officers of whom enough ballots speak, in as many years as the rule asks for."""
    rules = shipped_settings()
    path = settings.builds_dir / read_pointer(settings).file
    with duckdb.connect(str(path), read_only=True) as marts:
        rows = marts.execute(
            "select officer_code, period, theta_min, expected_wrong_share"
            " from stat_officer_periods"
            " where measure = 'satisfied_share' and tier = 'evidence'"
        ).fetchall()
        enough = marts.execute(
            "select officer_code from stat_officer_periods"
            " where measure = 'satisfied_share' and period_type = 'year'"
            " group by officer_code having count_if(n >= ?) >= ?"
            " and max_by(tier, period) <> 'too_few'",
            [rules.n_look, rules.k],
        ).fetchall()
    judged = {(one[0], one[1]): (one[0], one[2], one[3]) for one in rows}
    return judged, {officer for (officer,) in enough}


if __name__ == "__main__":
    main()
