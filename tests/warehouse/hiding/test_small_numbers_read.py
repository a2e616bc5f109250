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


def test_flags_of_ballots_are_told_in_tens(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            "update dq_flags set count = if(unit_key like '91001%', 3, 41),"
            " denominator = 87"
        )
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run("flags", scope_of(reader, "front")).rows
    told = {
        (row["rule"], row["unit_key"][:5]): (row["n_flagged"], row["n_checked"])
        for row in rows
    }
    assert told["straight_lines_unusual", "91001"] == (None, 90)
    assert told["straight_lines_unusual", "91002"] == (40, 90)
    assert told["officer_missing", "91001"] == (3, 87)


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
    told = by_kind["denunciation"]["n_received"]
    assert told is None or told % 10 == 0
    assert by_kind["complaint"]["n_received"] % 10 == 0
    assert by_kind["complaint"]["oldest_due_on"] is not None
    assert by_kind["denunciation"]["oldest_due_on"] is None


def test_no_part_of_the_denunciations_tells_of_few(tmp_path: Path) -> None:
    """Three of sixty are late and open: neither they nor what is left is told."""
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
    assert row["n_received"] == 60
    assert [row[name] for name in (*ages, "n_open", "n_long_overdue")] == [None] * 6
