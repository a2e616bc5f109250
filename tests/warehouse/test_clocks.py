"""A clock that goes back, ahead, or through a day twice: told, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.loading.rebuild import rebuild_raw
from ingest.loading.sources import sources
from tests.set_clock import right_clock, shift_clock, stop_clock
from tests.warehouse.builds.small_builds import write_small
from tests.warehouse.doctor.doctor_home import case_file, load
from warehouse import audit
from warehouse.builds.open_published import open_published
from warehouse.builds.pointer import cards, point_to, read_pointer
from warehouse.builds.publish import publish
from warehouse.doctor.check_home import examine
from warehouse.errors import ThanThienError
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.people.lockout import MAX_FAILURES
from warehouse.people.sessions import find, open_session
from warehouse.people.sign_in import is_right_password
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.state_seal import seal_of
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.backup_manifest import backups_in
from warehouse.upkeep.backup_rounds import forget_old
from warehouse.upkeep.retention import apply_retention

PASSWORD = "mật khẩu thử nghiệm 1"
WRONG = [-1, -365, 365]
TOLD_AFTER = {-1: set(), -365: {"clock_ahead"}, 365: {"clock_back"}}
"""By the right clock the last record is of a day, of a year ago, or to come."""
ROWS = 'select * exclude (_file_sha256) from raw."case" order by all'
FILES = "select file_name, status, n_source_rows from raw.file order by all"
DAY = datetime(2026, 11, 5, 3, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("own_clock")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", lang="en", threads=1)
    settings.home.mkdir(mode=0o700)
    person = Identity("quan.tri", "x", "steward")
    add_account(
        settings, person, password=PASSWORD, must_change_password=False, actor="t"
    )
    return settings


def a_day(settings: Settings, number: int) -> None:
    """One day: a file that corrects a part of the last, a build, an act, a backup."""
    folder = settings.home.parent
    codes = range(number * 300, number * 300 + 500)
    load(settings, case_file(folder, f"{number}.csv", codes, f"0{number}/05/2024"))
    built = settings.builds_dir / "building" / "warehouse.duckdb"
    built.parent.mkdir(parents=True, exist_ok=True)
    write_small(built, number)
    publish(settings, built, is_full=True, why="first", project_sha256="")
    built.parent.rmdir()
    audit.record(settings, actor="t", action="export", subject=f"{number}")
    back_up(settings, folder / "backups")


def raw(settings: Settings) -> list[list[tuple[Any, ...]]]:
    with open_raw(settings) as connection:
        return [connection.execute(text).fetchall() for text in (ROWS, FILES)]


def number_of(settings: Settings) -> int:
    """What readers have now."""
    with open_published(settings).cursor() as cursor:
        [(number,)] = cursor.execute("select number from dim_build").fetchall()
    return int(number)


def codes(settings: Settings) -> set[str]:
    return {one.code for one in examine(settings)} - {"disk_short", "busy"}


def in_order(settings: Settings) -> None:
    """All stands in the order in which it was done, and is as it was done."""
    names = [f"{n}.csv" for n in (1, 2, 3)]
    assert [source.file_name for source in sources(settings)] == names
    assert sorted(card.sequence for card in cards(settings)) == [1, 2, 3]
    assert number_of(settings) == 3
    told = audit.read_records(settings, action="export")
    assert sorted((one.seq, one.subject) for one in told) == [
        (seq, f"{n}") for n, seq in enumerate(sorted(one.seq for one in told), start=1)
    ]
    assert audit.verify(settings).is_intact
    folder = settings.home.parent / "backups"
    kept = backups_in(folder)
    assert [manifest.number for _, manifest in kept] == [3, 2, 1]
    assert forget_old(folder) == []
    before = raw(settings)
    assert rebuild_raw(settings)
    assert raw(settings) == before


@pytest.fixture
def by_right_clock(tmp_path: Path) -> list[list[tuple[Any, ...]]]:
    settings = Settings(home=tmp_path / "right" / "home", lang="en", threads=1)
    settings.home.mkdir(parents=True, mode=0o700)
    for number in (1, 2, 3):
        a_day(settings, number)
    return raw(settings)


@pytest.mark.parametrize("days", WRONG)
def test_a_day_by_a_wrong_clock(
    home: Settings, by_right_clock: list[list[tuple[Any, ...]]], days: int
) -> None:
    a_day(home, 1)
    shift_clock(days)
    assert codes(home) == {"clock_back" if days < 0 else "clock_ahead"}
    a_day(home, 2)
    assert number_of(home) == 2
    right_clock()
    assert codes(home) == TOLD_AFTER[days]
    a_day(home, 3)
    in_order(home)
    assert raw(home) == by_right_clock


def test_a_clock_wrong_from_the_first_load_on_is_told(home: Settings) -> None:
    stop_clock(datetime(2020, 1, 1, tzinfo=UTC))
    home.audit_path.unlink()  # nothing was done by another clock
    seal_of(home.audit_path).unlink(missing_ok=True)
    a_day(home, 1)
    pointer = read_pointer(home)
    assert "clock_back" not in codes(home)
    point_to(home, replace(pointer, is_simulated=False))
    assert "clock_back" in codes(home)


def test_a_day_that_comes_twice(
    home: Settings, by_right_clock: list[list[tuple[Any, ...]]]
) -> None:
    """To the second: names made of a time are taken already."""
    stop_clock(DAY)
    a_day(home, 1)
    stop_clock(DAY.replace(hour=20))
    a_day(home, 2)
    stop_clock(DAY)
    a_day(home, 3)
    in_order(home)
    assert raw(home) == by_right_clock


@pytest.mark.parametrize("days", WRONG)
def test_a_wrong_clock_opens_no_session_and_locks_nobody_out(
    home: Settings, days: int
) -> None:
    token = open_session(home, "quan.tri", "127.0.0.1")
    assert find(home, token) is not None
    shift_clock(days)
    assert find(home, token) is None
    assert is_right_password(home, "quan.tri", PASSWORD)
    for _ in range(MAX_FAILURES):
        assert not is_right_password(home, "quan.tri", "x")
    assert not is_right_password(home, "quan.tri", PASSWORD)
    right_clock()
    assert is_right_password(home, "quan.tri", PASSWORD)


def test_a_clock_ahead_removes_nothing_unasked(home: Settings) -> None:
    a_day(home, 1)
    shift_clock(365)
    with pytest.raises(ThanThienError, match="clock"):
        apply_retention(home, actor="t")
