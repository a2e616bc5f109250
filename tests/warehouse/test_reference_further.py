"""Every method against other programs on data of our own.

`further_cases.json` holds inputs drawn at random and what R 4.2.2 (packages survey
4.1, metafor 3.8, psych 2.2, lavaan 0.6, ordinal 2022.11, sandwich 3.0, clubSandwich
0.5, coin 1.4, Epi 2.47, lpSolve 5.6) makes of them; `call` names the function. The
staggered effects come from csdid 0.4.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.reference_methods import METHODS
from tests.warehouse.test_reference import faults

CASES = json.loads(
    Path(__file__).with_name("further_cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['method']}-{case['case']}" for case in CASES]
)
def test_another_program_agrees(case: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = METHODS[case["method"]](case["inputs"])
    assert faults(got, case["expected"], case["rtol"], case["atol"]) == []
