"""Addresses reopen what they name: in a new tab, after a reload, going back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenAs, settle
from tests.browser.steps import await_that, main_text
from tests.dashboard.small.warehouse import AFTER, BEFORE, key

pytestmark = pytest.mark.browser

PAIR = f"waves={BEFORE}~{AFTER}"
UNIT, OTHER = key("91001"), key("91003")
MONTHS = f"don-vi?unit={OTHER}&part=months"
# Role, address, and what the page says only in that state.
STATES = (
    ("committee", f"tong-quan?{PAIR}", "Kết luận của từng đơn vị"),
    ("committee", "tong-quan?aspect=factors", "Yếu tố nào thay đổi?"),
    ("committee", "tong-quan?aspect=units", "Trước và sau ở từng đơn vị"),
    ("committee", "tong-quan?lang=en", "Has satisfaction improved?"),
    ("committee", f"don-vi?unit={OTHER}", "Xã Thịnh Lập"),
    ("committee", f"don-vi?unit={OTHER}&part=questions", "Người dân trả lời thế nào?"),
    ("committee", f"don-vi?unit={OTHER}&part=cases", "Hồ sơ trễ hẹn"),
    ("committee", f"don-vi?unit={OTHER}&part=months", "Diễn biến theo tháng"),
    ("committee", f"{MONTHS}&measure=late_official_share", "Diễn biến theo tháng"),
    ("committee", f"{MONTHS}&measure=satisfied_share", "Diễn biến theo tháng"),
    ("committee", f"don-vi?unit={UNIT}&part=beside&beside={OTHER}", "Xã Thịnh Lập"),
    ("committee", f"don-vi?unit={key('91')}&part=table", "Bảng các đơn vị"),
    ("committee", f"don-vi?unit={key('90101')}&part=change", "Xã An Lạc"),
    ("committee", "don-vi?search=thinh+lap", "Xã Thịnh Lập"),
    ("committee", "danh-gia-doc-lap?section=asked", "không ai được hỏi"),
    ("committee", "phuong-phap?aspect=glossary", "Các từ dùng trên mọi trang"),
    ("committee", "phuong-phap?aspect=rules", "Mỗi mức có ngày hiệu lực"),
    ("leader", "don-vi?part=today", "Năm việc cần xem hôm nay"),
    ("leader", "don-vi?part=cases&cases=late_hidden&holder=CB001", "sổ ghi đúng: 2"),
    ("leader", "don-vi?part=cases&cases=late_official", "Trễ theo sổ"),
    # the build's registers speak of October alone
    ("leader", "don-vi?part=duties&span=2026-Q3", "Chưa có thư, buổi gặp dân"),
    ("leader", "don-vi?part=beside", "Chưa có đủ xã tương tự để so"),
    ("leader", "can-bo?officer=CB001", "Nguyễn Thị An"),
    ("leader", "can-bo?officer=CB001&lang=en", "Nguyễn Thị An"),
    ("leader", "don-vi?search=nguyen+thi+an", "Nguyễn Thị An"),
    ("front", "danh-gia-doc-lap?section=flags", "Dấu hiệu"),
    ("front", "danh-gia-doc-lap?section=fieldwork", "Người đi hỏi"),
    ("front", "lap-ke-hoach-dot?lang=en", "Plan a wave"),
    ("steward", "chat-luong-du-lieu?checked=files", "Tệp"),
    ("steward", "chat-luong-du-lieu?checked=restated", "lần công bố"),
)
AT_EVERY_RUN = ("phuong-phap?aspect=glossary",)


def wanted_of(path: str) -> dict[str, list[str]]:
    return parse_qs(urlparse(path).query)


def holds(page: Page, path: str) -> None:
    """The address still says all it was opened with."""
    found = parse_qs(urlparse(page.url).query)
    kept = {name: found.get(name) for name in wanted_of(path)}
    assert kept == wanted_of(path)


def test_there_are_thirty_states() -> None:
    assert len({path for _, path, _ in STATES}) == 30


@pytest.mark.parametrize(("role", "path", "said"), STATES)
def test_an_address_reopens_its_state(
    open_as: OpenAs, role: str, path: str, said: str, is_release: bool
) -> None:
    if not is_release and path not in AT_EVERY_RUN:
        pytest.skip("all thirty with --release")
    page = open_as(role, path)
    text = main_text(page)
    assert said in text
    assert "Đường dẫn có giá trị không dùng được" not in text
    holds(page, path)
    page.reload()
    settle(page)
    assert said in main_text(page)
    holds(page, path)


def test_what_is_looked_for_stands_in_the_address_and_comes_back(
    open_as: OpenAs,
) -> None:
    page = open_as("committee", "don-vi")
    page.get_by_placeholder("Tìm đơn vị").fill("thinh lap")
    page.keyboard.press("Enter")
    page.locator(".tt-found a").first.wait_for()
    assert wanted_of(page.url)["search"] == ["thinh lap"]
    page.locator(".tt-found a").first.click()
    settle(page)
    assert "search" not in wanted_of(page.url)
    page.go_back()
    settle(page)
    page.locator(".tt-found a").first.wait_for()
    assert page.get_by_placeholder("Tìm đơn vị").input_value() == "thinh lap"


def place_of(page: Page) -> int:
    return int(
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    )


def test_going_back_finds_the_place_on_the_page(open_as: OpenAs) -> None:
    page = open_as("committee", f"don-vi?unit={key('91')}&part=table", width=390)
    link = page.locator(".tt-table a").last
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    place = place_of(page)
    assert place > 300
    link.click()
    page.wait_for_url("**part=**")
    settle(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 0")
    page.go_back()
    settle(page)
    await_that(page, lambda: abs(place_of(page) - place) < 5, "the place")
