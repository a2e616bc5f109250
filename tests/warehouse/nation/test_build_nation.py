"""One national file and one for each province, the same figures in both.

Each province's own file is built from its rows alone; `test_gather` holds that these
are, row for row, what its home holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.nation.two_provinces import (
    ONE,
    OTHER,
    TwoProvinces,
    homes_in,
)
from warehouse.builds.pointer import newest_whole, read_pointer
from warehouse.errors import BuildError, ScopeError
from warehouse.nation import build_nation as building
from warehouse.nation.build_nation import build_nation
from warehouse.nation.carried_hiding import note_cells, noted_cells
from warehouse.nation.check_national import failures_in
from warehouse.nation.national_file import Member, is_of_provinces
from warehouse.nation.qualified import qualified
from warehouse.nation.status_nation import nation_status
from warehouse.queries.relations import RELATIONS
from warehouse.read import Reader
from warehouse.scope import Scope
from warehouse.settings import Settings

KEYS = {ONE: "79:P1@2021-01-01", OTHER: "01:P1@2021-01-01"}
NATION = "VN@2021-01-01"


@pytest.fixture
def copied(built: TwoProvinces, tmp_path: Path) -> TwoProvinces:
    """The same, to spoil."""
    folder = built.nation.home.parent
    shutil.copytree(folder, tmp_path / "made")
    return homes_in(tmp_path / "made")


@pytest.fixture
def files(built: TwoProvinces) -> Iterator[duckdb.DuckDBPyConnection]:
    """The national file in use, beside those of the provinces by their codes."""
    with duckdb.connect() as connection:
        for name, settings in (
            ("nation", built.nation),
            ("p_79", built.inside(ONE)),
            ("p_01", built.inside(OTHER)),
        ):
            path = _file(settings)
            connection.execute(f"attach '{path}' as {name} (read_only)")
        connection.execute("use nation")
        yield connection


def _file(settings: Settings) -> Path:
    return settings.builds_dir / newest_whole(settings).file


def _reader(provinces: TwoProvinces) -> tuple[Reader, Scope]:
    reader = Reader(provinces.nation)
    return reader, reader.scope_of_account(user_id="m", role="ministry")


def figures_of(files: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """Tables of the national file with figures of provinces, and their columns."""
    found: dict[str, dict[str, str]] = {}
    for table, column, type_ in files.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = 'nation' and schema_name = 'main'"
        " order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, {})[column] = type_
    return [
        (table, list(columns))
        for table, columns in found.items()
        if table in RELATIONS and is_of_provinces(table, columns)
    ]


def rows_beside(
    files: duckdb.DuckDBPyConnection, table: str, columns: list[str], code: str
) -> tuple[list[Any], list[Any]]:
    """Rows of a province as a whole in its own file, and in the national one."""
    there = f"p_{code}.main"
    named = ", ".join(qualified(name, code, f"{there}.dim_items") for name in columns)
    own = files.execute(
        f"select {named} from {there}.{table} where unit_key in (select unit_key"
        f" from {there}.dim_units where unit_level = 'province') order by all"
    ).fetchall()
    here = files.execute(
        f"select * from main.{table} where starts_with(unit_key, '{code}:')"
        " order by all"
    ).fetchall()
    return own, here


def test_each_provinces_rows_are_those_of_its_own_file(
    files: duckdb.DuckDBPyConnection,
) -> None:
    n_compared = 0
    for table, columns in figures_of(files):
        for code in KEYS:
            own, here = rows_beside(files, table, columns, code)
            assert here == own, table
            n_compared += len(own)
    assert n_compared > 500


def test_the_two_differ_although_all_their_codes_are_alike(
    files: duckdb.DuckDBPyConnection,
) -> None:
    counts = dict(
        files.execute(
            "select unit_key, sum(n_received) from agg_unit_months"
            " where map = 'today' group by 1"
        ).fetchall()
    )
    assert set(counts) == {*KEYS.values(), NATION}
    assert counts[KEYS[ONE]] > counts[KEYS[OTHER]] > 0
    assert counts[NATION] == counts[KEYS[ONE]] + counts[KEYS[OTHER]]


def test_no_code_of_one_province_stands_bare(
    files: duckdb.DuckDBPyConnection,
) -> None:
    """Nor does a dossier, a petition, a ballot, an officer or a commune at all."""
    texts = files.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'nation' and schema_name = 'main'"
        " and data_type = 'VARCHAR'"
    ).fetchall()
    codes = {
        f"p_{code}.main.{table}.{column}"
        for code in KEYS
        for table, column in (
            ("dim_units", "unit_code"), ("dim_units", "unit_key"),
            ("dim_units", "unit_name"), ("dim_waves", "wave_code"),
            ("dim_items", "instrument"), ("dim_officers", "officer_code"),
            ("fct_cases", "case_code"), ("fct_petitions", "petition_code"),
            ("fct_ballots", "ballot_id"),
        )
    }  # fmt: skip
    bare: set[str] = set()
    for place in codes:
        table, column = place.rsplit(".", 1)
        bare |= {
            str(v) for (v,) in files.execute(f"select {column} from {table}").fetchall()
        }
    bare -= {"Tỉnh Mô Phỏng", "Tỉnh Mô Phỏng Khác"}
    assert len(bare) > 100
    for table, column in texts:
        found = files.execute(
            f'select distinct "{column}" from main."{table}"'
        ).fetchall()
        assert not bare & {str(value) for (value,) in found}, (table, column)


def test_a_question_of_a_province_is_its_own(files: duckdb.DuckDBPyConnection) -> None:
    codes = {
        str(code)
        for (code,) in files.execute("select item_code from dim_items").fetchall()
    }
    assert "79:off_respect" in codes
    assert "01:off_respect" in codes
    assert "overall" in codes  # a criterion: the same for all


def test_the_ministry_sees_provinces_and_nothing_below(built: TwoProvinces) -> None:
    reader, scope = _reader(built)
    assert set(scope.unit_keys) == {NATION, *KEYS.values()}
    answer = reader.run("province_table", scope, map="today", period="12m")
    rows = {row["unit_key"]: row for row in answer.rows}
    assert set(rows) == set(KEYS.values())
    for code, key in KEYS.items():
        assert rows[key]["before_wave"] == f"{code}:W1"
        assert rows[key]["state"] == "shown"
        assert rows[key]["n_with_due"] > 0
    for name in ("case_list", "officer_tier_counts", "petition_ages", "loads"):
        with pytest.raises(ScopeError, match="may not read"):
            reader.run(name, scope)


def test_a_ministry_reads_nothing_in_a_provinces_home(built: TwoProvinces) -> None:
    reader = Reader(built.inside(ONE))
    scope = reader.scope_of_account(user_id="m", role="ministry")
    assert scope.unit_keys == ()
    assert reader.run("province_table", scope, map="today", period="12m").rows == []


def test_what_a_province_hides_the_nation_hides(copied: TwoProvinces) -> None:
    """Of one province a month: then the sum of all would give it away, too."""
    reader, scope = _reader(copied)

    def months(state: str) -> dict[str, set[date]]:
        return {
            key: {
                row["month"]
                for row in reader.run(
                    "unit_months", scope, map="today", unit_key=key
                ).rows
                if row["state"] == state
            }
            for key in (NATION, *KEYS.values())
        }

    month = max(set.intersection(*months("shown").values()))
    assert all(month not in hidden for hidden in months("suppressed").values())
    cells = {
        ("month", "today", "P1@2021-01-01", month),
        ("pair", "today", "P1@2021-01-01", "W1", "W2"),
        ("signed", "today", "P1@2021-01-01"),
    }
    note_cells(copied.inside(ONE), noted_cells(copied.inside(ONE)) | cells)
    shutil.rmtree(copied.nation.builds_dir)
    assert build_nation(copied.nation).is_published
    reader, scope = _reader(copied)
    hidden = months("suppressed")
    assert month in hidden[NATION]
    assert month in hidden[KEYS[ONE]]
    assert month not in hidden[KEYS[OTHER]]
    answer = reader.run("province_table", scope, map="today", period="12m")
    rows = {row["unit_key"]: row for row in answer.rows}
    told = ("n_before", "n_after", "share_diff", "verdict", "n_signed")
    assert [rows[KEYS[ONE]][name] for name in told] == [None] * len(told)
    assert rows[KEYS[OTHER]]["n_before"] > 0


def test_nothing_new_builds_nothing(built: TwoProvinces) -> None:
    before = read_pointer(built.nation).build_id
    result = build_nation(built.nation)
    assert (result.build_id, result.is_published) == (before, False)
    assert set(result.kept) == {ONE, OTHER}
    found = nation_status(built.nation)
    assert [p.state for p in found.provinces] == ["in", "in"]


def test_a_province_that_goes_wrong_stands_with_its_last_file(
    copied: TwoProvinces,
) -> None:
    home = copied.inside(ONE)
    home.raw_path.write_bytes(b"no store" * 1000)
    result = build_nation(copied.nation)
    assert set(result.faults) == {ONE}
    assert result.older == (ONE,)
    assert set(result.kept) == {OTHER}
    [one] = [p for p in nation_status(copied.nation).provinces if p.code == ONE]
    assert one.state == "damaged"
    _file(home).unlink()
    result = build_nation(copied.nation)
    assert (set(result.faults), result.older) == ({ONE}, ())
    assert result.is_published
    _, scope = _reader(copied)
    assert set(scope.unit_keys) == {NATION, KEYS[OTHER]}


def test_without_a_province_there_is_nothing_to_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="needs gathered provinces"):
        build_nation(Settings(home=tmp_path))


@pytest.mark.parametrize("moment", ["provinces_built", "composed"])
def test_a_stop_leaves_the_file_that_readers_have(
    copied: TwoProvinces, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    before = read_pointer(copied.nation)

    def stop(name: str) -> None:
        if name == moment:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(building, "crash_point", stop)
        patch.setattr(building, "published_members", lambda settings: {})
        with pytest.raises(KeyboardInterrupt):
            build_nation(copied.nation)
    assert read_pointer(copied.nation) == before
    reader, scope = _reader(copied)
    assert reader.run("province_table", scope, map="today", period="12m").rows
    assert build_nation(copied.nation).build_id == before.build_id


@pytest.mark.parametrize(
    "spoil",
    [
        "update agg_unit_months set n_received = n_received + 1"
        " where unit_level = 'nation'",
        "delete from agg_unit_months where unit_key = '79:P1@2021-01-01'",
        "insert into dim_waves select * from dim_waves limit 1",
        "update dim_units set unit_level = 'commune' where unit_code = '01:P1'",
        "update idx_decision_766 set unit_key = 'P1@2021-01-01'",
    ],
)
def test_a_wrong_national_file_is_known(
    built: TwoProvinces, tmp_path: Path, spoil: str
) -> None:
    path = tmp_path / "national.duckdb"
    shutil.copyfile(_file(built.nation), path)
    path.chmod(0o600)
    members = tuple(
        Member(code, _file(built.inside(code)), "b", ()) for code in (ONE, OTHER)
    )
    assert failures_in(path, members) == ()
    with duckdb.connect(str(path)) as connection:
        connection.execute(spoil)
    assert failures_in(path, members) != ()
