"""A home with figures of October 2026, and the people who write and release."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dashboard.small.warehouse import key, write_build
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

UNIT, NEXT_UNIT = key("91001"), key("91002")
PEOPLE = {
    "leader": Identity("lanh.dao", "x", "leader", unit_code="91001"),
    "committee": Identity("ban.chi.dao", "x", "committee"),
    "steward": Identity("quan.tri", "x", "steward"),
    "officer": Identity("can.bo", "x", "officer", officer_code="CB001"),
    "ministry": Identity("bo", "x", "ministry"),
    "front": Identity("mat.tran", "x", "front"),
}
NEXT_LEADER = Identity("lanh.dao.2", "x", "leader", unit_code="91002")
ABOVE = Identity("chu.tich", "x", "leader", unit_code="91")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviews")
    write_build(folder)
    return folder


@pytest.fixture
def home(built: Path) -> Settings:
    """The same build each time, with a store of its own: nothing is left over."""
    settings = Settings(home=built)
    for path in built.iterdir():
        if path.is_file() and path != settings.pointer_path:
            path.unlink()
    shutil.rmtree(settings.rules_dir, ignore_errors=True)
    return settings


@pytest.fixture
def own_home(built: Path, home: Settings, tmp_path: Path) -> Settings:
    """A build that a test may change."""
    shutil.copytree(built, tmp_path / "home")
    return Settings(home=tmp_path / "home")
