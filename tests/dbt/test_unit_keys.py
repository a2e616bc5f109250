"""A unit code never joins without a date: almost every code was used again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from warehouse.builds.transform import PROJECT_DIR, Outcome
from warehouse.queries import QUERIES
from warehouse.settings import Settings

# From `on` to the next clause; subqueries of a condition count with it.
_CONDITION = re.compile(
    r"\bon\b(.*?)(?=\b(?:left|inner|full|cross|anti) (?:outer )?join\b|\bwhere\b"
    r"|\bgroup by\b|\border by\b|\bqualify\b|\n\)|\Z)",
    re.DOTALL,
)
_CODE = re.compile(r"\b\w*unit_(?:code|reference)\b|\b(?:old|new|parent)_code\b")
_EQUAL = re.compile(r"([\w.]+)\s*=\s*([\w.]+)")
_DATED = re.compile(r"valid_from|last_day|effective_date|_from\b|\bday\b")
# The calendar of an office is named by the office's code and holds for all days.
_CALENDARS = {"calendar_code"}


def undated_joins(sql: str) -> Iterator[str]:
    """Conditions that compare two unit codes and no day."""
    for condition in _CONDITION.findall(sql):
        for left, right in _EQUAL.findall(condition):
            names = {left.rsplit(".", 1)[-1], right.rsplit(".", 1)[-1]}
            is_code = all(_CODE.fullmatch(name) for name in names)
            if is_code and not names & _CALENDARS and not _DATED.search(condition):
                yield " ".join(condition.split())
    for columns in re.findall(r"using\s*\(([^)]*)\)", sql):
        names = set(re.split(r"\s*,\s*", columns.strip()))
        if any(map(_CODE.fullmatch, names)) and not any(map(_DATED.search, names)):
            yield f"using ({columns})"


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 from a inner join b on a.unit_code = b.unit_code",
        "select 1 from a left join b on a.receiving_unit_code = b.unit_code\nwhere x",
        "select 1 from a join b using (unit_code, month)",
        "select 1 from a left join b on a.unit_code = b.unit_reference",
        "select 1 from a inner join b\n on\n a.day = b.day\n inner join c"
        " on a.parent_code = c.unit_code",
    ],
)
def test_an_undated_join_is_seen(sql: str) -> None:
    assert list(undated_joins(sql))


def test_no_model_joins_units_by_code_alone() -> None:
    found = {
        path.name: joins
        for path in sorted((PROJECT_DIR / "models").rglob("*.sql"))
        if (joins := list(undated_joins(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_no_query_joins_units_by_code() -> None:
    found = {
        name: joins
        for name, query in QUERIES.items()
        if (joins := list(undated_joins(query.sql)))
    }
    assert found == {}


def test_a_published_code_stands_beside_its_key(
    dbt_home: Settings, dbt_outcome: Outcome
) -> None:
    with duckdb.connect(str(dbt_home.home / "warehouse.duckdb"), read_only=True) as c:
        bare = c.execute(
            "select table_name from duckdb_columns()"
            " where schema_name = 'main' and not internal group by table_name"
            " having count(*) filter (where column_name like '%unit_code') >"
            " count(*) filter (where column_name like '%unit_key')"
        ).fetchall()
    assert bare == []
