"""A released review is taken along from its page: four files, each on record."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from tests.browser.conftest import NARROW, OpenAs
from tests.browser.steps import assert_fits
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.small.warehouse import key
from tests.security.server import Server
from tests.warehouse.reviews.walks import START, TEXT
from warehouse import audit
from warehouse.reviews.act import take_step

pytestmark = pytest.mark.browser
PERIOD = "2026-10"
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
        ("write", "leader"), ("submit", "leader"), ("release", "committee"),
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
