"""Dossiers of the simulated province, as exported, agree with the planted truth."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from ingest.simulation.world import World
from tests.ingest.simulation.conftest import N_CASES, Truth


def test_due_dates_count_working_days_after_receipt(
    world: World, exported: duckdb.DuckDBPyConnection
) -> None:
    """Counted again one day at a time, for every case with a limit."""
    rows = exported.sql(
        """
        select c.received_at::date, first(c.due_at order by c.extracted_on)::date,
            any_value(p.limit_working_days)::int
        from "case" as c
        join procedure as p on c.procedure_code = p.procedure_code
            and c.received_at >= p.valid_from::date
            and (p.valid_to is null or c.received_at < p.valid_to::date)
        group by c.case_code, c.received_at
        """
    ).fetchall()
    assert len(rows) == N_CASES
    works = world.calendar.is_working
    for received, due, limit in rows:
        assert (due is None) == (limit is None)
        if limit is None:
            continue
        day, left = received, limit
        while left:
            day += timedelta(days=1)
            left -= int(works[(day - date(2023, 1, 1)).days])
        assert day == due


def test_each_case_is_received_once_and_exported_again_when_it_moves(
    exported: duckdb.DuckDBPyConnection,
) -> None:
    n, n_codes, n_keys = exported.sql(
        """
        select count(*), count(distinct case_code),
            count(distinct (case_code, extracted_on))
        from "case"
        """
    ).fetchall()[0]
    assert n_codes == N_CASES
    assert n == n_keys > 1.2 * N_CASES


def test_only_planted_units_ever_change_a_date(
    exported: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    changed = exported.sql(
        """
        select case_code,
            count(distinct due_at) > 1 as moves_due,
            count(distinct finished_at) > 1 as moves_finish
        from "case" group by case_code having moves_due or moves_finish
        """
    ).fetchall()
    found = {(code, "due_at" if due else "finished_at") for code, due, _ in changed}
    planted = {(one["case_code"], one["column"]) for one in truth["rewritten_cases"]}
    assert found == planted
    assert planted
    units = {one["unit_code"] for one in truth["rewriting_units"]}
    assert {one["unit_code"] for one in truth["rewritten_cases"]} <= units


def test_on_time_truth_is_what_the_first_exports_show(
    exported: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = exported.sql(
        """
        with seen as (
            select case_code, receiving_unit_code as unit,
                received_at >= timestamp '2025-07-01' as is_new,
                min_by(due_at, extracted_on) as due,
                min_by(finished_at, extracted_on) filter (finished_at is not null)
                    as first_finish,
                max_by(finished_at, extracted_on) as last_finish,
                max_by(due_at, extracted_on) as last_due,
            from "case" group by all
        )
        select unit, is_new, count(*), count(*) filter (first_finish > due),
            count(*) filter (last_finish > last_due)
        from seen where due is not null and last_finish is not null group by all
        """
    ).fetchall()
    is_old_only = {"09900"}
    found: dict[tuple[str, bool], list[int]] = {}
    for unit, is_new, *counts in rows:
        key = (unit, is_new and unit not in is_old_only)
        before = found.get(key, [0, 0, 0])
        found[key] = [a + b for a, b in zip(before, counts, strict=True)]
    expected = {
        (one["unit_code"], one["unit_valid_from"] == "2025-07-01"): [
            one["n_finished_with_due"],
            one["n_late_strict"],
            one["n_late_official"],
        ]
        for one in truth["on_time"]
    }
    assert found == expected


def test_moves_are_counted_by_the_unit_of_the_moment(
    exported: duckdb.DuckDBPyConnection, truth: Truth, world: World
) -> None:
    """Only where the sync export names the officer."""
    logged = set(world.places.units["unit_code"][world.plan.step_units])
    counted = {
        (officer, unit, is_new): n
        for officer, unit, is_new, n in exported.sql(
            """
            select officer_code, receiving_unit_code,
                received_at >= timestamp '2025-07-01', count(distinct case_code)
            from "case" where officer_code is not null group by all
            """
        ).fetchall()
    }
    assert len(truth["moves"]) == 120
    n_seen = 0
    for move in truth["moves"]:
        for side in ("from", "to"):
            unit = move[side]
            if unit["unit_code"] in logged:
                continue
            is_new = unit["unit_valid_from"] == "2025-07-01"
            key = (move["officer_code"], unit["unit_code"], is_new)
            assert counted.get(key, 0) == move[f"n_cases_{side}"], move
            n_seen += counted.get(key, 0)
    assert n_seen > 0
