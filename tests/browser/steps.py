"""What every role does on every page: open, go back, reload, read English, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, settle
from tests.conftest import PATIENCE_MS

# A page may be a little wider than the glass, never so that text is cut off.
SPARE_PX = 2
STEP_MS = 250


def heading(page: Page) -> str:
    """The page's own title."""
    return page.locator("h1").first.inner_text()


def main_text(page: Page) -> str:
    """What a reader sees below the menu."""
    return page.locator("[data-testid=stMainBlockContainer]").inner_text()


def await_that(page: Page, is_so: Callable[[], bool], what: str) -> None:
    """Fails unless something becomes so in the time a browser test waits."""
    for _ in range(PATIENCE_MS // STEP_MS):
        if is_so():
            return
        page.wait_for_timeout(STEP_MS)
    raise AssertionError(f"{what} did not come at {page.url}")


def await_query(page: Page, name: str, value: str) -> None:
    """The address comes to hold the parameter."""
    await_that(
        page,
        lambda: parse_qs(urlparse(page.url).query).get(name) == [value],
        f"{name}={value}",
    )


def await_text(page: Page, text: str) -> None:
    """The page comes to say the text."""
    await_that(page, lambda: text in main_text(page), text)


def await_heading(page: Page, title: str) -> None:
    """The page comes to have the title."""
    await_that(page, lambda: heading(page) == title, title)


def assert_fits(page: Page) -> None:
    """Nothing sticks out of the screen; tables scroll inside their own frame."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"] + SPARE_PX  # type: ignore[index]


def assert_opened(page: Page, path: str) -> None:
    """The page has a title, says what is simulated, is marked in the menu and fits."""
    root = "/".join(page.url.split("/", 3)[:3])
    assert heading(page), path
    assert "Dữ liệu mô phỏng" in main_text(page)
    assert page.get_by_text("Page not found").count() == 0, path
    assert marked_in_menu(page) == [f"{root}/{path}"]
    shown = page.viewport_size
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
    if shown:
        page.set_viewport_size(shown)


def marked_in_menu(page: Page) -> list[str]:
    """Addresses the menu marks as the page being read."""
    marked = page.locator("a[aria-current=page]").all()
    return [link.get_attribute("href") or "" for link in marked]


def await_figures(page: Page) -> None:
    """Every figure of the page comes to be drawn."""
    page.locator("[data-save]").first.wait_for()
    n_figures = page.locator("[data-save=png]").count()
    drawn = page.locator(".js-plotly-plot:has(.main-svg)")
    await_that(page, lambda: drawn.count() >= n_figures, "the last figure")


def choose_button(page: Page, text: str) -> None:
    """Clicks one of the buttons in a row and waits for the new view."""
    page.get_by_role("radio", name=text, exact=True).or_(
        page.get_by_role("button", name=text, exact=True)
    ).first.click()
    settle(page)


def still_text(page: Page) -> str:
    """What a reader sees once it has not changed for two seconds."""
    before, n_equal = "", 0
    for _ in range(240):
        text = main_text(page)
        n_equal = n_equal + 1 if text == before else 0
        if n_equal == 8:
            return text
        before = text
        page.wait_for_timeout(250)
    raise AssertionError(f"{page.url} does not come to rest")


def assert_reload_keeps(page: Page) -> None:
    """Reloading shows the same view at the same address."""
    before, address = still_text(page), page.url
    page.reload()
    settle(page)
    # Figures are drawn after the page has settled: the same text must come in time.
    await_that(page, lambda: main_text(page) == before, "the same view")
    assert page.url == address


def export_csv(page: Page, folder: Path) -> bytes:
    """Gives a reason and takes the first table along as CSV."""
    page.get_by_text("Xuất tệp số liệu của trang này").click()
    reason = page.get_by_label("Lý do xuất (ghi vào nhật ký)")
    reason.fill("kiểm tra định kỳ")
    reason.press("Enter")
    button = page.get_by_role("button", name="Tải CSV")
    button.wait_for()
    settle(page)
    with page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()
