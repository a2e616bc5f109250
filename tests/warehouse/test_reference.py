"""Every case of the reference pack, at the tolerance the case names."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.reference_methods import METHODS

BESIDE = Path(__file__).resolve().parents[3] / "shared"
PACK = Path(os.environ.get("THANTHIEN_SHARED", BESIDE)) / "reference"
CASES = sorted(PACK.glob("cases/*.json"))
needs_pack = pytest.mark.skipif(
    not CASES, reason="the reference pack is absent: set THANTHIEN_SHARED"
)


def faults(got: Any, want: Any, rtol: float, atol: float, at: str = "") -> list[str]:
    """Where a result departs from the expected one."""
    if isinstance(want, dict):
        return [
            fault
            for key, value in want.items()
            for fault in faults(got[key], value, rtol, atol, f"{at}.{key}")
        ]
    if isinstance(want, list):
        if len(got) != len(want):
            return [f"{at}: {len(got)} values instead of {len(want)}"]
        pairs = enumerate(zip(got, want, strict=True))
        return [
            fault
            for i, (g, w) in pairs
            for fault in faults(g, w, rtol, atol, f"{at}[{i}]")
        ]
    if want is None:
        undefined = got is None or (isinstance(got, float) and math.isnan(got))
        return [] if undefined else [f"{at}: {got!r} instead of undefined"]
    if isinstance(want, (bool, str)) or got is None:
        return [] if got == want else [f"{at}: {got!r} instead of {want!r}"]
    close = abs(got - want) <= atol + rtol * abs(want)
    return [] if close else [f"{at}: {got!r} instead of {want!r}"]


@needs_pack
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    got = METHODS[case["method"]](case["inputs"])
    assert faults(got, case["expected"], case["rtol"], case["atol"]) == []


@needs_pack
def test_the_pack_names_the_same_methods() -> None:
    table = (PACK / "README.md").read_text(encoding="utf-8").split("## Methods")[1]
    named = set(re.findall(r"^\| ([a-z0-9_]+) \| \d", table, flags=re.MULTILINE))
    assert named == set(METHODS)
    assert named == {path.name.split("__")[0] for path in CASES}


def test_methods_load_by_file_path() -> None:
    path = Path(__file__).with_name("reference_methods.py")
    spec = importlib.util.spec_from_file_location("by_path", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert sorted(module.METHODS) == sorted(METHODS)


@pytest.mark.parametrize(
    ("got", "want"),
    [(0.0, None), (1.0, 1.1), (None, 1.0), ([1.0], [1.0, 2.0]), (True, False)],
)
def test_a_departure_is_seen(got: Any, want: Any) -> None:
    assert faults(got, want, 1e-9, 1e-12)
