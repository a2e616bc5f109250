"""A published build, a reader and signed-in people for the page tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.server import page_session
from tests.dashboard.page_html import entered
from tests.dashboard.small.warehouse import write_build
from warehouse.people.accounts import Identity
from warehouse.read import Reader
from warehouse.settings import Settings

PEOPLE = {
    "committee": Identity("ban.chi.dao", "Ban Chỉ đạo", "committee"),
    "front": Identity("mat.tran", "Mặt trận tỉnh", "front"),
    "leader": Identity("lanh.dao", "Lãnh đạo An Bình", "leader", unit_code="91001"),
    "steward": Identity("quan.tri", "Quản trị dữ liệu", "steward"),
    "officer": Identity("can.bo", "Cán bộ", "officer", officer_code="CB003"),
    "ministry": Identity("bo.noi.vu", "Bộ", "ministry"),
}

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """Streamlit looks for components in all installed packages once, not per page.

    Which packages are there does not change while tests run, and the look takes
    longer than drawing a page.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_build(folder)
    return folder


@pytest.fixture(scope="session")
def reader(home: Path) -> Reader:
    return Reader(Settings(home=home))


@pytest.fixture
def open_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """Opens a page as someone: `open_page("leader", "unit", unit=…)`.

    The person is put in place of the session look-up inside this process; nothing
    a browser sends can do that.
    """
    monkeypatch.setenv("THANTHIEN_HOME", str(home))
    other_homes: list[Path] = []

    def open_(
        role: str | None, view: str = "", *, at: Path | None = None, **query: str
    ) -> AppTest:
        person = PEOPLE[role] if role else None
        monkeypatch.setattr(page_session, "current_identity", lambda settings: person)
        if at is not None:
            # One server has one home, so the cache is not keyed by it.
            st.cache_data.clear()
            monkeypatch.setenv("THANTHIEN_HOME", str(at))
            other_homes.append(at)
        return entered(view, query)

    yield open_
    if other_homes:  # what was read there is nothing of the home of the next test
        st.cache_data.clear()
