"""What the committee reads of waves, before and after somebody wrote into a store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.dashboard.small.warehouse import key
from tests.warehouse.custody.held_home import OTHER
from tests.warehouse.roles import scope_of
from warehouse.builds.pointer import compare_again
from warehouse.read import reader_of
from warehouse.settings import Settings

WAVES = {"before_wave": "B2024", "after_wave": "A2026"}
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("waves", {}),
    ("gap_periods", {}),
    ("gaps_by_unit", {"map": "today", "item_code": "overall", "period": "2026-Q1"}),
    ("change_by_unit", {"map": "today", "item_code": "overall", **WAVES}),
    ("supervision_answers", {"wave_code": OTHER}),
    (
        "answer_levels",
        {"map": "then", "unit_key": key("91"), **WAVES},
    ),
)


def committee(settings: Settings) -> tuple[object, list[list[dict[str, Any]]]]:
    """What the committee reads of waves, and what the build says of itself."""
    reader_of.cache_clear()
    compare_again()
    reader = reader_of(settings)
    build, scope = reader.build(), scope_of(reader, "committee")
    rows = [reader.run(name, scope, **params).rows for name, params in ASKED]
    return (build.withheld, build.is_simulated, build.data_as_of), rows


def some_at_each_run(names: Iterable[str], every: int = 4) -> list[Any]:
    """One of so many at every run, all of them at a release."""
    return [
        name if n % every == 0 else pytest.param(name, marks=pytest.mark.release)
        for n, name in enumerate(names)
    ]
