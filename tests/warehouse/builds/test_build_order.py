"""The order in which files and rows arrive changes no mart."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.raw_rows import Row, write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.build import build
from warehouse.settings import Settings

pytestmark = pytest.mark.xdist_group("build")

# These tell of the loading itself.
ABOUT_LOADING = {"dim_build", "dq_loads", "dq_restatements"}


def test_files_in_another_order_give_the_same_marts(tmp_path: Path) -> None:
    parts = _in_parts(all_rows())
    forth = _marts(tmp_path / "forth", parts)
    back = _marts(
        tmp_path / "back", [{k: v[::-1] for k, v in p.items()} for p in parts[::-1]]
    )
    assert forth.keys() == back.keys()
    assert [name for name in forth if forth[name] != back[name]] == []


def _in_parts(rows: dict[str, list[Row]]) -> list[dict[str, list[Row]]]:
    """Three files; versions of one case end up in different ones."""
    return [{kind: some[i::3] for kind, some in rows.items()} for i in range(3)]


def _marts(
    home: Path, files: list[dict[str, list[Row]]]
) -> dict[str, list[tuple[object, ...]]]:
    settings = Settings(home=home)
    start = datetime(2026, 10, 2, 8)
    for number, rows in enumerate(files):
        loaded_at = start + timedelta(hours=number)
        name = f"{number}.csv"
        write_raw(settings.raw_path, rows, file_name=name, loaded_at=loaded_at)
    result = build(settings)
    assert result.failures == ()
    connection = duckdb.connect(str(result.path), read_only=True)
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main'"
    ).fetchall()
    return {
        name: connection.execute(
            f'select count(*), sum(hash("{name}")::hugeint) from main."{name}"'
        ).fetchall()
        for (name,) in names
        if name not in ABOUT_LOADING
    }
