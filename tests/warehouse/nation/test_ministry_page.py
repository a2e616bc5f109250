"""What the ministry sees: provinces side by side, and each as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.server import page_session
from dashboard.views.unit.by_month import months
from dashboard.views_by_role import views_of
from tests.dashboard.page_html import entered, html_of
from tests.warehouse.nation.two_provinces import TwoProvinces
from warehouse.people.accounts import Identity

MINISTRY = Identity("bo.noi.vu", "Bộ", "ministry")
NATION, ONE, OTHER = "VN@2021-01-01", "79:P1@2021-01-01", "01:P1@2021-01-01"
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(built: TwoProvinces, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setenv("THANTHIEN_HOME", str(built.nation.home))
    monkeypatch.setattr(page_session, "current_identity", lambda settings: MINISTRY)
    st.cache_data.clear()

    def open_(view: str = "", **query: str) -> AppTest:
        return entered(view, query)

    yield open_
    st.cache_data.clear()


def test_the_first_page_sets_provinces_side_by_side(open_page: Open) -> None:
    app = open_page()
    assert not app.exception
    text = html_of(app)
    assert "<h1>Cả nước</h1>" in text
    assert "Tỉnh Mô Phỏng Khác" in text
    assert "2 tỉnh" in text
    for commune in ("Xã Đông", "Xã Bắc", "CB1"):
        assert commune not in text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("unit", [NATION, ONE, OTHER])
@pytest.mark.parametrize(
    "part", ["provinces", "months", "change", "questions", "official"]
)
def test_every_part_draws(open_page: Open, unit: str, part: str, lang: str) -> None:
    app = open_page("unit", unit=unit, part=part, lang=lang)
    assert not app.exception
    assert html_of(app)


def test_a_provinces_change_is_by_its_own_waves(open_page: Open) -> None:
    text = html_of(open_page("unit", unit=OTHER, part="change"))
    assert "tt-verdict" in text
    assert "79:" not in text


def test_a_nations_months_are_not_called_too_few_for_limits(open_page: Open) -> None:
    app = open_page("unit", unit=NATION, part="months")
    assert not app.exception
    text = html_of(app)
    assert "tính ở từng tỉnh" in text
    for false in ("cần ít nhất 6 tháng", "Chưa đủ tháng", "Vùng xám"):
        assert false not in text


def test_a_tool_is_named_as_in_its_province(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = ["79:PHIEU-1/paper", "79:PHIEU-2/tablet"]
    monkeypatch.setattr(months, "tools_of", lambda *of: two)
    app = open_page("unit", unit=ONE, part="months", measure="satisfied_share")
    assert not app.exception
    named = [str(option) for box in app.selectbox for option in box.options]
    assert [option for option in named if "PHIEU-1" in option]
    assert not [option for option in named if "79:" in option]


@pytest.mark.parametrize(("unit", "may"), [(NATION, False), (ONE, True)])
def test_ballots_of_provinces_are_no_one_series(
    open_page: Open, unit: str, may: bool
) -> None:
    app = open_page("unit", unit=unit, part="months", measure="satisfied_share")
    assert not app.exception
    is_refused = any("giá trị không dùng được" in box.value for box in app.info)
    assert is_refused is not may


@pytest.mark.parametrize("view", [view.name for view in views_of("ministry")])
def test_every_page_of_the_ministry_draws(open_page: Open, view: str) -> None:
    app = open_page(view)
    assert not app.exception
    assert html_of(app)
