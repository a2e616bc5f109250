"""A delivery is taken out as an act of its own, and loading it again undoes it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ingest.loading import withdraw as module
from ingest.loading.rebuild import rebuild_raw
from ingest.loading.sources import sources
from ingest.loading.withdraw import withdraw
from tests.warehouse.doctor.doctor_home import case_file, load
from warehouse import audit
from warehouse.builds.spark.raw_parquet import raw_parquet_dir, write_raw_parquet
from warehouse.doctor.check_home import examine
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", threads=1)
    settings.home.mkdir(mode=0o700)
    files = [
        case_file(tmp_path, "a.csv", range(0, 500)),
        case_file(tmp_path, "b.csv", range(400, 900)),
        case_file(tmp_path, "c.csv", range(850, 1000)),
    ]
    for path in files:
        load(settings, path)
    return settings


def ask(settings: Settings, text: str) -> list[tuple[Any, ...]]:
    with open_raw(settings) as connection:
        return connection.execute(text).fetchall()


def codes(settings: Settings) -> set[str]:
    return {code for (code,) in ask(settings, 'select case_code from raw."case"')}


CONTENT = 'select * exclude (_sheet, _line, _file_sha256) from raw."case" order by all'


def test_rows_go_and_what_others_said_too_stays(home: Settings) -> None:
    done = withdraw(home, "a.csv", actor="t", reason="wrong month")
    assert (done.n_rows, done.n_read_again) == (500, 2)
    assert codes(home) == {f"H{n}" for n in range(400, 1000)}
    assert examine(home) == []  # each account closes
    counts = ask(home, "select n_loaded, n_duplicate from raw.file_kind order by all")
    assert counts == [(100, 50), (500, 0)]
    [row] = ask(home, "select file_name, withdrawn_by, reason from raw.withdrawn")
    assert row == ("a.csv", "t", "wrong month")
    [record] = audit.read_records(home, action="withdrawn")
    assert record.detail == {"file": "a.csv", "reason": "wrong month"}


def test_the_copy_for_spark_goes_too(home: Settings) -> None:
    write_raw_parquet(home)
    withdraw(home, "a.csv", actor="t", reason="wrong month")
    assert not raw_parquet_dir(home).exists()


def test_loading_it_again_undoes_it(home: Settings, tmp_path: Path) -> None:
    before = ask(home, CONTENT)
    withdraw(home, "a.csv", actor="t", reason="x")
    load(home, tmp_path / "a.csv")
    assert ask(home, CONTENT) == before
    assert [s.is_withdrawn for s in sources(home)] == [False, False, False]


def test_it_is_named_once_or_not_at_all(home: Settings) -> None:
    for name in ("none.csv", "", "a"):
        with pytest.raises(ThanThienError):
            withdraw(home, name, actor="t", reason="x")
    assert len(codes(home)) == 1000


def test_without_the_source_of_another_file_nothing_goes(home: Settings) -> None:
    shutil.rmtree(home.home / "sources")
    with pytest.raises(ThanThienError, match="deliver that file again"):
        withdraw(home, "a.csv", actor="t", reason="x")
    assert len(codes(home)) == 1000


@pytest.mark.parametrize("point", ["rows_gone", "before_commit"])
def test_what_is_cut_short_changes_nothing(
    home: Settings, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    before = ask(home, CONTENT)

    def crash(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "crash_point", crash)
        with pytest.raises(KeyboardInterrupt):
            withdraw(home, "a.csv", actor="t", reason="x")
    assert ask(home, CONTENT) == before
    withdraw(home, "a.csv", actor="t", reason="x")
    assert len(codes(home)) == 600


def test_raw_made_anew_leaves_it_out(home: Settings) -> None:
    withdraw(home, "a.csv", actor="t", reason="x")
    before = ask(home, CONTENT)
    assert rebuild_raw(home)
    assert ask(home, CONTENT) == before


def test_kept_files_are_encrypted_and_their_owners_alone(home: Settings) -> None:
    kept = list((home.home / "sources").glob("*.age"))
    assert len(kept) == 3
    for path in kept:
        assert path.stat().st_mode & 0o777 == 0o400
        assert b"H1," not in path.read_bytes()
