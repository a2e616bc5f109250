"""No command is left out of the sweep, and a few combinations hold at every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.commands import all_commands, calls
from tests.faults.home import Made

REPO = Path(__file__).parents[2]


def test_the_sweep_calls_every_command(tmp_path: Path) -> None:
    (tmp_path / "backups" / "thanthien-1").mkdir(parents=True)
    assert sorted(calls(Made(tmp_path, "M1"))) == all_commands()


def _sweep(*options: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *options],
        cwd=REPO,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_few_combinations_hold() -> None:
    _sweep("--n", "2", "--only", "status/raw/")


@pytest.mark.release
def test_all_combinations_hold() -> None:
    _sweep()
