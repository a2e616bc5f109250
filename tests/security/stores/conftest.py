"""A home with two builds that the program published, one of its waves released."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.custody.front_desk import released_by_front
from tests.warehouse.custody.held_home import OTHER, write_held
from warehouse.builds.publish import build_lock, publish
from warehouse.read import reader_of
from warehouse.settings import Settings


@pytest.fixture(scope="package")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builds that the program published, one of two waves released."""
    folder = tmp_path_factory.mktemp("published")
    write_held(folder)
    settings = Settings(home=folder)
    [made] = settings.builds_dir.glob("*.duckdb")
    settings.pointer_path.unlink()
    copy = folder / "second.duckdb"
    shutil.copyfile(made, copy)
    with duckdb.connect(str(copy)) as connection:
        # builds of one second and one content would have one name
        connection.sql("create table second as select 2 as number")
    with build_lock(settings):
        for built in (made, copy):
            publish(settings, built, is_full=True, why="asked", project_sha256="")
    released_by_front(settings, OTHER)
    return folder


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Settings:
    reader_of.cache_clear()
    shutil.copytree(published, tmp_path / "home")
    return Settings(home=tmp_path / "home")
