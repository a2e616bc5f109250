"""An officer's own page in a real browser: the own results and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import OpenAs
from tests.browser.steps import (
    assert_reload_keeps,
    await_query,
    choose_button,
    export_csv,
    main_text,
)

pytestmark = pytest.mark.browser


def test_the_first_page_says_what_would_change_a_conclusion(open_as: OpenAs) -> None:
    page = open_as("officer")
    text = main_text(page)
    assert "Dấu chỉ vào vị trí của bạn" in text
    assert "Điều gì sẽ làm kết luận đổi?" in text


def test_a_link_to_a_colleague_shows_the_own_page(open_as: OpenAs) -> None:
    page = open_as("officer", "can-bo?officer=CB001&period=2026-Q2")
    text = main_text(page)
    assert "quý 2/2026" in text
    assert "Nguyễn Thị An" not in text
    assert_reload_keeps(page)


def test_english_and_export(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("officer", "can-bo")
    assert export_csv(page, tmp_path).startswith(b"\xef\xbb\xbf")
    choose_button(page, "English")
    page.get_by_text("What would change the verdict?").wait_for()
    await_query(page, "lang", "en")
