"""What a browser that has nothing yet fetches, from the sign-in to the first page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PEOPLE
from tests.browser.relay import Counted, listening, relayed
from tests.conftest import PATIENCE_MS
from tests.dashboard.small.warehouse import write_build
from tests.security.server import PASSWORD, REPO, running
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 2_000_000, 40
ROLES = [person.user_name for person in PEOPLE]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    """The small build behind a relay that counts."""
    home = tmp_path_factory.mktemp("first_load")
    write_build(home)
    for person in PEOPLE:
        add_account(
            Settings(home=home),
            person,
            password=PASSWORD,
            actor="t",
            must_change_password=False,
        )
    front = listening()
    env = {"THANTHIEN_PUBLIC_URL": f"http://127.0.0.1:{front.getsockname()[1]}"}
    script = REPO / "dashboard" / "app.py"
    with (
        running(home, script=script, env=env) as server,
        relayed(front, server.port) as relay,
    ):
        yield relay


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_is_light(browser: Browser, counted: Counted, role: str) -> None:
    context, page = signed_in(browser, counted, role)
    page.wait_for_timeout(4_000)
    assert len(counted.paths) <= MOST_REQUESTS, counted.paths
    assert counted.n_bytes <= MOST_BYTES
    # Asked for while the reader reads, so counted above: figures of later pages too.
    assert any("PlotlyChart" in path for path in counted.paths)
    context.close()


def test_the_next_visit_fetches_no_library(browser: Browser, counted: Counted) -> None:
    context, page = signed_in(browser, counted, "committee")
    page.wait_for_timeout(4_000)
    counted.paths.clear()
    again = context.new_page()
    again.goto(counted.url)
    again.locator(".tt-foot").wait_for(timeout=PATIENCE_MS)
    assert [path for path in counted.paths if path.startswith("/static/js")] == []
    context.close()


def test_without_the_worker_every_file_comes_by_itself(
    browser: Browser, counted: Counted
) -> None:
    context, page = signed_in(browser, counted, "committee", workers="block")
    expect(page.locator(".tt-foot")).to_be_visible()
    assert sum(path.startswith("/static/js") for path in counted.paths) > 50
    page.wait_for_timeout(4_000)
    assert counted.n_bytes <= MOST_BYTES
    context.close()


def test_nobody_who_signed_out_is_given_files(
    browser: Browser, counted: Counted
) -> None:
    context, page = signed_in(browser, counted, "committee")
    page.goto(f"{counted.url}/login")
    context.clear_cookies()
    answers = page.evaluate(
        "Promise.all(['/library.json', '/page.js'].map(async (path) =>"
        " (await fetch(path)).status))"
    )
    assert answers == [401, 401]
    context.close()


def signed_in(
    browser: Browser, counted: Counted, user_name: str, *, workers: str = "allow"
) -> tuple[BrowserContext, Page]:
    """Signs in with a password in a new profile, and waits for the page."""
    context = browser.new_context(service_workers=workers)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    counted.paths.clear()
    counted.n_bytes = 0
    page = context.new_page()
    page.goto(f"{counted.url}/login")
    if workers == "allow":
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.locator("#user_name").fill(user_name)
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator(".tt-foot").wait_for()
    return context, page
