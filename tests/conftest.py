"""Options of the whole suite."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

# How long a browser test waits for what a reader would wait for: a machine that does
# other work beside is slow, not wrong.
PATIENCE_MS = 120_000
CHROMIUM = Path("/usr/bin/chromium")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--release`: the sizes a release is held to, instead of a sample."""
    parser.addoption("--release", action="store_true", help="full sizes, minutes long")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leaves tests marked `release` out; what a file sets up once stays on one core."""
    for item in items:
        if not item.get_closest_marker("xdist_group") and _shares_set_up(item):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if config.getoption("--release"):
        return
    skip = pytest.mark.skip(reason="long: run with --release")
    for item in items:
        if "release" in item.keywords:
            item.add_marker(skip)


def _shares_set_up(item: pytest.Item) -> bool:
    """Whether a fixture of this test serves other tests of its file as well."""
    if not isinstance(item, pytest.Function):
        return False
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    return any(one[-1].scope in {"class", "module", "package"} for one in fixtures)


def pytest_collection_finish() -> None:
    """Lets the builds of these tests share one reading of the dbt project."""
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
