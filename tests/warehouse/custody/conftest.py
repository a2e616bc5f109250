"""Homes with waves of the Front that wait."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.warehouse.custody.held_home import write_held
from warehouse.settings import Settings


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_held(folder)
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path / "home")
    return Settings(home=tmp_path / "home")
