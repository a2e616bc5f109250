"""Options of the whole suite."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadFileScheduling

from tests.passing_folders import PassingFolders
from tests.set_clock import right_clock

# How long a browser test waits for what a reader would wait for: a machine that does
# other work beside is slow, not wrong.
PATIENCE_MS = 120_000
CHROMIUM = Path("/usr/bin/chromium")
# As rare as within a build: an eighth of the processor's time was spent on it.
COLLECT_AFTER = (500_000, 20, 100)
# Folders whose files share something slow to make: one worker makes it once.
ONE_WORKER = {
    "tests/dbt",
    "tests/ingest/simulation",
    "tests/security/bundles",
    "tests/warehouse/nation",
}


class ByWhatIsShared(LoadFileScheduling):  # type: ignore[misc]
    """A worker takes a file at a time, or a folder where its files share a build."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        folder = file.rpartition("/")[0]
        return folder if folder in ONE_WORKER else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Any
) -> ByWhatIsShared | None:
    """Spreads tests as above where `--dist loadfile` was asked for."""
    if config.getvalue("dist") != "loadfile":
        return None
    return ByWhatIsShared(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--release`: the sizes a release is held to, instead of a sample."""
    parser.addoption("--release", action="store_true", help="full sizes, minutes long")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Lets no folder of a test outlast what asked for it."""
    factory = config._tmp_path_factory  # type: ignore[attr-defined]
    config.pluginmanager.register(PassingFolders(factory))


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leaves tests marked `release` out unless they are asked for."""
    if config.getoption("--release"):
        return
    # most are release sizes of what a shorter test holds at every run; the long ways
    # through browsers and two homes have no shorter form
    skip = pytest.mark.skip(reason="long: run with --release")
    for item in items:
        if item.get_closest_marker("release"):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Keeps what was collected out of every later search for circles, and lets the
    builds of these tests share one reading of the dbt project."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    if transform := sys.modules.get("warehouse.builds.transform"):
        from tests.parsed_once import ParsedOnce

        transform.dbtRunner = ParsedOnce  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def is_release(pytestconfig: pytest.Config) -> bool:
    """Whether the full sizes were asked for."""
    return bool(pytestconfig.getoption("--release"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium: the system's, else the one Playwright brought.

    One for the whole suite, because a process runs Playwright's loop only once.
    """
    path = str(CHROMIUM) if CHROMIUM.exists() else None
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def own_clock() -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    right_clock()
