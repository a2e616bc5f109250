"""Every reference case of the unit methods, at the tolerance the case names."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.reference_units import METHODS

SHARED = Path(os.environ.get("THANTHIEN_SHARED", Path(__file__).parents[4] / "shared"))
CASES = sorted(
    path
    for path in SHARED.glob("reference/cases/*.json")
    if path.name.split("__")[0] in METHODS
)

pytestmark = pytest.mark.skipif(not CASES, reason="the shared reference pack is absent")


def differences(got: Any, want: Any, rtol: float, atol: float, at: str) -> list[str]:
    """Where `got` departs from `want`, by the rule of the reference pack."""
    if want is None:
        undefined = got is None or (isinstance(got, float) and math.isnan(got))
        return [] if undefined else [f"{at}: {got!r} should be undefined"]
    if isinstance(want, dict):
        return [
            line
            for key, value in want.items()
            for line in differences(got[key], value, rtol, atol, f"{at}.{key}")
        ]
    if isinstance(want, list):
        if len(got) != len(want):
            return [f"{at}: {len(got)} values, {len(want)} expected"]
        return [
            line
            for i, value in enumerate(want)
            for line in differences(got[i], value, rtol, atol, f"{at}[{i}]")
        ]
    if isinstance(want, (bool, str)):
        return [] if got == want else [f"{at}: {got!r} != {want!r}"]
    if got is None or not abs(got - want) <= atol + rtol * abs(want):
        return [f"{at}: {got!r} != {want!r}"]
    return []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_reference_case(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    got = METHODS[case["method"]](case["inputs"])
    wrong = differences(got, case["expected"], case["rtol"], case["atol"], "")
    assert not wrong, "\n".join(wrong[:8])
