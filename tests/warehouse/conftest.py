"""The small build, read: for every test that asks it and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.small.warehouse import write_build
from warehouse.read import Reader
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_build(folder)
    return folder


@pytest.fixture(scope="session")
def reader(small_home: Path) -> Reader:
    return Reader(Settings(home=small_home))
