"""Backups that roll, lie in two places, are encrypted, rehearsed, and come back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from tests.warehouse.builds.small_builds import flip
from tests.warehouse.doctor.doctor_home import make_home
from warehouse import audit
from warehouse.audit import SCHEMA
from warehouse.builds.published import published_build
from warehouse.doctor.check_home import examine
from warehouse.errors import DamagedError, ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores import state
from warehouse.stores.state_seal import seal
from warehouse.upkeep import restore as restoring
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.backup_manifest import BROKEN, MANIFEST, backups_in, check
from warehouse.upkeep.backup_rounds import copy_to_second_place, forget_old
from warehouse.upkeep.half_restored import refuse_if_half_restored
from warehouse.upkeep.restore import rehearse, restore

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        return make_home(tmp_path_factory.mktemp("made"), patch)


@pytest.fixture
def home(made: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(made.home, tmp_path / "home")
    return Settings(home=tmp_path / "home", lang="en", threads=1)


def n_cases(settings: Settings) -> int:
    with open_raw(settings) as connection:
        return int(
            connection.execute('select count(*) from raw."case"').fetchall()[0][0]
        )


def test_two_backups_of_one_second_are_two(home: Settings, tmp_path: Path) -> None:
    names = {back_up(home, tmp_path / "b", now=DAY).folder.name for _ in range(3)}
    assert len(names) == 3
    assert [m.number for _, m in backups_in(tmp_path / "b")] == [3, 2, 1]


def test_it_says_what_it_holds_and_is_rehearsed(home: Settings, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b")
    assert "n_files" not in made.manifest.holds  # nor how many came of a wave
    assert made.manifest.holds["rows"]["raw.case"] == n_cases(home) == 1300
    assert made.manifest.holds["build_id"] == published_build(home).build_id
    assert rehearse(home, made.folder) == made.manifest.holds
    assert any(name.startswith("sources/") for name in made.files)


def test_an_encrypted_one_opens_with_its_identity_only(
    home: Settings, tmp_path: Path
) -> None:
    own, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    made = back_up(home, tmp_path / "b", recipient=str(own.to_public()))
    assert all(name.endswith(".age") for name in made.files)
    for path in made.folder.rglob("*.age"):
        assert path.read_bytes().startswith(b"age-encryption.org")
    key = tmp_path / "identity"
    key.write_text(str(other))
    there = Settings(home=tmp_path / "there")
    for wrong in (None, key):
        with pytest.raises(ThanThienError):
            restore(there, made.folder, identity=wrong)
        assert not there.home.exists()
    key.write_text(str(own))
    restore(there, made.folder, identity=key)
    assert n_cases(there) == n_cases(home)


def test_old_ones_go_by_number_whatever_the_clock(
    home: Settings, tmp_path: Path
) -> None:
    for number in range(40):
        # one day the clock stood a year back
        off = timedelta(days=-365 if number == 38 else 0)
        back_up(home, tmp_path / "b", now=DAY + timedelta(days=number) + off)
    forget_old(tmp_path / "b")
    numbers = [m.number for _, m in backups_in(tmp_path / "b")]
    assert numbers[:7] == [40, 39, 38, 37, 36, 35, 34]
    assert 31 in numbers  # the last of January
    assert 8 <= len(numbers) <= 12


def test_a_second_place_holds_the_same(home: Settings, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "b")
    second = copy_to_second_place(made, tmp_path / "second")
    assert check(second) == made.manifest


def test_killed_backups_leave_nothing_for_long(home: Settings, tmp_path: Path) -> None:
    left = tmp_path / "b" / "thanthien-20200101T000000Z.partial"
    left.mkdir(parents=True)
    (left / "raw.duckdb").write_bytes(b"names")
    back_up(home, tmp_path / "b")
    assert not left.exists()


def test_a_newer_manifest_is_refused_in_words(home: Settings, tmp_path: Path) -> None:
    folder = back_up(home, tmp_path / "b").folder
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text.replace('"format": 2', '"format": 3'))
    with pytest.raises(DamagedError, match="newer version"):
        restore(Settings(home=tmp_path / "there"), folder)


def test_logs_of_an_earlier_store_are_taken_aside(
    home: Settings, tmp_path: Path
) -> None:
    folder = back_up(home, tmp_path / "b").folder
    there = Settings(home=tmp_path / "there")
    there.home.mkdir(mode=0o700)
    for name in ("raw.duckdb.wal", "state.sqlite-wal"):
        (there.home / name).write_bytes(b"old" * 999)
    restore(there, folder)
    assert n_cases(there) == n_cases(home)
    assert len(list(there.home.glob("*.leftover-1"))) == 2


def test_a_restore_cut_short_says_so_and_goes_on(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = back_up(home, tmp_path / "b").folder
    there = Settings(home=tmp_path / "there")
    left = [3]

    def crash(name: str) -> None:
        left[0] -= name == "file_put"
        if not left[0]:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "crash_point", crash)
        with pytest.raises(KeyboardInterrupt):
            restore(there, folder)
    with pytest.raises(DamagedError, match="run again"):
        refuse_if_half_restored(there)


def test_who_looks_into_a_half_restored_home_does_not_stop_the_restore(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a store for reading turns its log on, and its bytes are others."""
    folder = back_up(home, tmp_path / "out").folder
    there = Settings(home=tmp_path / "there")

    def crash(name: str) -> None:
        if name == "all_put":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "crash_point", crash)
        with pytest.raises(KeyboardInterrupt):
            restore(there, folder)
    with state.reading(there):
        pass
    restore(there, folder)
    refuse_if_half_restored(there)
    names = {path.name for path in there.home.rglob("*")}
    assert not [name for name in names if "leftover" in name]
    restore(there, folder)
    refuse_if_half_restored(there)
    assert n_cases(there) == n_cases(home)


def test_damage_is_never_sealed(home: Settings, tmp_path: Path) -> None:
    flip(published_build(home).path)
    with pytest.raises(DamagedError):
        back_up(home, tmp_path / "b")
    assert not list((tmp_path / "b").glob("*"))


CHANGES = {
    "audit": "update record set actor = 'nobody' where seq = 1",
    "release": "insert into wave_statement (sequence, body, signature)"
    " values (1, '{}', 'x')",
    "design": "insert into design_statement (sequence, body, signature)"
    " values (1, '{}', 'x')",
}


@pytest.mark.parametrize("chain", ["process", "review", "note"])
def test_steps_that_were_taken_out_are_not_sealed(
    home: Settings, tmp_path: Path, chain: str
) -> None:
    """The record tells of two steps; the store has none of them."""
    for number in ("1", "2"):
        detail = {"step": "write", "seq": number}
        audit.record(home, actor="t", action=chain, subject="x", detail=detail)
    with pytest.raises(DamagedError) as refused:
        back_up(home, tmp_path / "b")
    assert str(refused.value.value).startswith(chain)
    assert "chain_broken" in [one.code for one in examine(home)]


@pytest.mark.parametrize("chain", CHANGES)
def test_a_broken_chain_is_sealed_only_by_who_knows_of_it(
    home: Settings, tmp_path: Path, chain: str
) -> None:
    back_up(home, tmp_path / "whole")
    path = home.audit_path if chain == "audit" else home.state_path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("drop trigger if exists record_is_never_changed")
        connection.execute(CHANGES[chain])
        connection.commit()
        if chain == "audit":
            connection.executescript(SCHEMA)  # nothing shows that it was away
    seal(path)  # who can write the one can write the other
    with pytest.raises(DamagedError, match="doctor") as refused:
        back_up(home, tmp_path / "b")
    assert chain in str(refused.value.value)
    assert not list((tmp_path / "b").glob("*"))
    assert [one.code for one in examine(home)].count("chain_broken") == 1
    made = back_up(home, tmp_path / "b", as_it_is=True)
    [told] = made.manifest.holds[BROKEN]
    assert told.startswith(chain)
    rehearse(home, made.folder)
