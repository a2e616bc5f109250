"""Until the Front releases a wave of its own, nobody else reads anything of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dashboard.small.warehouse import changed, key
from tests.warehouse.custody.front_desk import released_by_front, signer_of
from tests.warehouse.custody.held_home import HELD, OTHER, answers, without_the_wave
from tests.warehouse.roles import scope_of
from warehouse.custody.batches import START, Batch
from warehouse.custody.owners import Listed, record_owners
from warehouse.custody.signed_rows import Part, digest_of
from warehouse.errors import (
    NothingPublishedError,
    ThanThienError,
)
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query
from warehouse.queries.relations import RELATIONS
from warehouse.read import Reader, reader_of
from warehouse.scope import ROLES
from warehouse.settings import Settings

REPO = Path(__file__).parents[3]


@pytest.mark.parametrize("role", ROLES)
def test_a_held_wave_changes_no_answer_of_anybody_else(
    home: Settings, role: str
) -> None:
    before = answers(home, role)
    assert before
    without_the_wave(home)
    assert (answers(home, role) == before) == (role not in ("front"))


@pytest.mark.parametrize("role", ["committee", "leader", "front"])
@pytest.mark.parametrize("code", ["SAU-2026", HELD])
def test_what_a_build_says_of_the_owner_releases_nothing(
    home: Settings, role: str, code: str
) -> None:
    found = Listed(code, "front", "after", "x")
    record_owners(home, [found])
    [path] = home.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql("update dim_waves set owner = 'committee', stream = 'after'")
    reader = Reader(home)
    values = {"map": "today", "before_wave": "B2024", "after_wave": code}
    values |= {"item_code": "overall"}
    rows = reader.run("change_by_unit", scope_of(reader, role), **values).rows
    assert bool(rows) == (role == "front")
    released_by_front(home, code)
    assert reader.run("change_by_unit", scope_of(reader, role), **values).rows


def test_an_unreadable_store_of_releases_shows_nothing(home: Settings) -> None:
    released_by_front(home, HELD)
    home.state_path.chmod(0o644)
    reader = Reader(home)
    scope = scope_of(reader, "committee")
    with pytest.raises(ThanThienError, match="may read it"):
        reader.run("gap_periods", scope)


def test_every_relation_with_waves_holds_them() -> None:
    """Read from the models' own descriptions, so that a new relation cannot slip."""
    waves = {"wave_code", "before_wave", "after_wave", "stream"}
    columns: dict[str, set[str]] = {}
    for path in (REPO / "dbt_project" / "models").rglob("_*.yml"):
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", []):
            named = {column["name"] for column in model.get("columns", [])}
            columns[model["name"]] = named
    asked = {"n_independent", "n_independent_satisfied", "share_independent"}
    for name, relation in RELATIONS.items():
        found = columns.get(name, set()) & (waves | asked)
        # what is listed, which is no secret, and how many of it: no ballot of a wave
        is_list = name in ("dim_waves", "dim_wave_years")
        if found and relation.unless_held is None and not is_list:
            assert found == set(relation.front_columns), name


def test_counts_of_an_officers_independent_ballots_are_the_fronts(
    home: Settings,
) -> None:
    [path] = home.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            f"""
            create or replace table agg_officer_cells as
            select
                'CB003' as officer_code, 12 as n_independent, 40 as n_cases,
                0 as n_ballots, 0 as n_upheld,
                unnest(['{key("91001")}', '{key("91003")}']) as unit_key
            """
        )
    small = SmallNumbers(counts=("n_cases",), of="acts")
    texts = {"own": "n_cases", "asked": "n_independent, n_cases"}
    queries = {
        name: Query(name, "officer", f"select {what} from agg_officer_cells", {}, small)
        for name, what in texts.items()
    }
    reader = Reader(home, queries)
    row = reader.run("asked", scope_of(reader, "front")).rows[0]
    assert row["n_independent"] == 12
    for role in ("leader", "officer"):
        assert reader.run("own", scope_of(reader, role)).rows
        with pytest.raises(NothingPublishedError):
            reader.run("asked", scope_of(reader, role))


@pytest.mark.parametrize("role", ["leader", "officer", "front"])
def test_whom_only_the_front_asked_about_has_no_row(home: Settings, role: str) -> None:
    [path] = home.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            f"""
            create or replace table agg_officer_cells as
            select
                'CB003' as officer_code, period,
                unnest(['{key("91001")}', '{key("91003")}']) as unit_key,
                0 as n_ballots, n_cases, 0 as n_upheld, 7 as n_independent,
            from (values ('2026-07', 40), ('2026-08', 0)) as t (period, n_cases)
            """
        )
    small = SmallNumbers(counts=("n_cases",), of="acts")
    text = "select period, n_cases from agg_officer_cells"
    reader = Reader(home, {"own": Query("own", "officer", text, {}, small)})
    rows = reader.run("own", scope_of(reader, role)).rows
    assert {row["period"] for row in rows} == {"2026-07"} | (
        {"2026-08"} if role == "front" else set()
    )


def tiers_of(reader: Reader, role: str) -> set[tuple[Any, ...]]:
    """Tier and expected wrong share of one officer, read in the own unit."""
    scope = scope_of(reader, role)
    if role == "leader":
        scope = reader.scope_of_account(user_id="x", role=role, unit_code="91003")
    rows = reader.run(
        "officer_history",
        scope,
        reader_officer_code="CB003",
        period_type="quarter",
        measure="satisfied_share",
    ).rows
    return {(row["tier"], row["expected_wrong_share"]) for row in rows}


@pytest.mark.parametrize("role", ["leader", "officer"])
def test_an_officers_tier_says_nothing_of_a_held_wave(
    home: Settings, role: str
) -> None:
    found = {}
    for tier in ("evidence", "look"):
        [path] = home.builds_dir.glob("*.duckdb")
        with changed(path) as connection:
            connection.sql(
                f"update stat_officer_periods set tier = '{tier}',"
                f" expected_wrong_share = {0.05 if tier == 'evidence' else 0.2}"
            )
        found[tier] = tiers_of(Reader(home), role)
    assert found["evidence"] == found["look"] == {("look", None)}
    assert tiers_of(Reader(home), "front") == {("look", 0.2)}


def test_evidence_stands_once_the_independent_waves_are_released(
    home: Settings,
) -> None:
    [path] = home.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql("update stat_officer_periods set tier = 'evidence'")
    reader = Reader(home)
    for code in (HELD, OTHER):
        assert {tier for tier, _ in tiers_of(reader, "leader")} == {"look"}
        released_by_front(home, code)
    assert {tier for tier, _ in tiers_of(reader, "leader")} == {"evidence"}


def test_nobody_else_learns_which_files_came_for_a_held_wave(home: Settings) -> None:
    released_by_front(home, OTHER)
    [path] = home.builds_dir.glob("*.duckdb")
    reader_of.cache_clear()  # its connection holds the file
    signer, previous = signer_of(home), START
    with changed(path) as connection:
        loads = connection.sql("select distinct file_sha256 from dq_loads order by 1")
        held, shown, *_ = (str(sha) for (sha,) in loads.fetchall())
    with sqlite3.connect(home.state_path) as connection:
        for n, (sha, wave) in enumerate(((held, HELD), (shown, OTHER)), start=1):
            parts = (Part("answer", wave, 5, "d"),)
            batch = Batch(n, previous, sha, signer.key_id, "", parts)
            row = (n, batch.body(), signer.sign(batch.body()))
            connection.execute("insert into wave_batch values (?, ?, ?)", row)
            previous = digest_of(batch.body())
    text = "select file_sha256 from dq_loads"
    reader = Reader(home, {"files": Query("files", "load", text)})
    for role in ("committee", "steward", "front"):
        rows = reader.run("files", scope_of(reader, role)).rows
        found = {row["file_sha256"] for row in rows}
        assert (held in found) == (role == "front")
        assert shown in found
