"""Raw made anew from kept sources tells when each file came, not when it was mended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.loading.rebuild import rebuild_raw
from ingest.loading.sources import sources_dir
from tests.set_clock import right_clock, stop_clock
from tests.warehouse.doctor.doctor_home import case_file, load
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

FIRST = datetime(2026, 3, 5, 3, tzinfo=UTC)
SECOND = datetime(2026, 6, 7, 3, tzinfo=UTC)
MENDED = datetime(2026, 11, 9, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    yield
    right_clock()


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", lang="en", threads=1)
    settings.home.mkdir(mode=0o700)
    for number, day in enumerate((FIRST, SECOND)):
        stop_clock(day)
        codes = range(number * 300, number * 300 + 500)
        load(settings, case_file(tmp_path, f"{number}.csv", codes))
    return settings


def days(settings: Settings) -> list[tuple[Any, ...]]:
    text = (
        "select f.file_name, d.delivered_at from raw.delivery as d"
        " join raw.file as f using (file_sha256) order by all"
    )
    with open_raw(settings) as connection:
        return connection.execute(text).fetchall()


def test_files_keep_the_day_they_came(home: Settings) -> None:
    before = days(home)
    assert [at.date() for _, at in before] == [FIRST.date(), SECOND.date()]
    stop_clock(MENDED)
    assert rebuild_raw(home)
    assert days(home) == before


def test_a_file_kept_before_days_were_noted_gets_its_day_with_the_next_load(
    home: Settings, tmp_path: Path
) -> None:
    for path in sources_dir(home).glob("*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        del said["delivered_at"]
        path.chmod(0o600)
        path.write_text(json.dumps(said), encoding="utf-8")
    stop_clock(MENDED)
    load(home, case_file(tmp_path, "2.csv", range(900, 950)))
    before = days(home)
    assert rebuild_raw(home)
    assert days(home) == before
