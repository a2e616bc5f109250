"""The guide is on the page of loading; others are told who loads, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.frame import LOADERS, first_use
from dashboard.views_by_role import ROLES
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of

STORY = "Câu chuyện 1: sổ phiếu góp ý đánh dấu x"


@pytest.mark.parametrize("role", LOADERS)
def test_one_switch_opens_the_guide(open_page: OpenPage, role: str) -> None:
    app = open_page(role, "load")
    assert STORY not in html_of(app)
    app.toggle[0].set_value(True).run()
    said = html_of(app)
    assert not app.exception
    assert STORY in said
    assert "screenshots/" not in said
    assert "`" not in said.split(STORY)[1].split("</section>")[0]
    assert STORY in html_of(open_page(role, "load", guide="open"))


@pytest.mark.parametrize("role", LOADERS)
def test_the_guide_is_there_before_the_first_build(
    open_page: OpenPage, tmp_path: Path, role: str
) -> None:
    app = open_page(role, at=tmp_path)
    assert "Chưa có số liệu: bắt đầu từ đây" in html_of(app)
    app.toggle[0].set_value(True).run()
    assert STORY in html_of(app)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_first_steps_say_who_loads_and_where(role: str, lang: str) -> None:
    said = first_use(words_of(lang), role)
    words = words_of(lang)
    if role in LOADERS:
        assert "nap-so-lieu?guide=open" in said
    else:
        of_role = f"first_use.{role}.data"
        assert words.or_else(of_role, words("first_use.data")) in said


@pytest.mark.parametrize("role", sorted({*ROLES} - {*LOADERS, "ministry"}))
def test_an_empty_page_says_who_loads_and_where(
    open_page: OpenPage, tmp_path: Path, role: str
) -> None:
    said = html_of(open_page(role, at=tmp_path))
    assert "Người quản trị dữ liệu nạp và công bố số liệu ở trang Nạp số liệu" in said
    assert "thanthien" not in said
