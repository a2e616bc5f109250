"""The steward's work in a real browser: what was loaded, refused and restated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import OpenAs
from tests.browser.steps import (
    assert_reload_keeps,
    await_query,
    await_text,
    choose_button,
    export_csv,
)

pytestmark = pytest.mark.browser


def test_the_page_opens_and_fits(open_as: OpenAs) -> None:
    page = open_as("steward")
    await_text(page, "46.000")


def test_changed_figures_in_one_click_back_and_reload(open_as: OpenAs) -> None:
    page = open_as("steward", "chat-luong-du-lieu")
    choose_button(page, "Số bị sửa")
    page.get_by_text("Trễ lời hẹn đầu").first.wait_for()
    await_query(page, "checked", "restated")
    assert_reload_keeps(page)
    page.go_back()
    page.get_by_role("heading", name="Theo loại số liệu").wait_for()


def test_english_and_export(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("steward", "chat-luong-du-lieu?checked=restated")
    assert export_csv(page, tmp_path).startswith(b"\xef\xbb\xbf")
    choose_button(page, "English")
    page.get_by_text("Published figures that changed").first.wait_for()
    await_query(page, "lang", "en")
