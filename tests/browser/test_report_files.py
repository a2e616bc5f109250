"""A review taken along as files, each on record, and shown to a meeting by keys."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from tests.browser.conftest import NARROW, OpenAs, settle
from tests.browser.steps import assert_fits
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.small.warehouse import key
from tests.security.server import Server
from tests.warehouse.reviews.walks import START, TEXT
from warehouse import audit
from warehouse.reviews.act import take_step

pytestmark = pytest.mark.browser
PERIOD = "2026-10"
FITS = """slide => {
  const picture = slide.querySelector(".tt-picture");
  return slide.scrollHeight <= slide.clientHeight
    && slide.scrollWidth <= slide.clientWidth
    && picture.scrollHeight <= picture.clientHeight;
}"""
OPENED: dict[str, Any] = {
    "docx": Document,
    "xlsx": load_workbook,
    "pptx": Presentation,
    "page": Document,
}


def test_a_released_review_is_taken_along(
    served: Server, open_as: OpenAs, tmp_path: Path
) -> None:
    unit = key("91001")
    for action, role in (
        ("write", "leader"), ("submit", "leader"), ("confirm", "steward"),
        ("release", "committee"),
    ):  # fmt: skip
        take_step(
            served.settings, unit, PERIOD, action, by=PEOPLE[role], text=TEXT, now=START
        )
    path = f"ky-danh-gia?review_period={PERIOD}"
    page = open_as("leader", path)
    for kind, label in (
        ("docx", "Văn bản (DOCX)"),
        ("xlsx", "Bảng số (XLSX)"),
        ("pptx", "Trang trình chiếu (PPTX)"),
        ("page", "Một trang A4 (DOCX)"),
    ):
        button = page.get_by_role("button", name=label)
        button.wait_for()
        with page.expect_download() as waiting:
            button.click()
        name = f"bao_cao_91001_{PERIOD}.{kind}"
        if kind == "page":
            name = f"mot_trang_91001_{PERIOD}.docx"
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / kind)
        OPENED[kind](io.BytesIO((tmp_path / kind).read_bytes()))
    found = audit.read_records(served.settings, action="export")
    kinds = {r.detail["kind"] for r in found if r.subject == "report"}
    assert kinds == set(OPENED)
    narrow = open_as("leader", path, width=NARROW)
    narrow.get_by_role("button", name="Bảng số (XLSX)").wait_for()
    assert_fits(narrow)


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_a_meeting_is_led_by_keys(open_as: OpenAs, size: tuple[int, int]) -> None:
    page = open_as("committee", "tong-quan")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator(".tt-open-meeting").click()
    room = page.locator(".tt-meeting")
    room.wait_for()
    settle(page)
    assert room.bounding_box() == {
        "x": 0, "y": 0, "width": size[0], "height": size[1],
    }  # fmt: skip
    n = room.locator("section").count()
    keys = ["PageDown", "ArrowRight", "Space", "ArrowDown", "Enter"]
    for nth in range(1, n):
        page.keyboard.press(keys[nth % len(keys)])
        shown = room.locator("section:not([hidden])")
        assert shown.get_attribute("data-slide") == f"{nth + 1}"
        assert f"slide={nth + 1}" in page.url
        assert shown.evaluate(FITS)
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    page.reload()
    room.wait_for()
    settle(page)
    at = room.locator("section:not([hidden])").get_attribute("data-slide")
    assert at == f"{n - 2}"
    page.keyboard.press("n")
    room.locator("section:not([hidden]) .tt-notes").wait_for()
    page.keyboard.press("Escape")
    room.wait_for(state="detached")
    settle(page)
    assert "slide=" not in page.url
