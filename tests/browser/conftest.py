"""The small build behind the real server, and headless Chromium for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PATIENCE_MS
from tests.dashboard.small.warehouse import write_build
from tests.security.server import REPO, Server, running
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

PEOPLE = (
    Identity("committee", "Ban Chỉ đạo", "committee"),
    Identity("front", "Mặt trận Tổ quốc tỉnh", "front"),
    Identity("leader", "Lãnh đạo An Bình", "leader", "91001"),
    Identity("steward", "Quản trị dữ liệu", "steward"),
    Identity("officer", "Cán bộ", "officer", None, "CB003"),
    Identity("ministry", "Bộ Nội vụ", "ministry"),
)
WIDE, NARROW = 1440, 390

OpenAs = Callable[..., Page]

MOST_JUMP = 0.1
"""Cumulative layout shift that the Web Vitals call good."""
# The largest sum of shifts in a window of five seconds with no second between two, as
# Web Vitals reckon it; what follows a reader's own act within half a second is not in.
WATCH_JUMPS = """
window.jumps = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    if (!shift.hadRecentInput)
      window.jumps.push({
        at: shift.startTime,
        by: shift.value,
        what: shift.sources.map((source) => {
          const node = source.node?.closest ? source.node : source.node?.parentElement;
          return (node?.textContent ?? "").trim().slice(0, 40);
        }),
      });
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real entry page over the small build."""
    home = tmp_path_factory.mktemp("browser")
    write_build(home)
    for person in PEOPLE:
        add_account(Settings(home=home), person, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


@pytest.fixture
def open_as(browser: Browser, served: Server) -> Iterator[OpenAs]:
    """Opens a page signed in: `open_as("leader", "don-vi?part=cases", width=390)`.

    Afterwards no page may have shown an exception, asked another host, or asked for
    what is not there.
    """
    contexts = []
    outside: list[str] = []
    missing: list[str] = []
    own = (served.url, f"ws://{served.netloc}", "data:", "blob:")

    def open_(
        name: str,
        path: str = "",
        *,
        width: int = WIDE,
        scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            accept_downloads=True,
            color_scheme=scheme,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        token = served.session(name)
        context.add_cookies([{"name": "thanthien", "value": token, "url": served.url}])
        page = context.new_page()
        page.add_init_script(WATCH_JUMPS)
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(own) else outside.append(request.url)
            ),
        )
        page.on(
            "response",
            lambda answer: missing.append(answer.url) if answer.status >= 400 else None,
        )
        page.goto(f"{served.url}/{path}")
        settle(page)
        return page

    yield open_
    failed = [
        page.url
        for context in contexts
        for page in context.pages
        if page.locator("[data-testid=stException]").count()
    ]
    for context in contexts:
        context.close()
    assert failed == []
    assert outside == []
    assert missing == []


def settle(page: Page) -> None:
    """Waits until the script has run and the page stands still."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator(".tt-foot, .tt-empty").last.wait_for()


def jump_of(page: Page) -> tuple[float, list[str]]:
    """Cumulative layout shift of a page since it was opened, and what moved most."""
    shifts = page.evaluate("window.jumps")
    worst, total, first, last = 0.0, 0.0, 0.0, -2_000.0
    for shift in shifts:
        if shift["at"] - last > 1_000 or shift["at"] - first > 5_000:
            total, first = 0.0, shift["at"]
        last = shift["at"]
        total += shift["by"]
        worst = max(worst, total)
    most = max(shifts, key=lambda shift: float(shift["by"])) if shifts else None
    return round(worst, 3), list(most["what"]) if most else []
