"""Which wave a change is measured from: the last one the reader may read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.rows.context import Wave
from dashboard.waves.results import wave_result
from warehouse.rules.frames import shipped_frame
from warehouse.settings import Settings

CODES = {"W1": date(2026, 1, 5), "W2": date(2026, 3, 1), "W3": date(2026, 9, 1)}
WAVES = {
    code: Wave(code, "independent", "front", "paper", day, day, None, "q")
    for code, day in CODES.items()
}


@pytest.mark.parametrize(
    ("readable", "since"),
    [(["W1", "W2", "W3"], "W2"), (["W1", "W3"], "W1"), (["W3"], None)],
)
def test_a_wave_that_waits_is_not_the_one_before(
    tmp_path: Path, readable: list[str], since: str | None
) -> None:
    def ask(name: str, **_: Any) -> Any:
        rows: list[dict[str, Any]] = []
        if name == "wave_items":
            rows = [{"wave_code": code, "item_code": "overall"} for code in readable]
        elif name == "thresholds":
            found = shipped_frame("thresholds").to_dict("records")
            rows = [{str(key): value for key, value in row.items()} for row in found]
        return SimpleNamespace(rows=rows)

    settings = Settings(home=tmp_path)
    result = wave_result(ask, settings, "W3", "overall", waves=WAVES, units={})
    assert result.since == since
