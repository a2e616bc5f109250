"""A daily build publishes exactly what a full build would, or is made in full."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builds.daily_files import day_rows
from tests.warehouse.builds.mart_digest import digests
from tests.warehouse.raw_rows import Row, write_raw
from tests.warehouse.tiny_province import (
    all_rows,
    household_answers,
    petitions,
    service_answers,
)
from warehouse.builds import daily
from warehouse.builds.build import BuildResult, build
from warehouse.builds.daily import forget_kept, kept_path, plan_build, write_stand_in
from warehouse.builds.pointer import read_pointer
from warehouse.builds.publish import build_lock, publish
from warehouse.settings import Settings

START = datetime(2026, 10, 2, 8)


def _load_day(settings: Settings, number: int, nth: int) -> None:
    """Loads the files of day `number` as the `nth` delivery."""
    write_raw(
        settings.raw_path,
        day_rows(number),
        file_name=f"day{number:02d}.csv",
        loaded_at=START + timedelta(hours=nth + 1),
    )


def _differences(first: BuildResult, second: BuildResult) -> list[str]:
    assert first.path is not None
    assert second.path is not None
    one, other = digests(first.path), digests(second.path)
    return sorted(k for k in one.keys() | other.keys() if one.get(k) != other.get(k))


def _full_beside(settings: Settings) -> BuildResult:
    """The full build of the same raw rows after the same published build."""
    copy = Settings(home=settings.home.with_name("full"))
    shutil.rmtree(copy.home, ignore_errors=True)
    shutil.copytree(settings.home, copy.home)
    return build(copy, full=True)


def _home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    write_raw(settings.raw_path, all_rows(), loaded_at=START)
    return settings


def test_days_give_the_marts_of_a_full_build_even_after_a_kill(tmp_path: Path) -> None:
    """Counts of a wave or month are taken over only where nothing of theirs moved."""
    settings = _home(tmp_path)
    write_raw(settings.raw_path, {"case": [_only_case_of_may()]}, file_name="may.csv")
    _load_day(settings, 0, 0)
    first = build(settings)
    assert (first.is_full, first.why) == (True, "first")
    for nth, number in enumerate((3, 1), start=1):
        _load_day(settings, number, nth)
    second = build(settings)
    assert second.failures == ()
    assert (second.is_full, second.why) == (False, "new_rows")
    for nth, number in enumerate((4, 2), start=3):
        _load_day(settings, number, nth)
    later = START + timedelta(hours=6)
    write_raw(
        settings.raw_path, _old_months_change(), file_name="old.csv", loaded_at=later
    )
    full = _full_beside(settings)
    _kill_in_the_middle(settings)
    assert read_pointer(settings).build_id == second.build_id
    third = build(settings)
    assert (third.is_full, third.why) == (False, "new_rows")
    assert (full.is_full, full.why) == (True, "asked")
    assert _differences(third, full) == []
    assert {
        "main.agg_answer_cells",
        "main.agg_index_months",
        "main.agg_officer_months",
    } <= set(_differences(third, second))
    pointer = read_pointer(settings)
    assert (pointer.is_full, pointer.why) == (False, "new_rows")


def _only_case_of_may() -> Row:
    case = day_rows(0)["case"][1] | {"case_code": "H-may", "status": "returned"}
    return case | {"finished_at": datetime(2026, 5, 6, 16)}


def _old_months_change() -> dict[str, list[Row]]:
    """A day that empties an old month and changes others."""
    of_january = {"ballot_id": "late", "answered_on": date(2026, 7, 2), "level": 1}
    return {
        # the only dossier that ended in May now ended in June
        "case": [
            _only_case_of_may()
            | {
                "finished_at": datetime(2026, 6, 3, 16),
                "extracted_on": date(2026, 9, 30),
            }
        ],
        # a late voice about a dossier of January; one of 2025 given again
        "answer": [
            *(row | of_january for row in service_answers()[15:18]),
            household_answers()[0] | {"level": 1},
        ],
        "petition": [petitions()[4] | {"resolved_on": date(2026, 5, 4)}],
    }


def _kill_in_the_middle(settings: Settings) -> None:
    """Starts a build as a process of its own and kills it while dbt works."""
    process = subprocess.Popen(
        [sys.executable, "-m", "thanthien", "build"],
        env={**os.environ, "THANTHIEN_HOME": str(settings.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    log = settings.builds_dir / "building" / "kept.duckdb.wal"
    until = time.monotonic() + 300
    while not log.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert log.exists()
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_thirty_days_in_any_order_give_the_marts_of_full_builds(
    tmp_path: Path, seed: int
) -> None:
    settings = _home(tmp_path)
    assert build(settings).is_published
    order = list(range(30))
    random.Random(seed).shuffle(order)
    faults = {}
    for nth, number in enumerate(order):
        _load_day(settings, number, nth)
        full = _full_beside(settings) if nth % 5 == 4 else None
        found = build(settings)
        assert not found.is_full, found
        if full:
            faults[nth] = _differences(found, full)
    assert faults == {nth: [] for nth in range(4, 30, 5)}


@pytest.mark.release
def test_a_rule_changed_by_the_day_itself_makes_a_full_build(tmp_path: Path) -> None:
    """A unit ends on 02/10/2026: an export of that day makes it history."""
    settings = _home(tmp_path)
    rows = all_rows()["unit"][0] | {"unit_code": "X9", "valid_to": date(2026, 10, 2)}
    write_raw(settings.raw_path, {"unit": [rows]}, file_name="unit.csv")
    assert build(settings).is_published
    case = day_rows(0)["case"][0] | {"extracted_on": date(2026, 10, 2)}
    later = START + timedelta(days=3)
    write_raw(
        settings.raw_path, {"case": [case]}, file_name="late.csv", loaded_at=later
    )
    full = _full_beside(settings)
    found = build(settings)
    assert (found.is_full, found.why) == (True, "not_green")
    assert _differences(found, full) == []


@pytest.fixture
def published(tmp_path: Path) -> Settings:
    """A home whose published build knows one file; nothing was computed."""
    settings = Settings(home=tmp_path)
    write_raw(settings.raw_path, {"case": []}, file_name="known.csv")
    settings.builds_dir.mkdir()
    built = settings.builds_dir / "built.duckdb"
    write_stand_in(built)
    with duckdb.connect(str(built)) as connection:
        connection.execute(f"attach '{settings.raw_path}' as store (read_only)")
        connection.execute(
            "insert into dq_loads select file_sha256, status, loaded_at"
            " from store.raw.file"
        )
        connection.execute(
            "create or replace table dim_build as select true as is_simulated,"
            " date '2026-10-01' as data_as_of, timestamp '2026-10-02' as"
            " raw_max_loaded_at"
        )
    with build_lock(settings):
        pointer = publish(
            settings,
            built,
            is_full=True,
            why="first",
            project_sha256=daily.project_sha256(settings),
        )
    kept_path(settings, pointer.build_id).touch()
    return settings


def _why(settings: Settings, *, is_full_asked: bool = False) -> str:
    plan = plan_build(settings, is_full_asked=is_full_asked)
    assert plan.is_full == (plan.why != "new_rows")
    assert (plan.published is None) == plan.is_full
    return plan.why


def test_new_cases_make_a_daily_build(published: Settings) -> None:
    write_raw(published.raw_path, day_rows(0), file_name="new.csv")
    assert _why(published) == "new_rows"


def test_a_full_build_can_be_asked_for(published: Settings) -> None:
    assert _why(published, is_full_asked=True) == "asked"


def test_without_a_working_file_the_build_is_full(published: Settings) -> None:
    forget_kept(published)
    assert _why(published) == "first"


def test_another_project_makes_a_full_build(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "project_sha256", lambda _: "another")
    assert _why(published) == "project_changed"


def test_a_rule_of_the_province_makes_a_full_build(published: Settings) -> None:
    published.rules_dir.mkdir()
    text = "threshold,value,source,valid_from\ntheta_min,0.9,QĐ 12,2026-01-01\n"
    (published.rules_dir / "thresholds.csv").write_text(text, encoding="utf-8")
    assert _why(published) == "project_changed"


def test_a_pointer_of_an_older_version_makes_a_full_build(published: Settings) -> None:
    facts = json.loads(published.pointer_path.read_text(encoding="utf-8"))
    for name in ("is_full", "why", "project_sha256"):
        del facts[name]
    published.pointer_path.write_text(json.dumps(facts), encoding="utf-8")
    assert read_pointer(published).is_full
    assert _why(published) == "project_changed"


@pytest.mark.parametrize("kind", ["unit", "procedure", "wave", "officer", "item"])
def test_a_new_list_makes_a_full_build(published: Settings, kind: str) -> None:
    rows = {kind: all_rows()[kind][:1]}
    write_raw(published.raw_path, rows, file_name="list.csv")
    assert _why(published) == "lists_changed"


@pytest.mark.parametrize(
    "change",
    [
        "delete from raw.file",
        "update raw.file set loaded_at = loaded_at + interval 1 second",
    ],
)
def test_an_earlier_file_loaded_again_makes_a_full_build(
    published: Settings, change: str
) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published.raw_path}' as store; use store")
        connection.execute(change)
    assert _why(published) == "files_changed"
