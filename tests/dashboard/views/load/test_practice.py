"""The practice home on the page: marked on every part, apart from the real one."""

from __future__ import annotations

import io

import pytest

from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home, Started
from tests.dashboard.views.load.test_page import button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import receive
from warehouse.desk.practice import practice_home, started_on
from warehouse.settings import Settings

STEWARD = PEOPLE["steward"].user_name


def test_it_is_begun_marked_and_thrown_away(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    Started(monkeypatch)
    home, card = home_with_file
    app = open_page("steward", "load", at=home, home="practice")
    assert "Một kho trống của riêng bạn" in html_of(app)
    assert card.name not in html_of(app)
    button(app, "Mở kho tập dượt").click().run()
    there = practice_home(Settings(home=home), STEWARD)
    assert started_on(there) is not None
    tried, _ = receive(there, "thử.csv", io.BytesIO(b"x,y\n1,2\n"), by=STEWARD)
    for part in ("files", "publish", "missing"):
        shown = html_of(
            open_page("steward", "load", at=home, home="practice", desk=part)
        )
        assert "TẬP DƯỢT. Kho riêng của bạn" in shown
        assert card.name not in shown
        assert (tried.name in shown) == (part == "files")
    real = html_of(open_page("steward", "load", at=home, home="real"))
    assert card.name in real
    assert tried.name not in real
    assert "TẬP DƯỢT" not in real
    app = open_page("steward", "load", at=home, home="practice")
    button(app, "Bỏ hết").click().run()
    assert started_on(there) is None
    assert button(app, "Mở kho tập dượt")


def test_nobody_else_has_one_there(open_page: OpenPage, home_with_file: Home) -> None:
    app = open_page("committee", at=home_with_file[0], home="practice")
    assert "Tập dượt" not in html_of(app)
