"""No kind of act is left out, and a few kills hold at every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kills.acts import ACTS

REPO = Path(__file__).parents[2]
KINDS = (
    "ingest upload correction build publish decision review note audit custody release"
    " backup restore withdraw mend"
)


def test_every_kind_of_act_is_killed() -> None:
    assert {act.kind for act in ACTS} >= set(KINDS.split())


def _kill(*options: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", *options],
        cwd=REPO,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_few_kills_hold() -> None:
    _kill("--only", "publish/", "--named", "3", "--random", "1", "-j", "1")


@pytest.mark.release
def test_all_kills_hold() -> None:
    _kill()
