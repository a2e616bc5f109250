"""What names a thing is said once: no test of staging asks for less than the kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse.raw.kinds import KINDS

STAGING = Path(__file__).parents[2] / "dbt_project" / "models" / "staging"
LATEST = re.compile(r"latest_statement\('(\w+)'\)")


def _models() -> dict[str, str]:
    """Model that keeps the latest statement of each thing → kind."""
    found = {}
    for path in STAGING.rglob("*.sql"):
        if match := LATEST.search(path.read_text(encoding="utf-8")):
            found[path.stem] = match[1]
    return found


def _tested() -> dict[str, str]:
    """Model → the columns of its key, as one text."""
    found = {}
    for path in STAGING.rglob("*.yml"):
        told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for model in told.get("models", []):
            for test in model.get("data_tests", []):
                if isinstance(test, dict) and "unique_key" in test:
                    columns = test["unique_key"]["arguments"]["columns"]
                    found[model["name"]] = " ".join(columns)
    return found


@pytest.mark.parametrize(("model", "kind"), sorted(_models().items()))
def test_a_key_is_tested_as_the_kind_has_it(model: str, kind: str) -> None:
    """Fewer columns are red where two things share them, and stop the province."""
    columns = {column.name for column in KINDS[kind].columns}
    words = {
        name: columns & set(re.findall(r"\w+", text))
        for name, text in (
            ("kind", " ".join(KINDS[kind].key)),
            ("test", _tested()[model]),
        )
    }
    assert words["test"] == words["kind"]
