"""Raw made anew from kept sources tells what it told before, and as of which day."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.loading import rebuild
from ingest.loading.load import load_files
from ingest.loading.rebuild import rebuild_raw
from ingest.loading.sources import sources_dir
from ingest.loading.withdraw import withdraw
from ingest.mapping.notices import Notice
from tests.set_clock import stop_clock
from tests.warehouse.doctor.doctor_home import case_file, load
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

FIRST = datetime(2026, 3, 5, 3, tzinfo=UTC)
SECOND = datetime(2026, 6, 7, 3, tzinfo=UTC)
THIRD = datetime(2026, 8, 7, 3, tzinfo=UTC)
MENDED = datetime(2026, 11, 9, 3, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("own_clock")


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


TOLD = {
    "notices": "select file_name, code, n_rows, noticed_at from raw.notice",
    "files": "select file_name, status, reason, loaded_at from raw.file",
    "withdrawn": "select file_name, withdrawn_by, withdrawn_at from raw.withdrawn",
}


def told(settings: Settings, name: str) -> list[tuple[Any, ...]]:
    with open_raw(settings) as connection:
        return connection.execute(f"{TOLD[name]} order by all").fetchall()


def test_what_was_noticed_refused_and_withdrawn_is_told_as_before(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(THIRD)
    gone = case_file(tmp_path, "gone.csv", range(2000, 2010))
    load(home, gone, case_file(tmp_path, "empty.csv", range(0)))
    withdraw(home, gone.name, actor="t", reason="Gửi nhầm")
    (tmp_path / "odd.csv").write_text("Không,ai,biết\n1,2,3\n", encoding="utf-8")
    passed_over = [Notice.of_file("passed_over", name="photo.jpg")]
    load_files([tmp_path / "odd.csv"], settings=home, passed_over=passed_over)
    with open_raw(home) as connection:
        text = "select file_sha256, loaded_at from raw.file where status = 'loaded'"
        published = dict(connection.execute(text).fetchall())
    before = {name: told(home, name) for name in TOLD}
    assert [len(rows) for rows in before.values()] == [2, 4, 1], before
    stop_clock(MENDED)
    monkeypatch.setattr(rebuild, "_published_files", lambda _: published)
    assert rebuild_raw(home)
    assert {name: told(home, name) for name in TOLD} == before
