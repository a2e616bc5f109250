"""How many units are looked at together tells of none that is hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.small.warehouse import changed, key, write_build
from tests.warehouse.roles import scope_of
from warehouse.read import Reader
from warehouse.settings import Settings

# Query, its table and what it is asked of.
ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "gaps_by_unit": (
        "stat_independent_gaps",
        {"map": "today", "item_code": "overall", "period": "2026-Q3"},
    ),
    "change_by_unit": (
        "stat_before_after",
        {
            **{"map": "today", "item_code": "overall"},
            **{"before_wave": "B2024", "after_wave": "A2026"},
        },
    ),
}
FEW = {"gaps_by_unit": "n_independent < 30", "change_by_unit": "n_after < 30"}
COUNTS = {"gaps_by_unit": "n_service", "change_by_unit": "n_after"}


@pytest.mark.parametrize("query", ASKED)
def test_a_hidden_unit_is_not_among_those_counted(tmp_path: Path, query: str) -> None:
    table, params = ASKED[query]
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            f"update {table} set {COUNTS[query]} = 3, n_looks = 0"
            f" where unit_key = '{key('91001')}'"
        )
        connection.sql(f"update {table} set n_looks = 0 where {FEW[query]}")
    reader = Reader(Settings(home=tmp_path))
    rows = reader.run(query, scope_of(reader, "front"), **params).rows
    communes = [row for row in rows if row["unit_level"] == "commune"]
    hidden = [row for row in communes if row["state"] == "suppressed"]
    assert len(hidden) > 1
    assert {row["n_looks"] for row in hidden} == {None}
    looked_at = [row for row in communes if row["n_looks"]]
    assert {row["n_looks"] for row in looked_at} <= {len(looked_at)}
    leader: dict[str, Any] = {"unit_code": "91001"}
    own = reader.scope_of_account(user_id="u", role="leader", **leader)
    for row in reader.run(query, own, **params).rows:
        assert row["n_looks"] in (None, 0, len(looked_at), 1)
