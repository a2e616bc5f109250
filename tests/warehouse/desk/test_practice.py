"""A practice home: empty, its own, thrown away without a trace in the real one."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.desk import jobs
from warehouse.desk.jobs import Job, jobs_dir, write_job
from warehouse.desk.practice import (
    PRACTICE_DAYS,
    end_practice,
    practice_home,
    start_practice,
    started_on,
)
from warehouse.errors import BusyError
from warehouse.settings import Settings
from warehouse.upkeep.retention import apply_retention


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def test_it_is_each_accounts_own_and_recorded(settings: Settings) -> None:
    there = start_practice(settings, by="chi")
    assert start_practice(settings, by="chi") == there
    assert practice_home(settings, "binh").home != there.home
    assert started_on(there) is not None
    assert started_on(practice_home(settings, "binh")) is None
    assert not there.raw_path.exists()
    (there.home / "raw.duckdb").write_text("rows", encoding="utf-8")
    end_practice(settings, by="chi")
    assert list((settings.home / "practice").iterdir()) == []
    said = [(r.actor, r.action) for r in audit.read_records(settings)]
    assert said == [("chi", "practice_ended"), ("chi", "practice_started")]


def test_it_stays_while_something_is_at_work(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = start_practice(settings, by="chi")
    jobs_dir(there).mkdir()
    write_job(there, Job("20260101000000-00000000", "build", "", "chi", time.time()))
    with pytest.raises(BusyError, match="wait for it to end"):
        end_practice(settings, by="chi")
    monkeypatch.setattr(jobs, "START_SECONDS", -1)  # its process never came up
    end_practice(settings, by="chi")
    assert started_on(there) is None


def test_what_a_stop_left_goes_with_the_next(settings: Settings) -> None:
    there = start_practice(settings, by="chi")
    os.replace(there.home, there.home.with_name(f"{there.home.name}.00000000.gone"))
    assert started_on(there) is None
    start_practice(settings, by="chi")
    end_practice(settings, by="chi")
    assert list((settings.home / "practice").iterdir()) == []


def test_it_is_not_kept_for_long(settings: Settings) -> None:
    old = start_practice(settings, by="chi")
    new = start_practice(settings, by="binh")
    past = time.time() - (PRACTICE_DAYS + 1) * 24 * 3600
    os.utime(old.home / "practice.txt", (past, past))
    found = apply_retention(settings, actor="t", is_trial=True)
    assert [one.n_rows for one in found if one.what == "practice"] == [1]
    assert started_on(old) is not None
    apply_retention(settings, actor="t")
    assert started_on(old) is None
    assert started_on(new) is not None
    assert replace(settings, home=new.home) == new
