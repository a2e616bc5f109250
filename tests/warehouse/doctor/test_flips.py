"""One bit of the audit record or of a backup: found, and never put back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.warehouse.builds.small_builds import flip
from tests.warehouse.doctor.doctor_home import make_home
from warehouse import audit
from warehouse.doctor.check_home import examine
from warehouse.doctor.finding import NOTICES
from warehouse.errors import DamagedError, ThanThienError
from warehouse.settings import Settings
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.restore import restore

FLIPS = [
    pytest.param(8, id="some"),
    pytest.param(40, id="many", marks=pytest.mark.release),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = make_home(tmp_path, monkeypatch)
    for n in range(60):
        audit.record(settings, actor="t", action="export", subject=f"trang {n}")
    return settings


@pytest.mark.parametrize("n_flips", FLIPS)
def test_a_bit_of_the_audit_record(
    home: Settings, tmp_path: Path, n_flips: int
) -> None:
    chance = random.Random(20261129)
    before, n_found = audit.read_records(home, limit=1000), 0
    for _ in range(n_flips):
        where = chance.random(), chance.randrange(8)
        flip(home.audit_path, *where)
        if found := {one.code for one in examine(home)} - NOTICES:
            n_found += 1
            assert found <= {"audit_damaged", "chain_broken"}, where
            if "audit_damaged" in found:
                with pytest.raises(DamagedError):
                    back_up(home, tmp_path / "backups")
        else:  # a place of the file that holds nothing
            assert audit.read_records(home, limit=1000) == before, where
        flip(home.audit_path, *where)
        assert {one.code for one in examine(home)} <= NOTICES
    assert n_found > 0
    back_up(home, tmp_path / "backups")


@pytest.mark.parametrize("n_flips", FLIPS)
def test_a_bit_of_a_backup(home: Settings, tmp_path: Path, n_flips: int) -> None:
    chance = random.Random(20261130)
    backup = back_up(home, tmp_path / "backups").folder
    files = sorted(path for path in backup.rglob("*") if path.is_file())
    empty = Settings(home=tmp_path / "there")
    for number in range(n_flips):
        path = files[number % len(files)]
        where = chance.random(), chance.randrange(8)
        flip(path, *where)
        with pytest.raises(ThanThienError):
            restore(empty, backup)
        assert not empty.raw_path.exists(), (path.name, where)
        flip(path, *where)
    restore(empty, backup)
    assert {one.code for one in examine(empty)} <= {"secret_damaged"} | NOTICES
