"""A backup is whole or is none, is its owner's alone, and comes back as it was."""

from __future__ import annotations

import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.dashboard.small.warehouse import write_build
from tests.warehouse.custody.front_desk import FRONT, signer_of
from warehouse import audit
from warehouse.builds.publish import build_lock
from warehouse.custody.figures_digest import NO_FIGURES
from warehouse.custody.releases import release_wave, released_waves
from warehouse.errors import BusyError, ThanThienError
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account, list_accounts
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.stores.keys import key_path
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.backup_manifest import MANIFEST, check
from warehouse.upkeep.restore import restore

REPO = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(home=tmp_path_factory.mktemp("made") / "home")
    settings.home.mkdir()
    write_build(settings.home)
    add_account(settings, FRONT, actor="t")
    release_wave(
        settings,
        "DL",
        by=FRONT,
        held=["DL"],
        signer=signer_of(settings),
        figures=NO_FIGURES,
        build_id="b",
    )
    with duckdb.connect(str(settings.raw_path)) as connection:
        connection.sql("create table answer as select range as level from range(9000)")
    return settings.home


@pytest.fixture
def home(made_once: Path, tmp_path: Path) -> Settings:
    shutil.copytree(made_once, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def test_what_is_restored_is_what_was_backed_up(home: Settings, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "backups")
    audit.record(home, actor="x", action="export")
    there = Settings(home=tmp_path / "there")
    there.home.mkdir()
    shutil.copy2(key_path(home), there.home / "secret.key")
    restore(there, made.folder)
    assert Reader(there).build().build_id == Reader(home).build().build_id
    assert [row.identity for row in list_accounts(there)] == [FRONT]
    assert released_waves(there) == ("DL",)
    check_of_record = audit.verify(there)
    assert check_of_record.is_intact
    assert check_of_record.n_records == audit.verify(home).n_records - 1
    with duckdb.connect(str(there.raw_path), read_only=True) as connection:
        assert connection.sql("select count(*) from answer").fetchall() == [(9000,)]


def test_only_its_owner_reads_it_and_the_secret_is_not_in_it(
    home: Settings, tmp_path: Path
) -> None:
    folder = back_up(home, tmp_path / "backups").folder
    for path in [folder.parent, folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    secret = key_path(home).read_bytes()
    for path in folder.rglob("*"):
        assert path.is_dir() or secret not in path.read_bytes()


@pytest.mark.parametrize("harm", ["flip", "cut", "remove", "manifest", "open"])
def test_a_damaged_backup_is_refused(home: Settings, tmp_path: Path, harm: str) -> None:
    folder = back_up(home, tmp_path / "backups").folder
    raw = folder / "raw.duckdb"
    if harm == "flip":
        content = bytearray(raw.read_bytes())
        content[len(content) // 2] ^= 1
        raw.write_bytes(content)
    elif harm == "cut":
        raw.write_bytes(raw.read_bytes()[:-1])
    elif harm == "remove":
        raw.unlink()
    elif harm == "manifest":
        (folder / MANIFEST).unlink()
    else:
        (folder / MANIFEST).chmod(0o644)
    there = Settings(home=tmp_path / "there")
    with pytest.raises(ThanThienError):
        restore(there, folder)
    assert not there.home.exists()


def test_a_manifest_cannot_name_a_file_elsewhere(
    home: Settings, tmp_path: Path
) -> None:
    folder = back_up(home, tmp_path / "backups").folder
    (folder / MANIFEST).write_text('{"../../home/raw.duckdb": "0"}')
    with pytest.raises(ThanThienError):
        check(folder)


def test_a_home_with_data_is_left_alone(home: Settings, tmp_path: Path) -> None:
    folder = back_up(home, tmp_path / "backups").folder
    add_account(home, Identity("other", "x", "committee"), actor="t")
    with pytest.raises(ThanThienError):
        restore(home, folder)
    assert len(list_accounts(home)) == 2


def test_it_waits_for_a_build_to_end(home: Settings, tmp_path: Path) -> None:
    with build_lock(home), pytest.raises(BusyError):
        back_up(home, tmp_path / "backups")


def test_a_killed_backup_leaves_no_half_one(
    home: Settings, tmp_path: Path, is_release: bool
) -> None:
    with duckdb.connect(str(home.raw_path)) as connection:
        connection.sql("create table big as select random() as n from range(1000000)")
    backups = tmp_path / "backups"
    chance = random.Random(2)
    code = "import thanthien; thanthien.main()"
    command = [sys.executable, "-c", code, "backup", str(backups)]
    for _ in range(100 if is_release else 4):
        process = subprocess.Popen(
            command,
            cwd=REPO,
            env={"THANTHIEN_HOME": str(home.home), "PATH": "/usr/bin:/bin"},
            stdout=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
    for folder in backups.glob("*"):
        if folder.suffix != ".partial":
            assert check(folder).files
    later = datetime.now(UTC) + timedelta(days=1)
    assert check(back_up(home, backups, now=later).folder).files


def test_a_restore_cut_short_can_be_run_again(home: Settings, tmp_path: Path) -> None:
    folder = back_up(home, tmp_path / "backups").folder
    there = Settings(home=tmp_path / "there")
    there.home.mkdir()
    shutil.copy2(folder / "raw.duckdb", there.home / "raw.duckdb")
    (there.home / "state.sqlite.partial").write_bytes(b"half")
    restore(there, folder)
    assert released_waves(there) == ("DL",)
