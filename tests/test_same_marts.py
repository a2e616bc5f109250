"""What compares two engines tells a rounded sum from a wrong one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.same_marts import differences, rounded

ROWS = "values ('a', 1, 0.5::double), ('a', 1, 2e6), ('b', null, null)"


def _build(path: Path, rows: str, *, table: str = "agg_x") -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table {table} as from ({rows}) as t (k, n, share)")
    return path


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return _build(tmp_path / "one.duckdb", ROWS)


def test_the_same_rows_in_any_order_are_the_same(one: Path, tmp_path: Path) -> None:
    rows = "values ('b', null, null::double), ('a', 1, 2e6), ('a', 1, 0.5)"
    other = _build(tmp_path / "other.duckdb", rows)
    assert list(differences(one, other)) == []
    assert rounded(one, other) == {}


def test_the_last_digits_of_a_sum_are_told_but_no_difference(
    one: Path, tmp_path: Path
) -> None:
    rows = ROWS.replace("2e6", "2000001").replace("0.5", "0.5000000001")
    other = _build(tmp_path / "other.duckdb", rows)
    assert list(differences(one, other)) == []
    assert rounded(one, other) == {"agg_x": pytest.approx(5e-7, rel=1e-3)}


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("0.5", "0.50001"),
        ("0.5", "null"),
        ("null, null", "0, null"),
        ("null, null", "null, 0"),
        ("'b'", "'c'"),
        (", ('b', null, null)", ""),
    ],
)
def test_another_value_is_a_difference(
    one: Path, tmp_path: Path, was: str, is_: str
) -> None:
    rows = ROWS.replace(was, is_)
    other = _build(tmp_path / "other.duckdb", rows)
    assert [line.split(":")[0] for line in differences(one, other)] == ["agg_x"]


def test_another_type_or_table_is_a_difference(one: Path, tmp_path: Path) -> None:
    other = _build(tmp_path / "other.duckdb", ROWS.replace("1,", "1::bigint,"))
    assert len(list(differences(one, other))) == 1
    absent = _build(tmp_path / "absent.duckdb", ROWS, table="agg_y")
    assert len(list(differences(one, absent))) == 2
