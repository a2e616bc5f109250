"""Pages speak the language that was chosen; names are found, paper is whole."""

from __future__ import annotations

import pytest

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.browser.conftest import OpenAs, settle
from tests.browser.english_words import english_on
from tests.browser.steps import await_figures, await_query, await_that
from tests.browser.test_every_page import ROLES

pytestmark = pytest.mark.browser


def test_the_test_sees_english(open_as: OpenAs) -> None:
    page = open_as("committee", "tong-quan?lang=en")
    assert len(english_on(page)) > 20


def test_the_page_says_its_language(open_as: OpenAs) -> None:
    page = open_as("committee")
    assert page.locator("html").get_attribute("lang") == "vi"
    page = open_as("committee", "?lang=en")
    assert page.locator("html").get_attribute("lang") == "en"


def test_every_role_reads_the_method(open_as: OpenAs) -> None:
    assert all("methods" in {v.name for v in VIEWS if r in v.roles} for r in ROLES)
    page = open_as("officer", words_of("vi")("paths.methods"))
    assert "Không có nghĩa là" in page.inner_text("body")


def test_a_name_is_found_without_marks(open_as: OpenAs) -> None:
    page = open_as("committee", "chat-luong-du-lieu")
    box = page.get_by_role("textbox", name="Tìm đơn vị hoặc cán bộ").first
    box.fill("hoa binh")
    box.press("Enter")
    page.get_by_role("link", name="Xã Hoà Bình").first.click()
    page.get_by_role("heading", name="Xã Hoà Bình").first.wait_for()
    settle(page)


def test_a_name_outside_the_scope_is_not_found(open_as: OpenAs) -> None:
    page = open_as("leader")
    box = page.get_by_role("textbox", name="Tìm đơn vị hoặc cán bộ").first
    box.fill("thinh lap")
    box.press("Enter")
    page.get_by_text("trong phạm vi của bạn").wait_for()
    assert page.get_by_role("link", name="Thịnh Lập").count() == 0


def test_back_leads_to_the_view_before(open_as: OpenAs) -> None:
    page = open_as("committee")
    first = page.url
    page.get_by_role("radio", name="English").or_(
        page.get_by_role("button", name="English")
    ).first.click()
    page.get_by_role("heading", name="Has satisfaction improved?").wait_for()
    await_query(page, "lang", "en")
    page.go_back()
    page.get_by_role("heading", name="Mức độ hài lòng có tăng lên không?").wait_for()
    await_that(page, lambda: page.url == first, "the first address")


def test_print_shows_every_figure_whole(open_as: OpenAs) -> None:
    page = open_as("committee", "tong-quan?aspect=units")
    await_figures(page)
    page.emulate_media(media="print")
    assert page.locator("[data-testid=stTextInput]").first.is_hidden()
    inner = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e =>
          e.scrollHeight > e.clientHeight + 2 &&
          ['auto','scroll','hidden'].includes(getComputedStyle(e).overflowY) &&
          e.querySelector('.js-plotly-plot')).map(e => e.className)"""
    )
    assert inner == []
