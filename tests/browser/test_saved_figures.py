"""A figure is saved in one click, also by someone faster than the figure."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from playwright.sync_api import Download, Page, Route

from dashboard.words import words_of
from tests.browser.conftest import OpenAs, settle
from tests.browser.steps import await_that
from tests.security.server import REPO

pytestmark = pytest.mark.browser

DRAWN = ".js-plotly-plot .main-svg"
# The part of the screen that draws: it comes after the buttons, late on a slow line.
DRAWING_CODE = "**/PlotlyChart*.js"

# What the page does to its address once it knows the language and the map.
COMPLETE_ADDRESS = """
() => {
  const url = new URL(location.href);
  url.searchParams.set("completed", "1");
  history.replaceState(history.state, "", url);
}
"""

# Figure → who sees it where, and what must be opened first.
PLACES: dict[str, tuple[str, str, str]] = {
    "unit_map": ("committee", "tong-quan", ""),
    "factors": ("committee", "tong-quan?aspect=factors", "figures.show"),
    "units": ("committee", "tong-quan?aspect=units", ""),
    "groups": ("committee", "tong-quan?aspect=groups", ""),
    "effect": ("committee", "tong-quan?aspect=effects", ""),
    "rollout": ("committee", "tong-quan?aspect=rollout", ""),
    "months": ("leader", "don-vi?part=months", ""),
    "items": ("leader", "don-vi?part=questions", ""),
    "answers": ("leader", "don-vi?part=questions", "figures.show"),
    "bands": ("leader", "can-bo", ""),
    "funnel": ("officer", "can-bo", "officers.funnel_title"),
    "trend": ("officer", "can-bo", "figures.show"),
    "gaps": ("front", "danh-gia-doc-lap", ""),
    "wave_calendar": ("front", "giam-sat?section=waves", ""),
    "plan": ("front", "lap-ke-hoach-dot", "plan.each_unit"),
}
# Texts of a picture that stick out of it, by name and by how far.
STICKING_OUT = """
() => {
  const { left, right, bottom } = document.querySelector("svg").getBoundingClientRect();
  return [...document.querySelectorAll("text")]
    .map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([text, box]) => text.trim() && box.width)
    .filter(([, box]) =>
      box.left < left || box.right > right + 1 || box.bottom > bottom + 1)
    .map(([text]) => text);
}
"""


def test_every_figure_is_tried() -> None:
    calls = (
        node
        for path in (REPO / "dashboard").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "show_figure"
    )
    assert {ast.literal_eval(call.args[1]) for call in calls} == PLACES.keys()


@pytest.mark.parametrize("key", PLACES)
def test_a_saved_figure_says_all_it_needs(open_as: OpenAs, key: str) -> None:
    role, path, opened = PLACES[key]
    page = open_as(role, path)
    if opened:
        open_part(page, opened)
    button = page.locator(f"[data-save=svg][data-name={key}]")
    heading = button.get_attribute("data-heading") or ""
    of = (button.get_attribute("data-of") or "").split(" · ")
    download = saved_by(page, button.click)
    assert re.fullmatch(r"[a-z0-9_]+_\d{8}\.svg", download.suggested_filename)
    saved = download.path().read_text("utf-8")
    assert "<svg" in saved[:200]
    words = words_in(saved)
    # what stands around it on the page stands in it
    assert "DỮ LIỆU MÔ PHỎNG" in words
    for text in (heading, *of):
        assert text
        assert text in words
    assert re.search(r"số liệu đến \d\d/\d\d/\d{4}|chưa rõ", words)
    assert re.search(r"\d", words.partition("DỮ LIỆU MÔ PHỎNG")[2].partition("·")[2])
    legend = json.loads(button.get_attribute("data-legend") or "[]")
    assert legend
    for text, sign, _ in legend:
        assert f"{sign} {text}".strip() in words
    # and the figure on the screen is as it was
    figure = page.locator(f".st-key-{key} .js-plotly-plot")
    assert "MÔ PHỎNG" not in (figure.text_content() or "")
    alone = page.context.new_page()
    alone.set_content(saved)
    assert alone.evaluate(STICKING_OUT) == []


def test_a_picture_is_saved_as_png_too(open_as: OpenAs) -> None:
    page = open_as("committee", "tong-quan?aspect=factors")
    open_part(page, "figures.show")
    download = saved_by(page, lambda: page.locator("[data-save=png]").first.click())
    assert download.path().read_bytes().startswith(b"\x89PNG")


def open_part(page: Page, key: str) -> None:
    """Opens the part of the page that bears these words."""
    page.locator("summary", has_text=words_of("vi")(key)).first.click()


def words_in(saved: str) -> str:
    """The text of a picture, its lines joined."""
    texts = re.sub(r"<(text|tspan)\b[^>]*>", " ", saved)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", texts)).split())


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
        page.evaluate(COMPLETE_ADDRESS)
        for route in held:
            route.continue_()

    name = saved_by(page, click_too_early).suggested_filename
    assert name.startswith("vi_tri_trong_hinh_pheu_")
    await_that(page, lambda: not button.get_attribute("aria-busy"), "the end")


def test_two_clicks_save_both_forms(open_as: OpenAs) -> None:
    page = open_as("committee", "tong-quan?aspect=factors")
    open_part(page, "figures.show")
    names: list[str] = []
    page.on("download", lambda download: names.append(download.suggested_filename))
    for form in ("png", "svg"):
        page.locator(f"[data-save={form}]").first.click()
    await_that(page, lambda: len(names) == 2, "the second file")
    assert sorted(name.rpartition(".")[2] for name in names) == ["png", "svg"]


def saved_by(page: Page, act: Callable[[], None]) -> Download:
    """The file that comes of what a reader does."""
    with page.expect_download() as waiting:
        act()
    return waiting.value
