"""Many people at once while new builds are published: no error, nobody turned away."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from benchmarks.crowd import told
from tests.dashboard.small.warehouse import write_build
from tests.security.crowds.crowd import (
    LEADER,
    N_BUILDS,
    Seen,
    build_name,
    come_together,
)
from tests.security.server import REPO, running
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

SECONDS = 45


def _crowd(home: Path, n_people: int) -> Seen:
    write_build(home, build_id=build_name(0))
    add_account(Settings(home=home), LEADER, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        return asyncio.run(come_together(server, n_people, SECONDS))


@pytest.mark.release
@pytest.mark.parametrize("n_people", [50, 200])
def test_many_people_and_three_new_builds(tmp_path: Path, n_people: int) -> None:
    seen = _crowd(tmp_path, n_people)
    text = told(n_people, seen)
    # Seen with `pytest -s`: the figures to write down.
    sys.stdout.write(f"{text}\n")
    assert seen.errors == [], text
    assert seen.turned_away == [], text
    assert seen.builds == {build_name(number) for number in range(N_BUILDS)}
