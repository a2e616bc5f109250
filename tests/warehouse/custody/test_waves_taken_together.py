"""An effect over several waves waits until the Front has released each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.small.warehouse import changed, write_build
from tests.warehouse.roles import scope_of
from warehouse.read import Reader
from warehouse.settings import Settings


@pytest.mark.parametrize(
    ("role", "is_waiting", "n_rows"),
    [("committee", False, 1), ("committee", True, 0), ("front", True, 1)],
)
def test_one_wave_that_waits_holds_the_effect_back(
    tmp_path: Path, role: str, is_waiting: bool, n_rows: int
) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        if is_waiting:
            connection.execute(
                "insert into dim_waves values ('MID', 'after', 'front', 'paper',"
                " '2026-06-01', '2026-06-30', 500, 'hai_long_2024')"
            )
        [(waves,)] = connection.sql(
            "select waves from stat_staggered_effects"
        ).fetchall()
    assert "MID" in waves.split(";")
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run("staggered_effects", scope_of(reader, role)).rows
    assert len(rows) == n_rows
