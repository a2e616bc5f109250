"""The small build behind a real server, with an account for everybody who acts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import NARROW, WIDE, settle
from tests.browser.desk.clerk import Clerk
from tests.browser.steps import assert_fits
from tests.conftest import PATIENCE_MS
from tests.dashboard.small.warehouse import write_build
from tests.security.server import REPO, Server, running
from tests.warehouse.reviews.walks import take_over_examples
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

PEOPLE = (
    Identity("ban.chi.dao", "Ban Chỉ đạo", "committee"),
    Identity("lanh.dao", "Lãnh đạo An Bình", "leader", "91001"),
    Identity("chu.tich", "Chủ tịch tỉnh", "leader", "91"),
    Identity("quan.tri", "Quản trị dữ liệu", "steward"),
    Identity("can.bo", "Nguyễn Thị An", "officer", None, "CB001"),
    Identity("mat.tran", "Mặt trận Tổ quốc tỉnh", "front"),
)


class Person(Clerk):
    """Somebody signed in, in a browser of the own."""

    def goes(self, title: str) -> None:
        self.click(self.page.get_by_role("link", name=title, exact=True))
        settle(self.page)

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def pictured(self, name: str) -> None:
        """Fits at both widths; a picture of each where a folder is named."""
        settle(self.page)
        size = self.page.viewport_size or {"width": WIDE, "height": 900}
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert_fits(self.page)
            if folder := os.environ.get("THANTHIEN_PICTURES"):
                self.page.wait_for_timeout(1_000)
                tall = self.page.evaluate(
                    "Math.max(...[...document.querySelectorAll('section,"
                    "[data-testid=stMain]')].map(one => one.scrollHeight))"
                )
                self.page.set_viewport_size({"width": width, "height": tall + 40})
                self.page.wait_for_timeout(1_000)
                path = Path(folder) / f"{name}-{width}.png"
                self.page.screenshot(path=path)
        self.page.set_viewport_size(size)


Enter = Callable[..., Person]


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real entry page; the province has taken over the example scorecard."""
    home = tmp_path_factory.mktemp("review")
    write_build(home)
    settings = Settings(home=home)
    take_over_examples(settings)
    for person in PEOPLE:
        add_account(settings, person, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


@pytest.fixture
def enter(browser: Browser, office: Server) -> Iterator[Enter]:
    """Signs somebody in: `enter("lanh.dao", "ky-danh-gia")`.

    Afterwards no page may have shown an exception.
    """
    pages: list[Page] = []

    def enter_(name: str, path: str = "") -> Person:
        context = browser.new_context(viewport={"width": WIDE, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        token = office.session(name)
        context.add_cookies([{"name": "thanthien", "value": token, "url": office.url}])
        page = context.new_page()
        page.goto(f"{office.url}/{path}")
        settle(page)
        pages.append(page)
        return Person(page)

    yield enter_
    failed = [p.url for p in pages if p.locator("[data-testid=stException]").count()]
    for page in pages:
        page.context.close()
    assert failed == []
