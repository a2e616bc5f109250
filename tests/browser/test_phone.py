"""Tables on a phone: nothing is pushed sideways, each figure has its name."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW, OpenAs
from tests.browser.steps import await_text

pytestmark = pytest.mark.browser

SIDEWAYS = """() => [...document.querySelectorAll('.tt-scroll')]
  .filter(e => e.scrollWidth > e.clientWidth + 2)
  .map(e => e.getAttribute('aria-label'))"""


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("committee", "khieu-nai-phan-anh"),
        ("committee", "don-vi"),
        ("leader", "don-vi?part=cases&holder=CB001"),
        ("leader", "can-bo?officer=CB001"),
        ("front", "danh-gia-doc-lap?section=asked"),
        ("steward", "chat-luong-du-lieu"),
    ],
)
def test_no_table_scrolls_sideways(open_as: OpenAs, role: str, path: str) -> None:
    page = open_as(role, path, width=NARROW)
    for closed in page.locator("summary", has_text="Bảng số liệu").all():
        closed.click()
    page.locator(".tt-table").first.wait_for()
    assert page.evaluate(SIDEWAYS) == []


def test_a_card_names_each_figure_and_paper_keeps_the_table(open_as: OpenAs) -> None:
    page = open_as("committee", "khieu-nai-phan-anh", width=NARROW)
    row = page.locator(".tt-cards tbody tr").first
    cell = row.locator("td").first
    shown = "e => getComputedStyle(e, '::before').content"
    assert cell.evaluate(shown) == '"Nhận"'
    assert row.evaluate("e => getComputedStyle(e).display") == "grid"
    assert page.get_by_role("columnheader", name="Nhận").count() == 1
    page.emulate_media(media="print")
    assert cell.evaluate(shown) == "none"
    assert row.evaluate("e => getComputedStyle(e).display") == "table-row"


def test_an_address_without_a_page_is_shown_in_vietnamese(open_as: OpenAs) -> None:
    page = open_as("committee", "khong-co", width=NARROW)
    page.get_by_role("dialog").wait_for()
    await_text(page, "Mức độ hài lòng có tăng lên không?")
    found = page.get_by_role("dialog").inner_text()
    assert "Đã mở trang đầu tiên của bạn" in found
    assert "page" not in found


def test_a_map_leaves_no_empty_room_around_it(open_as: OpenAs) -> None:
    page = open_as("committee", width=NARROW)
    drawn = page.locator(".st-key-unit_map .scatterlayer")
    drawn.wait_for()
    page.wait_for_timeout(1_000)
    inner, outer = drawn.bounding_box(), page.locator(".st-key-unit_map").bounding_box()
    assert inner is not None
    assert outer is not None
    above = inner["y"] - outer["y"]
    below = outer["y"] + outer["height"] - inner["y"] - inner["height"]
    assert 0 <= above < 40
    assert 0 <= below < 40
