"""A small published build with a planned wave, and the Front's account."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.dashboard.small.warehouse import write_build
from tests.warehouse.roles import scope_of
from tests.warehouse.waves.frames import FRONT, keep_small_plan
from warehouse.people import passwords
from warehouse.people.accounts import add_account
from warehouse.read import Reader
from warehouse.settings import Settings

PASSWORD = "mật khẩu thử nghiệm 1"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_nobody", lambda: cheap.hash("nobody"))
    home = tmp_path / "home"
    monkeypatch.setenv("THANTHIEN_HOME", str(home))
    write_build(home)
    settings = Settings(home=home)
    add_account(
        settings, FRONT, password=PASSWORD, must_change_password=False, actor="t"
    )
    reader = Reader(settings)
    scope = scope_of(reader, "front")
    keep_small_plan(settings, lambda name, **p: reader.run(name, scope, **p))
    return settings
