"""Signs of interviewers by the rules of the day of their wave."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from benchmarks.invented_ballots import wave
from warehouse.rules.frames import shipped_frame
from warehouse.statistics.frames.interviewer_signs import RULES, interviewer_signs

EXCESS = "interviewer_excess_min"


ALARM = "interviewer_false_alarm"
# no sign is as sure, and none stands as far above the others
STRICT = {EXCESS: 0.95, ALARM: 1e-300}


def thresholds(rule: str = EXCESS) -> pd.DataFrame:
    """From October 2026 on a sign counts only where it is far beyond all others."""
    shipped = shipped_frame("thresholds")
    is_rule = shipped["threshold"] == rule
    later = shipped[is_rule].assign(value=STRICT[rule], first_day=date(2026, 10, 1))
    shipped.loc[is_rule, "last_day"] = pd.Timestamp(2026, 9, 30)
    frame = pd.concat([shipped, later], ignore_index=True)
    days = ["first_day", "last_day"]
    return frame.astype(dict.fromkeys(days, "datetime64[s]"))


@pytest.mark.parametrize("rule", STRICT)
@pytest.mark.parametrize(
    ("opened", "is_named"),
    [(date(2026, 9, 1), True), (date(2026, 10, 1), False), (None, False)],
)
def test_a_wave_is_judged_by_the_rule_of_its_first_day(
    opened: date | None, is_named: bool, rule: str
) -> None:
    signs = wave(np.random.default_rng(5), "straight", 0.7)
    waves = pd.DataFrame({"wave_code": ["W"], "opened_on": [opened]})
    found = interviewer_signs(signs=signs, waves=waves, thresholds=thresholds(rule))
    named = set(found[found["needs_check"]]["interviewer_code"])
    assert ("I00" in named) is is_named
    assert named <= {"I00"}


def test_every_rule_of_signs_is_tried() -> None:
    assert set(STRICT) == set(RULES)


def test_a_wave_that_no_list_names_has_the_rule_that_holds_for_good() -> None:
    signs = wave(np.random.default_rng(5), "straight", 0.7)
    waves = pd.DataFrame({"wave_code": ["other"], "opened_on": [date(2026, 1, 1)]})
    found = interviewer_signs(signs=signs, waves=waves, thresholds=thresholds())
    assert not found["needs_check"].any()
