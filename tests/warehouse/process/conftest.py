"""A home with evidence against two officers, and the people who act."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dashboard.small.warehouse import write_build
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

REMINDED = "reminders/CB001/day/2026-08-05"
LOW = "low_satisfaction/CB006/quarter/2026-Q3"
PEOPLE = {
    "leader": Identity("lanh.dao", "x", "leader", unit_code="91001"),
    "steward": Identity("quan.tri", "x", "steward"),
    "officer": Identity("can.bo", "x", "officer", officer_code="CB001"),
    "ministry": Identity("bo", "x", "ministry"),
    "committee": Identity("ban.chi.dao", "x", "committee"),
    "front": Identity("mat.tran", "x", "front"),
}
NEXT_LEADER = Identity("lanh.dao.2", "x", "leader", unit_code="91002")
ABOVE = Identity("chu.tich", "x", "leader", unit_code="91")
NEXT_OFFICER = Identity("can.bo.6", "x", "officer", officer_code="CB006")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("process")
    write_build(folder)
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path / "home")
    return Settings(home=tmp_path / "home")
