"""What was asked and never held, told only where a register of meetings speaks."""

from __future__ import annotations

from pathlib import Path

from tests.dashboard.small.warehouse import changed, key, write_build
from tests.warehouse.roles import scope_of
from warehouse.read import Reader
from warehouse.settings import Settings


def test_no_meeting_is_missing_where_no_register_speaks(tmp_path: Path) -> None:
    """October's register is there; nobody was asked for that of 2025 and it is not."""
    path = write_build(tmp_path)
    unit = key("91001")
    with changed(path) as connection:
        connection.execute(
            "delete from agg_unit_duties where month <> date '2026-10-01'"
        )
        connection.execute(
            "insert into agg_duty_months by name select * replace (date '2025-12-01'"
            " as month, 0.0 as n_meetings_held, 0.0 as n_meetings_kept)"
            " from agg_duty_months"
        )
    reader = Reader(Settings(home=tmp_path))
    scope = scope_of(reader, "committee")
    answer = reader.run(
        "unit_kept_duties", scope, map="today", unit_key=unit, period="12m"
    )
    found = {
        row["duty"]: (
            row["n_meetings_required"],
            row["n_meetings_covered"],
            row["n_meetings_missing"],
        )
        for row in answer.rows
    }
    assert found == {"reception": (8, 4, 1), "field_visit": (2, 1, 0)}
