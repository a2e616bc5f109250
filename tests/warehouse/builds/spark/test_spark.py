"""What surrounds a build on Spark; none of this needs Java or pyspark."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import thanthien
from tests.warehouse.builds.small_builds import publish_one
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.daily import plan_build
from warehouse.builds.pointer import point_to, read_pointer
from warehouse.builds.spark import session
from warehouse.builds.spark.copy_marts import ALSO_READ, take_back
from warehouse.builds.spark.raw_parquet import (
    forget_raw_parquet,
    raw_parquet_dir,
    write_raw_parquet,
)
from warehouse.errors import BuildError, ExitCode
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "home")
    write_raw(made.raw_path, all_rows())
    return made


@pytest.fixture
def _all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _name: object())
    monkeypatch.setattr(session, "_java", lambda: "/usr/bin/java")


@pytest.mark.usefixtures("_all_there")
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _name: None)
    with pytest.raises(BuildError, match=r"pyspark.*make setup-spark"):
        session.require_spark("local")


@pytest.mark.usefixtures("_all_there")
def test_missing_java_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_java", lambda: None)
    with pytest.raises(BuildError, match=r"java.*Java 17.*make setup-spark"):
        session.require_spark("local")


def test_java_is_looked_for_where_its_home_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert session._java() is None
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.touch(mode=0o755)
    assert session._java() == str(java)


@pytest.mark.usefixtures("_all_there")
def test_a_master_that_does_not_answer_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # bound, but nobody listens
        with pytest.raises(BuildError, match="the master must answer"):
            session.require_spark(f"spark://127.0.0.1:{port}")


@pytest.mark.usefixtures("_all_there")
@pytest.mark.parametrize("master", ["yarn", "spark://", "spark://h:port", "h:7077"])
def test_a_master_is_an_address(master: str) -> None:
    with pytest.raises(BuildError, match="a master is local"):
        session.require_spark(master)


@pytest.mark.usefixtures("_all_there")
@pytest.mark.parametrize("master", ["local", "local[2]"])
def test_this_machine_needs_no_address(master: str) -> None:
    session.require_spark(master)


def test_only_spark_has_a_master() -> None:
    answer = CliRunner().invoke(thanthien.app, ["build", "--master", "local"])
    assert answer.exit_code == ExitCode.BAD_REQUEST or answer.exception is not None
    assert "--engine spark" in str(answer.exception)


def _rows(settings: Settings, kind: str) -> int:
    files = raw_parquet_dir(settings) / kind / "**" / "*.parquet"
    with duckdb.connect() as connection:
        sql = f"select count(*) from '{files}'"
        [(n,)] = connection.execute(sql).fetchall()
    return int(n)


def test_only_new_files_go_out(settings: Settings) -> None:
    n_cases = len(all_rows()["case"])
    assert write_raw_parquet(settings) >= 1
    assert _rows(settings, "case") == n_cases
    first = {p: p.stat().st_mtime_ns for p in _parts(settings, "case")}
    assert write_raw_parquet(settings) == 0
    later = {**all_rows()["case"][0], "case_code": "NEW-1"}
    write_raw(settings.raw_path, {"case": [later]}, file_name="later.csv")
    assert write_raw_parquet(settings) == 1
    assert _rows(settings, "case") == n_cases + 1
    after = {p: p.stat().st_mtime_ns for p in _parts(settings, "case")}
    assert first.items() <= after.items()


def _parts(settings: Settings, kind: str) -> list[Path]:
    return sorted((raw_parquet_dir(settings) / kind).rglob("*.parquet"))


def test_large_kinds_lie_by_month(settings: Settings) -> None:
    write_raw_parquet(settings)
    months = {path.parent.name for path in _parts(settings, "case")}
    assert {"month=unknown"} < months
    provinces = {path.parents[1].name for path in _parts(settings, "case")}
    assert provinces == {"province=one"}
    # a small kind may have a month of its own
    assert {p.parent.name for p in _parts(settings, "monthly_report")} == {
        "monthly_report"
    }
    large = [kind for kind in KINDS.values() if kind.is_large]
    names = {column.name for kind in large for column in kind.columns}
    assert names & {"province", "month"} == set()


def test_what_raw_forgets_the_copy_forgets(settings: Settings) -> None:
    write_raw(
        settings.raw_path,
        {"case": [{**all_rows()["case"][0], "case_code": "GONE-1"}]},
        file_name="gone.csv",
    )
    write_raw_parquet(settings)
    n_before = _rows(settings, "case")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as store")
        [(sha,)] = connection.execute(
            "select _file_sha256 from store.raw.case where case_code = 'GONE-1'"
        ).fetchall()
        for table, column in (("case", "_file_sha256"), ("file", "file_sha256")):
            connection.execute(
                f'delete from store.raw."{table}" where {column} = ?', [sha]
            )
    write_raw_parquet(settings)
    assert _rows(settings, "case") == n_before - 1
    forget_raw_parquet(settings)
    assert not raw_parquet_dir(settings).exists()


def test_a_copy_cut_short_is_written_anew(settings: Settings) -> None:
    n_files = write_raw_parquet(settings)
    (raw_parquet_dir(settings) / "written.json").unlink()
    assert write_raw_parquet(settings) == n_files
    assert _rows(settings, "case") == len(all_rows()["case"])


def test_only_its_owner_enters_the_copy(settings: Settings) -> None:
    write_raw_parquet(settings)
    assert raw_parquet_dir(settings).stat().st_mode & 0o077 == 0


def test_a_daily_build_never_starts_from_another_engine(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_one(settings, 1, monkeypatch)
    pointer = read_pointer(settings)
    assert pointer.engine == "duckdb"
    point_to(settings, replace(pointer, engine="spark"))
    plan = plan_build(settings, is_full_asked=False)
    assert (plan.is_full, plan.why) == (True, "other_engine")


def test_marts_come_back_into_a_new_file(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    for schema, name in (("main.db", "agg_x"), ("intermediate.db", ALSO_READ[0])):
        folder = tables / schema / name
        folder.mkdir(parents=True)
        part = folder / "part-0.parquet"
        duckdb.sql(f"copy (select 1 as n, 'a' as t) to '{part}' (format parquet)")
    database, scratch = tmp_path / "built.duckdb", tmp_path / "scratch.duckdb"
    take_back(tables, database, scratch)
    with duckdb.connect(str(database)) as connection:
        assert connection.sql("from agg_x").fetchall() == [(1, "a")]
    with duckdb.connect(str(scratch)) as connection:
        found = connection.sql(f"from intermediate.{ALSO_READ[0]}").fetchall()
    assert found == [(1, "a")]
