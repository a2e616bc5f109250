"""A few days with a crash and a wrong clock hold at every run; a year for a release."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.measures import Day
from tests.soak.pages import page

REPO = Path(__file__).parents[2]


def _live(*options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", *options],
        cwd=REPO,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_few_days_hold() -> None:
    assert "2 days, 0 wrong" in _live("--tiny", "--days", "2", "--views", "0")


@pytest.mark.release
def test_a_year_holds() -> None:
    assert "365 days, 0 wrong" in _live()


def test_the_page_tells_what_was_wrong_and_whether_its_end_was_looked_at() -> None:
    days = [Day(0, wrong=["backup: 7"], killed=["build"]), Day(1)]
    text = page(days, None, 7)
    assert "day 0: backup: 7" in text
    assert "| kills | 1 |" in text
    assert "in the end | not looked at |" in text
    assert "in the end | 0 |" in page(days, [], 7)
