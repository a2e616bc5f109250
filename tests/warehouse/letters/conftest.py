"""A home with the small build, a leader who may print, and nothing outside it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.dashboard.conftest import PEOPLE
from warehouse.people import passwords
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

PASSWORD = "mật khẩu thử nghiệm 1"


@pytest.fixture
def settings(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_nobody", lambda: cheap.hash("nobody"))
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("THANTHIEN_HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    settings = Settings(home=home)
    shutil.copytree(small_home, home)
    for role in ("leader", "committee"):
        add_account(
            settings,
            PEOPLE[role],
            password=PASSWORD,
            must_change_password=False,
            actor="t",
        )
    return settings


@pytest.fixture
def build(settings: Settings) -> Path:
    [path] = settings.builds_dir.glob("*.duckdb")
    return path
