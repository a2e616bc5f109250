"""The committee's work in a real browser, clicks counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import OpenAs, settle
from tests.browser.steps import (
    assert_reload_keeps,
    await_heading,
    await_query,
    await_text,
    choose_button,
    export_csv,
)

pytestmark = pytest.mark.browser


# Where the map draws the sign of a unit, in pixels of the window; None before it does.
_ON_MAP = """name => {
  for (const map of document.querySelectorAll('.js-plotly-plot')) {
    const areas = (map._fullData ?? []).filter((one) => one.meta);
    const at = areas.findIndex((one) => one.text.includes(name));
    if (at < 0) continue;
    const signs = map._fullData.find((one) => one.mode === 'text');
    const { xaxis, yaxis, _size: room } = map._fullLayout;
    const box = map.getBoundingClientRect();
    return {
      x: box.left + room.l + xaxis.l2p(signs.x[at]),
      y: box.top + room.t + yaxis.l2p(signs.y[at]),
    };
  }
}"""


def test_one_communes_verdict_in_one_click(open_as: OpenAs) -> None:
    page = open_as("committee")
    page.wait_for_function(_ON_MAP, arg="Phường An Bình")
    page.locator(".js-plotly-plot").last.scroll_into_view_if_needed()
    place = page.evaluate(_ON_MAP, "Phường An Bình")
    page.mouse.move(place["x"] + 2, place["y"] + 2)
    page.locator(".hoverlayer .hovertext").wait_for()
    page.mouse.click(place["x"] + 2, place["y"] + 2)
    settle(page)
    page.get_by_text("Phường An Bình").first.wait_for()
    await_heading(page, "Phường An Bình")
    await_text(page, "khoảng tin cậy 95%")


def test_a_link_reopens_the_view_and_back_returns(open_as: OpenAs) -> None:
    page = open_as("committee", "don-vi?unit=91002@2025-07-01&part=months")
    await_heading(page, "Xã Đồng Hòa")
    assert_reload_keeps(page)
    choose_button(page, "Hài lòng sau trả kết quả")
    page.wait_for_url("**measure=satisfied_share**")
    page.go_back()
    page.wait_for_url("**measure=late_strict_share**")
    await_heading(page, "Xã Đồng Hòa")


def test_english_and_export(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("committee", "khieu-nai-phan-anh")
    assert export_csv(page, tmp_path).startswith(b"\xef\xbb\xbf")
    choose_button(page, "English")
    page.get_by_text("Open petitions by age").first.wait_for()
    await_query(page, "lang", "en")
