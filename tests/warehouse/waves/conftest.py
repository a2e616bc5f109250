"""The small build, with an account of the Front and a kept plan."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.roles import scope_of
from tests.warehouse.waves.frames import keep_small_plan, write_returned
from warehouse.letters import addressees
from warehouse.read import Answer, Reader
from warehouse.settings import Settings
from warehouse.waves import sampling_frame
from warehouse.waves.kept_plans import KeptPlan

COUNTS = {"91001": 40, "91002": 30, "91003": 35, "91004": 25, "91C": 1}


@pytest.fixture
def planned(small_home: Path, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    return Settings(home=home)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a process for each frame takes seconds; the commands' tests do."""

    def read(
        settings: Settings, module: str, request: dict[str, Any], _path: Path
    ) -> dict[str, Any]:
        monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
        told = json.dumps(import_module(module).answer(request))
        found: dict[str, Any] = json.loads(told)
        assert "refused" not in found
        return found

    monkeypatch.setattr(sampling_frame, "ask_ingest", read)
    monkeypatch.setattr(addressees, "ask_ingest", read)


@pytest.fixture
def ask(planned: Settings) -> Callable[..., Answer]:
    reader = Reader(planned)
    scope = scope_of(reader, "front")
    return lambda name, **params: reader.run(name, scope, **params)


@pytest.fixture
def plan(planned: Settings, ask: Callable[..., Answer]) -> KeptPlan:
    return keep_small_plan(planned, ask)


@pytest.fixture
def units(ask: Callable[..., Answer]) -> list[dict[str, Any]]:
    return ask("units").rows


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
