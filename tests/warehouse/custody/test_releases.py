"""Until the Front releases a wave of its own, nobody else reads anything of it."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dashboard.small.warehouse import changed, key, write_build
from tests.warehouse.custody.front_desk import FRONT, released_by_front, signer_of
from tests.warehouse.roles import scope_of
from warehouse import audit
from warehouse.builds.pointer import point_to, read_pointer
from warehouse.custody.batches import START, Batch
from warehouse.custody.front_waves import front_waves, held_waves, release
from warehouse.custody.owners import Listed, record_owners
from warehouse.custody.releases import forged_statements, released_waves
from warehouse.custody.signed_rows import Part, digest_of
from warehouse.errors import (
    AccountError,
    CustodyError,
    NothingPublishedError,
    ThanThienError,
)
from warehouse.hiding.rule import SmallNumbers
from warehouse.people.account_rows import Identity
from warehouse.queries import QUERIES
from warehouse.queries.query import Query
from warehouse.queries.relations import RELATIONS
from warehouse.read import Reader, reader_of
from warehouse.rights import RIGHTS
from warehouse.scope import ROLES
from warehouse.settings import Settings

REPO = Path(__file__).parents[3]
HELD, OTHER = "DL-2026-Q3", "DL-2026-Q1"
VALUES = {
    "map": ("today", "then"),
    "unit_key": (key("91"), key("91001")),
    "item_code": ("overall",),
    "period": ("2026-Q3", "2026-Q1"),
    "before_wave": ("B2024", HELD),
    "after_wave": ("A2026", HELD),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build with two independent waves and one of supervision."""
    folder = tmp_path_factory.mktemp("built")
    path = write_build(folder)
    with changed(path) as connection:
        for code, stream, day in (
            (HELD, "independent", "2026-09-01"),
            (OTHER, "independent", "2026-03-01"),
            ("GS-2026", "supervision", "2026-06-01"),
            ("SAU-2026", "after", "2026-05-01"),
        ):
            connection.sql(
                f"""
                delete from dim_waves where wave_code = '{code}';
                insert into dim_waves by name
                select
                    '{code}' as wave_code, '{stream}' as stream, 'front' as owner,
                    date '{day}' as opened_on, date '{day}' as closed_on,
                    'hai_long_2024' as instrument;
                insert into agg_answer_levels by name
                select * replace ('{code}' as wave_code, '{stream}' as stream)
                from agg_answer_levels
                where wave_code = 'A2026';
                insert into stat_before_after by name
                select * replace ('{code}' as after_wave)
                from stat_before_after
                where after_wave = 'A2026';
                insert into dq_flags by name
                select '{code}' as wave_code, 'item_unknown' as rule, unit_key,
                    30 as count, 300 as denominator, 'wrong' as severity
                from dq_flags
                where rule = 'officer_missing';
                insert into dq_restatements by name
                select * replace (
                    'share_after' as figure, 'B2024/{code}/overall' as period
                )
                from dq_restatements
                where figure = 'n_late_strict';
                """
            )
        connection.sql(
            """
            insert into stat_independent_gaps by name
            select * replace ('2026-Q1' as period) from stat_independent_gaps
            """
        )
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def answers(settings: Settings, role: str) -> dict[Any, Any]:
    """Everything a role can learn by the queries that hold waves."""
    reader = Reader(settings)
    scope = scope_of(reader, role)
    found = {}
    for name, query in QUERIES.items():
        known = query.params.keys() <= VALUES.keys()
        if (role, query.subject) in RIGHTS and known and name != "waves":
            for values in product(*(VALUES[param] for param in query.params)):
                params = dict(zip(query.params, values, strict=True))
                rows = reader.run(name, scope, **params).rows
                found[name, values] = sorted(map(repr, rows))
    return found


def without_the_wave(settings: Settings) -> None:
    """Changes the held wave's rows out of all recognition.

    Small stays small: the pattern of hidden units is one for all who read.
    """
    [path] = settings.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            f"""
            update agg_answer_levels set n_answers = 77 where wave_code = '{HELD}';
            delete from stat_before_after where after_wave = '{HELD}';
            delete from dq_flags where wave_code = '{HELD}';
            delete from dq_restatements where period = 'B2024/{HELD}/overall';
            update stat_independent_gaps
            set
                n_independent = if(n_independent < 5, 2, 7), share_service = 0.1
            where period = '2026-Q3';
            """
        )


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


@pytest.mark.parametrize("role", ["committee", "leader"])
def test_a_released_wave_is_read_at_the_next_question(
    home: Settings, role: str
) -> None:
    reader = Reader(home)
    scope = scope_of(reader, role)

    def periods() -> list[str]:
        return [row["period"] for row in reader.run("gap_periods", scope).rows]

    assert periods() == []
    released_by_front(home, OTHER)
    assert periods() == ["2026-Q1"]
    released_by_front(home, HELD)
    assert periods() == ["2026-Q3", "2026-Q1"]
    values = {"map": "today", "item_code": "overall", "period": "2026-Q3"}
    rows = reader.run("gaps_by_unit", scope, **values).rows
    assert {row["unit_key"] for row in rows} <= set(scope.unit_keys)
    assert rows


def test_only_the_front_releases_and_only_what_waits(home: Settings) -> None:
    for role in ROLES:
        if role != "front":
            someone = Identity("x", "x", role)
            with pytest.raises(AccountError):
                release(home, HELD, by=someone, signer=signer_of(home))
    with pytest.raises(AccountError):
        released_by_front(home, "A2026")
    assert released_waves(home) == ()


def test_a_release_is_recorded_or_does_not_happen(home: Settings) -> None:
    released_by_front(home, OTHER)
    [found] = audit.read_records(home, action="release")
    assert (found.actor, found.subject) == ("mattran", OTHER)
    home.audit_path.chmod(0o644)
    with pytest.raises(ThanThienError, match="may read it"):
        released_by_front(home, HELD)
    home.audit_path.chmod(0o600)
    assert released_waves(home) == (OTHER,)


def test_a_release_is_final(home: Settings) -> None:
    released_by_front(home, HELD)
    with sqlite3.connect(home.state_path) as connection:
        for statement in (
            "delete from wave_statement",
            "update wave_statement set body = 'x'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(statement)


def test_the_list_says_what_waits(home: Settings) -> None:
    assert sorted(held_waves(home)) == sorted([HELD, OTHER, "GS-2026", "SAU-2026"])
    released_by_front(home, HELD)
    waves = {wave.code: wave for wave in front_waves(home)}
    done = waves[HELD].release
    assert done is not None
    assert done.released_by == "mattran"
    assert waves[OTHER].release is None


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
        if found and relation.unless_held is None and name != "dim_waves":
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


def test_a_wave_that_is_not_as_signed_is_withheld_from_all(home: Settings) -> None:
    released_by_front(home, OTHER)
    released_by_front(home, HELD)
    before = {role: answers(home, role) for role in ("committee", "front")}
    point_to(home, replace(read_pointer(home), withheld=(HELD,)))
    for role in ("committee", "front"):
        text = str([*answers(home, role).values()])
        assert HELD not in text
        assert HELD in str([*before[role].values()])
        assert OTHER in text


def test_a_row_written_by_hand_releases_nothing(home: Settings) -> None:
    released_by_front(home, OTHER)
    with sqlite3.connect(home.state_path) as connection:
        [(body, signature)] = connection.execute(
            "select body, signature from wave_statement"
        ).fetchall()
        forged = body.replace(OTHER, HELD).replace(':1,"wave', ':2,"wave')
        connection.execute(
            "insert into wave_statement values (2, ?, ?)", (forged, signature)
        )
        own = signer_of(home).sign(forged)  # signed, yet in no record
        connection.execute("insert into wave_statement values (3, ?, ?)", (forged, own))
    assert released_waves(home) == (OTHER,)
    assert forged_statements(home) == [2, 3]


def test_another_key_releases_nothing(home: Settings, tmp_path: Path) -> None:
    signer_of(home)
    stranger = signer_of(Settings(home=tmp_path / "other"))
    with pytest.raises(CustodyError):
        release(home, HELD, by=FRONT, signer=stranger)
    assert released_waves(home) == ()


def test_other_figures_wait_for_a_new_edition(home: Settings) -> None:
    released_by_front(home, OTHER, HELD)
    before = answers(home, "committee")
    reader_of.cache_clear()  # its connection holds the file
    [path] = home.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            f"""
            update agg_answer_levels set n_answers = n_answers + 1
            where wave_code = '{HELD}'
            """
        )
    assert HELD not in str([*answers(home, "committee").values()])
    assert HELD in str([*answers(home, "front").values()])
    assert [w.code for w in front_waves(home) if w.is_changed] == [HELD]
    released_by_front(home, HELD)
    waves = {wave.code: wave for wave in front_waves(home)}
    done = waves[HELD].release
    assert done is not None
    assert done.edition == 2
    assert answers(home, "committee").keys() == before.keys()
    assert HELD in str([*answers(home, "committee").values()])


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
