"""A figure is saved in one click, also by someone faster than the figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from playwright.sync_api import Download, Page, Route

from dashboard.words import words_of
from tests.browser.conftest import OpenAs, settle
from tests.browser.steps import await_that

pytestmark = pytest.mark.browser

DRAWN = ".js-plotly-plot .main-svg"
# The part of the screen that draws: it comes after the buttons, late on a slow line.
DRAWING_CODE = "**/PlotlyChart*.js"


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_figure_is_saved_in_one_click(open_as: OpenAs, form: str) -> None:
    page = open_as("committee", "tong-quan?aspect=factors")
    download = saved_by(page, lambda: page.locator(f"[data-save={form}]").first.click())
    assert download.suggested_filename == f"factors.{form}"
    saved = download.path().read_bytes()
    if form == "png":
        assert saved.startswith(b"\x89PNG")
        return
    assert b"<svg" in saved[:200]
    # what stands around it on the page stands in it: heading, n, day, simulated
    texts = re.sub(r"<[^>]+>", " ", unescape(saved.decode("utf-8")))
    words = " ".join(texts.split())
    heading = words_of("vi")("overview.factors_title")
    assert heading in words
    assert "DỮ LIỆU MÔ PHỎNG" in words
    assert re.search(r"n từ [\d.]+ đến [\d.]+", words)
    assert re.search(r"số liệu đến \d\d/\d\d/\d{4}", words)
    # and the figure on the screen is as it was
    assert heading not in (page.locator(".js-plotly-plot").first.text_content() or "")


def test_a_click_before_the_figure_is_drawn_still_saves_it(open_as: OpenAs) -> None:
    page = open_as("officer", "phuong-phap")
    held: list[Route] = []
    page.route(DRAWING_CODE, lambda route: held.append(route))
    page.goto(page.url.replace("phuong-phap", "can-bo"))
    settle(page)
    place = words_of("vi")("officers.funnel_title")
    page.locator("summary", has_text=place).first.click()
    button = page.locator("[data-save=svg]").first
    await_that(page, lambda: bool(held), "the drawing code")
    assert page.locator(DRAWN).count() == 0

    def click_too_early() -> None:
        button.click()
        assert button.get_attribute("aria-busy") == "true"
        for route in held:
            route.continue_()

    assert saved_by(page, click_too_early).suggested_filename == "funnel.svg"
    await_that(page, lambda: not button.get_attribute("aria-busy"), "the end")


def test_two_clicks_save_both_forms(open_as: OpenAs) -> None:
    page = open_as("committee", "tong-quan?aspect=factors")
    names: list[str] = []
    page.on("download", lambda download: names.append(download.suggested_filename))
    for form in ("png", "svg"):
        page.locator(f"[data-save={form}]").first.click()
    await_that(page, lambda: len(names) == 2, "the second file")
    assert sorted(names) == ["factors.png", "factors.svg"]


def saved_by(page: Page, act: Callable[[], None]) -> Download:
    """The file that comes of what a reader does."""
    with page.expect_download() as waiting:
        act()
    return waiting.value
