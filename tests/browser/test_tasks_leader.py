"""A leader's work in a real browser, clicks counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import NARROW, OpenAs, settle
from tests.browser.steps import (
    assert_fits,
    assert_reload_keeps,
    await_heading,
    await_query,
    await_text,
    choose_button,
    export_csv,
    main_text,
)

pytestmark = pytest.mark.browser


def test_from_today_to_one_officers_cases_in_two_clicks(open_as: OpenAs) -> None:
    page = open_as("leader")
    await_heading(page, "Phường An Bình")
    page.get_by_role("link", name="Hồ sơ trễ lời hẹn đầu tiên trong 12 tháng").click()
    settle(page)
    page.get_by_role("link", name="Nguyễn Thị An", exact=True).click()
    settle(page)
    page.get_by_text("Trễ lời hẹn đầu: 5 hồ sơ").wait_for()
    await_text(page, "Điều gì sẽ làm kết luận đổi?")


def test_a_link_reopens_the_view_and_back_returns(open_as: OpenAs) -> None:
    page = open_as("leader", "don-vi?part=cases&cases=late_hidden&holder=CB001")
    await_text(page, "Trễ nhưng sổ ghi đúng: 2 hồ sơ")
    assert_reload_keeps(page)
    choose_button(page, "Trễ theo sổ")
    await_query(page, "cases", "late_official")
    page.go_back()
    page.get_by_text("Trễ nhưng sổ ghi đúng: 2 hồ sơ").wait_for()
    await_query(page, "cases", "late_hidden")


def test_another_units_link_shows_nothing_of_it(open_as: OpenAs) -> None:
    page = open_as("leader", "don-vi?unit=91003@2025-07-01&part=cases")
    await_heading(page, "Phường An Bình")
    assert "Xã Thịnh Lập" not in main_text(page)


def test_english_and_export(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("leader", "don-vi?part=cases&holder=CB001")
    found = export_csv(page, tmp_path)
    assert found.startswith(b"\xef\xbb\xbf")
    choose_button(page, "English")
    page.get_by_text("Broke the first promise: 5 cases").wait_for()
    await_query(page, "lang", "en")


def test_on_a_phone_the_day_comes_first(open_as: OpenAs) -> None:
    page = open_as("leader", width=NARROW)
    assert_fits(page)
    box = page.get_by_text(
        "Hồ sơ đang giải quyết đã quá lời hẹn đầu tiên"
    ).bounding_box()
    assert box is not None
    assert box["y"] < 900
    choose_button(page, "Hồ sơ trễ")
    page.get_by_text("Từng hồ sơ").wait_for()
    assert_fits(page)
