"""Reading: in scope only, as the role allows, without small numbers, from one build."""

from __future__ import annotations

import json
import math
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dashboard.small_warehouse import AFTER, BEFORE, key, write_build
from warehouse import sql
from warehouse.errors import NothingPublishedError, ScopeError, ThanThienError
from warehouse.queries import QUERIES
from warehouse.queries.query import Query, SmallNumbers
from warehouse.read import Reader
from warehouse.rights import RIGHTS
from warehouse.scope import ROLES, Scope, scope_for
from warehouse.settings import Settings

WAVES = {"before_wave": BEFORE, "after_wave": AFTER}
PERIOD = {"period_type": "quarter", "period": "2026-Q3", "measure": "satisfied_share"}
HOSTILE = (
    "",
    "'",
    "' or 1=1 --",
    '"; drop table dim_units; --',
    "%",
    "\x00",
    "91001@2025-07-01' or '1'='1",
    "90101@2021-01-01",
    "91003@2025-07-01",
    "../../etc/passwd",
    "$unit_keys",
    "null",
    "🙂" * 50,
    "then",
    "today",
    "overall",
    BEFORE,
    AFTER,
    "CB003",
    "quarter",
    "2026-Q3",
    "satisfied_share",
)


# Pairs of role and query that are answered; the others are denied at once.
N_ALLOWED = sum((role, q.subject) in RIGHTS for role in ROLES for q in QUERIES.values())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_build(folder)
    return folder


@pytest.fixture(scope="module")
def reader(home: Path) -> Reader:
    return Reader(Settings(home=home))


def scope_of(reader: Reader, role: str) -> Scope:
    return reader.scope_of_account(
        user_id="someone",
        role=role,
        unit_code="91001" if role == "leader" else None,
        officer_code="CB003" if role == "officer" else None,
    )


def test_a_leader_covers_the_unit_and_what_went_wholly_into_it(reader: Reader) -> None:
    keys = scope_of(reader, "leader").unit_keys
    assert set(keys) == {key("91001"), key("90101"), key("90102")}


def test_a_reused_code_does_not_open_the_unit_that_had_it_before(
    tmp_path: Path,
) -> None:
    path = write_build(tmp_path)
    with duckdb.connect(str(path)) as connection:
        # 90103 went into 91002 and its code now names what 91001 was called.
        connection.sql(
            "update dim_units set unit_code = '90103' where unit_code = '91001'"
        )
    reader = Reader(Settings(home=tmp_path))
    scope = reader.scope_of_account(user_id="x", role="leader", unit_code="90103")
    assert set(scope.unit_keys) == {key("91001"), key("90101"), key("90102")}


def test_a_scope_follows_merges_in_several_steps_but_no_part_of_a_split(
    tmp_path: Path,
) -> None:
    path = write_build(tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.sql(
            f"""
            insert into bridge_unit_succession values
                ('first', '{key("90101")}', 1.0),
                ('parted', '{key("90102")}', 0.5), ('parted', '{key("90103")}', 0.5)
            """
        )
    reader = Reader(Settings(home=tmp_path))
    scope = reader.scope_of_account(user_id="x", role="leader", unit_code="91001")
    assert "first" in scope.unit_keys
    assert "parted" not in scope.unit_keys


@pytest.mark.parametrize("unit_code", [None, "", "nowhere", "91001' or '1'='1", "%"])
def test_a_leader_without_a_known_unit_sees_nothing(
    reader: Reader, unit_code: str | None
) -> None:
    scope = reader.scope_of_account(user_id="x", role="leader", unit_code=unit_code)
    assert scope.unit_keys == ()
    assert reader.run("units", scope).rows == []


def test_an_empty_scope_reads_no_row(reader: Reader) -> None:
    nobody = scope_for(user_id="x", role="leader", unit_keys=[])
    assert reader.run("units", nobody).rows == []
    assert reader.run("officer_bands", nobody, **PERIOD).rows == []
    [row] = reader.run("officer_tier_counts", nobody, **PERIOD).rows
    assert row["state"] == "none"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_role_and_query_stay_in_scope(
    reader: Reader, role: str, name: str, is_release: bool
) -> None:
    scope = scope_of(reader, role)
    query = QUERIES[name]
    rng = random.Random(f"{role}/{name}")
    n_calls = math.ceil(20_000 / N_ALLOWED) if is_release else 40
    for _ in range(n_calls):
        values = {param: hostile(rng, kind) for param, kind in query.params.items()}
        if (role, query.subject) not in RIGHTS:
            with pytest.raises(ScopeError):
                reader.run(name, scope, **values)
            break
        rows = reader.run(name, scope, **values).rows
        assert out_of_scope(rows, scope) == []
        if not query.params and not is_release:
            break


def hostile(rng: random.Random, kind: str) -> str | date | int:
    """A hostile value of the kind a parameter declares."""
    if kind == "date":
        return rng.choice([date.min, date.max, date(2026, 1, 1), date(2026, 12, 31)])
    if kind == "integer":
        return rng.choice([-(2**31), -1, 0, 1, 2**31])
    return rng.choice(HOSTILE)


def out_of_scope(rows: list[dict[str, Any]], scope: Scope) -> list[dict[str, Any]]:
    """Rows that name a unit or an officer outside the scope."""
    return [
        row
        for row in rows
        if ("unit_key" in row and row["unit_key"] not in scope.unit_keys)
        or (
            scope.role == "officer"
            and "officer_code" in row
            and row["officer_code"] != scope.officer_code
        )
    ]


def test_officers_appear_as_the_role_allows(reader: Reader) -> None:
    def officers(role: str) -> list[dict[str, Any]]:
        return reader.run("officer_bands", scope_of(reader, role), **PERIOD).rows

    assert all("officer_name" not in row for row in officers("front"))
    assert {row["unit_key"] for row in officers("leader")} == {key("91001")}
    assert all(row["officer_name"] for row in officers("leader"))
    assert {row["officer_code"] for row in officers("officer")} == {"CB003"}
    with pytest.raises(ScopeError):
        officers("committee")
    with pytest.raises(ScopeError):
        officers("steward")


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
    with duckdb.connect(str(path)) as connection:
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
    with duckdb.connect(str(path)) as connection:
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
    with duckdb.connect(str(path)) as connection:
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
    with duckdb.connect(str(path)) as connection:
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


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("nothing", {}),
        ("units", {"unit_keys": "x"}),
        ("units", {"extra": "x"}),
        ("unit_months", {"map": "today"}),
        ("unit_months", {"map": "today", "unit_key": 7}),
        ("unit_months", {"map": "today", "unit_key": ["a"]}),
        ("unit_months", {"map": "today", "unit_key": None}),
        ("unit_months", {"map": "today", "unit_key": "x" * 201}),
        ("unit_months", {"map": "today", "unit_key": date(2026, 1, 1)}),
    ],
)
def test_wrong_calls_are_refused(
    reader: Reader, name: str, params: dict[str, Any]
) -> None:
    with pytest.raises(ScopeError):
        reader.run(name, scope_of(reader, "front"), **params)


def test_nothing_published_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError):
        Reader(Settings(home=tmp_path)).build()
    pointer = tmp_path / "builds" / "current.json"
    pointer.parent.mkdir()
    pointer.write_text("{", encoding="utf-8")
    with pytest.raises(NothingPublishedError):
        Reader(Settings(home=tmp_path)).build()


def test_it_follows_the_pointer_and_keeps_the_old_build(tmp_path: Path) -> None:
    write_build(tmp_path, build_id="one")
    reader = Reader(Settings(home=tmp_path))
    scope = scope_of(reader, "front")
    assert reader.run("units", scope).build.build_id == "one"
    write_build(tmp_path, build_id="two")
    assert reader.run("units", scope).build.build_id == "two"
    pointer = tmp_path / "builds" / "current.json"
    entry = json.loads(pointer.read_text(encoding="utf-8"))
    broken = tmp_path / "builds" / "broken.duckdb"
    broken.write_bytes(b"no database")
    entry |= {"build_id": "three", "file": broken.name}
    pointer.write_text(json.dumps(entry), encoding="utf-8")
    assert reader.run("units", scope).build.build_id == "two"
    pointer.unlink()
    assert reader.run("units", scope).build.build_id == "two"


def test_a_pointer_cannot_lead_out_of_the_builds_folder(tmp_path: Path) -> None:
    write_build(tmp_path, build_id="one")
    pointer = tmp_path / "builds" / "current.json"
    entry = json.loads(pointer.read_text(encoding="utf-8"))
    (tmp_path / "elsewhere.duckdb").write_bytes(b"")
    entry["file"] = "../elsewhere.duckdb"
    pointer.write_text(json.dumps(entry), encoding="utf-8")
    with pytest.raises(NothingPublishedError):
        Reader(Settings(home=tmp_path)).build()


def test_rows_stop_at_the_cap(home: Path) -> None:
    capped = Query("capped", "reference", "select unit_key from dim_units", row_cap=3)
    reader = Reader(Settings(home=home), {"capped": capped})
    answer = reader.run("capped", scope_of(reader, "front"))
    assert len(answer.rows) == 3
    assert answer.is_cut


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sql, "TIME_LIMIT_SECONDS", 0.3)
    return


def test_a_long_query_is_stopped(home: Path, short_limit: None) -> None:
    sql = """
select count(*) as n
from agg_answer_levels as a, agg_answer_levels as b, agg_answer_levels as c
where a.n_answers + b.n_answers > c.n_answers
"""
    slow = Query("slow", "unit", sql, small=SmallNumbers(counts=("n",)))
    reader = Reader(Settings(home=home), {"slow": slow})
    scope = scope_of(reader, "front")
    started = time.monotonic()
    with pytest.raises(ScopeError):
        reader.run("slow", scope)
    assert time.monotonic() - started < 5
    assert threading.active_count() < 50


def test_fifty_threads_get_their_own_rows(reader: Reader) -> None:
    codes = ("90101", "90102", "91001", "91002", "91003")
    scopes = {
        code: scope_for(user_id=code, role="leader", unit_keys=[key(code)])
        for code in codes
    }

    def ask(i: int) -> bool:
        code = codes[i % len(codes)]
        rows = reader.run("units", scopes[code]).rows
        return [row["unit_code"] for row in rows] == [code]

    with ThreadPoolExecutor(50) as pool:
        assert all(pool.map(ask, range(1000)))


def test_errors_name_the_thing_and_the_next_step(reader: Reader) -> None:
    with pytest.raises(ThanThienError) as caught:
        reader.run("officer_bands", scope_of(reader, "committee"), **PERIOD)
    assert "officer" in caught.value.message
    assert caught.value.next_step
