"""What is read tells no small number, neither alone nor by a difference."""

from __future__ import annotations

from pathlib import Path

from tests.dashboard.small.warehouse import AFTER, BEFORE, changed, key, write_build
from tests.warehouse.roles import scope_of
from warehouse.read import Reader
from warehouse.settings import Settings

WAVES = {"before_wave": BEFORE, "after_wave": AFTER}

PERIOD = {"period_type": "quarter", "period": "2026-Q3", "measure": "satisfied_share"}


def test_figures_of_few_ballots_are_hidden(reader: Reader) -> None:
    front = scope_of(reader, "front")
    rows = reader.run("officer_bands", front, **PERIOD).rows
    hidden = [row for row in rows if row["state"] == "suppressed"]
    # CB004 goes with CB008: the unit less its other officers would tell CB008's.
    assert {row["officer_code"] for row in hidden} == {"CB008", "CB004"}
    assert {(row["n"], row["raw_share"]) for row in hidden} == {(None, None)}
    answer = reader.run(
        "change_by_unit", front, map="then", item_code="overall", **WAVES
    )
    by_key = {row["unit_key"]: row for row in answer.rows}
    few = by_key[key("90204")]
    assert (few["state"], few["n_after"], few["share_after"]) == (
        "suppressed",
        None,
        None,
    )
    assert by_key[key("90104")]["state"] == "shown"


def test_flags_of_ballots_are_shown_in_tens(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            "update dq_flags set count = if(unit_key like '91001%', 3, 41),"
            " denominator = 87"
        )
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run("flags", scope_of(reader, "front")).rows
    found = {
        (row["rule"], row["unit_key"][:5]): (row["n_flagged"], row["n_checked"])
        for row in rows
    }
    assert found["straight_lines_unusual", "91001"] == (None, 90)
    assert found["straight_lines_unusual", "91002"] == (40, 90)
    assert found["officer_missing", "91001"] == (3, 87)


def test_of_few_cases_the_silent_share_tells_no_single_voice(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql("update idx_decision_766 set n_finished = 60, n_silent = 53")
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run(
        "index_decision_766",
        scope_of(reader, "front"),
        map="today",
        unit_key=key("91001"),
        period_type="quarter",
    ).rows
    assert {(row["n_voiced"], row["share_silent"]) for row in rows} == {(10, 0.83)}


def test_petitions_of_all_years_tell_no_hidden_year(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            "insert into fct_petitions by name select copied.* replace"
            " (petition_code || i as petition_code, date '2025-05-05' as received_on)"
            " from fct_petitions as copied cross join range(2) as copies(i)"
            " where kind = 'denunciation'"
        )
    reader = Reader(Settings(home=tmp_path))
    front = scope_of(reader, "front")
    ages = reader.run("petition_ages", front, reader_unit_key="all").rows
    by_kind = {row["kind"]: row for row in ages}
    years = [
        {row["kind"]: row["n_received"] for row in rows}
        for year in ("2025", "2026")
        for rows in (reader.run("petition_kinds", front, year=year).rows,)
    ]
    assert years[0]["denunciation"] == 6
    assert years[1]["denunciation"] is None
    # the year kept back is what all years would leave
    assert by_kind["denunciation"]["n_received"] is None
    assert by_kind["complaint"]["n_received"] is not None
    assert by_kind["complaint"]["oldest_due_on"] is not None
    assert by_kind["denunciation"]["oldest_due_on"] is None


def test_no_part_of_the_denunciations_tells_of_few(tmp_path: Path) -> None:
    """Three of sixty are late and open: neither they nor what is left is shown."""
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql("delete from fct_petitions where kind = 'denunciation'")
        connection.sql(
            "insert into fct_petitions by name"
            " with one as (select * from fct_petitions limit 1)"
            " select one.* replace ('TC' || i as petition_code,"
            " 'denunciation' as kind, date '2026-05-05' as received_on,"
            " date '2026-06-04' as due_on, true as is_mature, false as is_upheld,"
            " case when i >= 3 then date '2026-06-01' end as resolved_on,"
            " i < 3 as is_open,"
            " i < 3 as is_late, i < 3 as is_backlog, i < 3 as is_long_overdue,"
            " true as is_informed, false as is_over_level)"
            " from one cross join range(60) as copies(i)"
        )
    reader = Reader(Settings(home=tmp_path))
    front = scope_of(reader, "front")
    [row] = [
        row
        for row in reader.run("petition_kinds", front, year="2026").rows
        if row["kind"] == "denunciation"
    ]
    assert (row["state"], row["n_received"], row["n_due"]) == ("shown", 60, 60)
    hidden = ("n_late", "n_resolved", "n_backlog")
    assert [row[name] for name in hidden] == [None] * 3
    assert row["n_over_level"] == 0
    [row] = [
        row
        for row in reader.run("petition_ages", front, reader_unit_key="all").rows
        if row["kind"] == "denunciation"
    ]
    ages = ("n_in_time", "n_over_30", "n_over_90", "n_over_more")
    assert [row[name] for name in ("n_received", *ages, "n_open")] == [None] * 6


def test_a_leader_reads_own_petitions_exactly_and_no_denunciations_of_units(
    tmp_path: Path,
) -> None:
    path = write_build(tmp_path)
    unit = key("91001")
    with changed(path) as connection:
        connection.sql(
            "insert into fct_petitions by name"
            " with one as (select * from fct_petitions limit 1)"
            f" select one.* replace ('P' || i as petition_code, '{unit}' as unit_key,"
            " ['request', 'denunciation'][1 + i % 2] as kind,"
            " date '2024-02-05' as received_on)"
            " from one cross join range(6) as copies(i)"
        )
    reader = Reader(Settings(home=tmp_path))
    leader = reader.scope_of_account(user_id="l", role="leader", unit_code="91001")
    rows = reader.run("petition_kinds", leader, year="2024").rows
    found = {row["kind"]: (row["state"], row["n_received"]) for row in rows}
    assert found == {"request": ("shown", 3), "denunciation": ("suppressed", None)}
    years = {
        row["year"]: row["n_received"]
        for row in reader.run("petition_years", leader).rows
    }
    assert years["2024"] == 3
    for scope in (leader, scope_of(reader, "committee")):
        ages = reader.run("petition_ages", scope, reader_unit_key=unit).rows
        assert "denunciation" not in {row["kind"] for row in ages}
        assert {row["state"] for row in ages} == {"shown"}


def test_the_front_works_out_no_officers_cases_from_a_year(tmp_path: Path) -> None:
    """A year less its three shown quarters is the quarter with four cases."""
    path = write_build(tmp_path)
    quarters = {"2026-Q1": 40, "2026-Q2": 30, "2026-Q3": 4, "2026-Q4": 50}
    periods = [("quarter", name, n) for name, n in quarters.items()]
    periods.append(("year", "2026", sum(quarters.values())))
    with changed(path) as connection:
        for table in ("stat_officer_periods", "agg_officer_cells"):
            connection.sql(
                f"create or replace table {table} as"
                f" with one as (select * from {table} where officer_code = 'CB003'"
                " limit 1), own (period_type, period, n_cases) as (values"
                f" {', '.join(map(str, periods))}) select one.* replace ("
                " own.period_type as period_type, own.period as period,"
                " own.n_cases as n_cases) from one cross join own"
            )
    reader = Reader(Settings(home=tmp_path))

    def found(role: str) -> dict[str, int | None]:
        return {
            period: reader.run(
                "officer_work",
                scope_of(reader, role),
                reader_officer_code="CB003",
                period_type=kind,
                period=period,
            ).rows[0]["n_cases"]
            for kind, period, _ in periods
        }

    shown = found("front")
    assert shown["2026-Q3"] is None
    assert sum(n is None for n in shown.values()) >= 2
    assert found("officer") == {period: n for _, period, n in periods}


def test_votes_of_a_quarter_follow_from_no_year(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    unit = key("91001")
    voiced = {"2026-Q1": 24, "2026-Q2": 31, "2026-Q3": 3, "2026-Q4": 22}
    periods = [("quarter", name, n) for name, n in voiced.items()]
    periods.append(("year", "2026", sum(voiced.values())))
    with changed(path) as connection:
        connection.sql(
            "create or replace table idx_decision_766 as"
            " with one as (select * from idx_decision_766"
            f" where unit_key = '{unit}' and map = 'today' limit 1),"
            f" own (period_type, period, n) as (values {', '.join(map(str, periods))})"
            " select one.* replace (own.period_type as period_type,"
            " own.period as period, 1000 as n_finished, 1000 - own.n as n_silent)"
            " from one cross join own"
        )
    reader = Reader(Settings(home=tmp_path))
    shown: dict[str, int | None] = {}
    for kind in ("quarter", "year"):
        values = {"map": "today", "unit_key": unit, "period_type": kind}
        rows = reader.run("index_decision_766", scope_of(reader, "front"), **values)
        shown |= {row["period"]: row["n_voiced"] for row in rows.rows}
    assert shown["2026-Q3"] is None
    assert sum(n is None for n in shown.values()) >= 2


def test_a_month_without_ballots_is_a_row_as_a_hidden_one_is(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    unit = key("91001")
    of_unit = f"unit_key = '{unit}' and measure = 'satisfied_share'"
    with changed(path) as connection:
        connection.sql(
            f"delete from stat_unit_signals where {of_unit}"
            " and month in (date '2026-05-01', date '2025-10-01');"
            f" update agg_unit_months set n_ballots = 2 where unit_key = '{unit}'"
            " and month = date '2026-05-01'"
        )
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run(
        "unit_signals", scope_of(reader, "front"), map="today", unit_key=unit
    ).rows
    states = {
        str(row["month"]): (row["state"], row["n"])
        for row in rows
        if row["measure"] == "satisfied_share"
    }
    # the quarter hides its months: who knows of none in May knows more of the others
    assert states["2026-05-01"] == states["2026-04-01"] == ("suppressed", None)
    assert states["2025-10-01"] == ("none", 0)


def test_a_plan_tells_not_that_a_unit_of_hidden_ballots_has_none(
    tmp_path: Path,
) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            f"delete from stat_independent_gaps where unit_key = '{key('91002')}'"
        )
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run(
        "plan_units", scope_of(reader, "front"), wave_code=AFTER, item_code="overall"
    ).rows
    assert {row["period"] for row in rows} == {"2026-Q3"}
    assert key("91002") in {row["unit_key"] for row in rows}


def test_a_mark_that_pools_a_hidden_gap_is_not_told(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            "insert into stat_independent_gaps by name select * replace"
            f" ('2026-Q2' as period, case unit_key when '{key('91001')}' then 3"
            f" when '{key('91003')}' then 90 else n_service end as n_service)"
            " from stat_independent_gaps"
        )
    reader = Reader(Settings(home=tmp_path))
    ask = {"map": "today", "item_code": "overall"}
    spring, autumn = (
        {
            row["unit_key"]: row
            for row in reader.run(
                "gap_checks", scope_of(reader, "front"), period=period, **ask
            ).rows
        }
        for period in ("2026-Q2", "2026-Q3")
    )
    hidden = {unit for unit, row in spring.items() if row["state"] == "suppressed"}
    told = {unit for unit, row in autumn.items() if row["n_periods"] is not None}
    assert key("91001") in hidden
    assert len(hidden) > 1
    assert autumn[key("91001")]["state"] == "shown"
    # a unit of several, or of too few, has no mark whatever came before
    pooled = {unit for unit in told if autumn[unit]["n_periods"]}
    assert pooled
    assert not pooled & hidden
    assert all(autumn[unit]["n_periods"] == 0 for unit in told & hidden)
