"""A leader hands over an export and takes letters away."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.conftest import OpenAs
from tests.dashboard.small.units import key
from tests.warehouse.letters.exports import write_export

pytestmark = pytest.mark.browser

PAGE = "don-vi?part=letters"


def test_letters_are_printed_from_the_offices_own_export(
    open_as: OpenAs, tmp_path: Path
) -> None:
    codes = [f"M-{key('91001')}-{7000 + n}" for n in range(9)]
    # the small build owes what is missing or waits: 7004 to 7008
    people = [(one, f"Người {one[-4:]}", "", "Tổ 1", "Cá nhân") for one in codes[:8]]
    export = write_export(tmp_path / "xuat.xlsx", people)
    page = open_as("leader", PAGE)
    page.locator("input[type=file]").set_input_files(export)
    take = page.get_by_role("button", name="Tải 4 thư")
    take.wait_for()  # the export is read by a process of its own
    expect(page.get_by_text("1 thư: tệp xuất không có việc này")).to_be_visible()
    with page.expect_download() as download:
        take.click()
    path = tmp_path / "thu.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == 4
        first = Document(io.BytesIO(archive.read(archive.namelist()[0])))
    assert "Kính gửi: Ông/Bà Người 7004" in "\n".join(p.text for p in first.paragraphs)
