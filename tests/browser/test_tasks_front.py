"""The Front's work in a real browser, clicks counted."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from tests.browser.conftest import NARROW, OpenAs, settle
from tests.browser.steps import (
    assert_fits,
    assert_reload_keeps,
    await_query,
    await_text,
    await_that,
    choose_button,
    export_csv,
    heading,
    main_text,
)
from tests.security.server import Server
from tests.warehouse.roles import scope_of
from tests.warehouse.waves.frames import keep_small_plan
from warehouse.read import Reader
from warehouse.waves.kept_plans import kept_plans

pytestmark = pytest.mark.browser


def test_from_the_front_page_to_who_was_never_asked_in_three_choices(
    open_as: OpenAs,
) -> None:
    page = open_as("front")
    page.get_by_role("link", name="Đánh giá độc lập").click()
    settle(page)
    page.get_by_text("khảo sát độc lập n =").first.wait_for()
    choose_button(page, "Đã hỏi những ai")
    page.get_by_role("columnheader", name="Không có phiếu nào").wait_for()
    settle(page)
    page.get_by_role("cell", name="không ai được hỏi").first.wait_for()
    page.get_by_label("Đợt lấy phiếu").click()
    page.get_by_role("option", name="đợt sau (9/2026)").click()
    page.get_by_text("Đợt này chưa có phiếu nào").first.wait_for()


def test_own_figure_beside_the_units_own_in_one_click(open_as: OpenAs) -> None:
    page = open_as("front")
    page.get_by_role("link", name="Đánh giá độc lập").click()
    settle(page)
    page.get_by_text("Phiếu tại đơn vị cao hơn rõ").first.wait_for()
    await_text(page, "khoảng tin cậy 95%")
    await_text(page, "Ẩn để bảo vệ người trả lời")


def test_a_link_reopens_the_view_and_back_returns(open_as: OpenAs) -> None:
    page = open_as("front", "danh-gia-doc-lap?section=flags")
    page.get_by_text("Ngày xong trước ngày nhận").first.wait_for()
    assert_reload_keeps(page)
    choose_button(page, "Bộ câu hỏi")
    page.get_by_text("0,81 [0,79; 0,83]").wait_for()
    page.go_back()
    page.get_by_text("Số đơn vị").wait_for()
    await_query(page, "section", "flags")


def test_english_and_export(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("front", "chat-luong-du-lieu?checked=tests")
    assert export_csv(page, tmp_path).startswith(b"\xef\xbb\xbf")
    choose_button(page, "English")
    page.get_by_text("Finished before received").first.wait_for()
    assert heading(page) != "Số liệu lấy từ đâu, có đủ không?"
    assert_fits(page)


def test_on_a_phone_a_short_table_is_seen_whole(open_as: OpenAs) -> None:
    page = open_as("front", "danh-gia-doc-lap?section=flags", width=NARROW)
    page.get_by_text("Ngày xong trước ngày nhận").first.wait_for()
    heads = page.locator(".tt-table").last.locator("thead th")
    assert heads.count() == 4
    box = heads.last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= NARROW


QUESTIONS = {
    "how many forms must Xã Đồng Hòa get to see 5 points": (
        ("Lập kế hoạch đợt", "Từng đơn vị: một câu và hình"),
        r"Xã Đồng Hòa: phát [\d.]+ phiếu, .*(là đủ cho mức|cần phát khoảng|không đủ)",
    ),
    "did the other interviewers get the same": (
        ("Thực địa", "Mọi người đi hỏi"),
        r"Ai hỏi .*câu trả lời|Chưa biết .*người đi hỏi",
    ),
    "who was not asked": (("Đã hỏi những ai",), r"không ai được hỏi"),
    "what did we promise last time": (
        ("Lập kế hoạch đợt",),
        r"\(DL-2026-Q4\)\s+Thay đổi so với đợt trước, 5 điểm %, từng đơn vị",
    ),
}
MOST_CLICKS = 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_the_front_in_three_clicks(
    open_as: OpenAs, served: Server, question: str
) -> None:
    if not kept_plans(served.settings):
        reader = Reader(served.settings)
        scope = scope_of(reader, "front")
        keep_small_plan(served.settings, partial(reader.run, scope=scope))
    presses, answer = QUESTIONS[question]
    assert len(presses) <= MOST_CLICKS
    page = open_as("front")
    for name in presses:
        link = page.get_by_role("link", name=name)
        section = page.get_by_role("radio", name=name)
        opened = page.locator("summary").filter(has_text=name)
        link.or_(section).or_(opened).first.click()
        settle(page)
    await_that(page, lambda: bool(re.search(answer, main_text(page))), question)
