"""A file that two layouts fit equally: the page asks which, with what differs."""

from __future__ import annotations

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home, Started, understood
from tests.dashboard.views.load.test_page import SEEN, SPEC, button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file

FIRST = {
    **SPEC,
    "sha256": "a" * 64,
    "kinds": ["case"],
    "reads": [["Đơn vị", "case", "receiving_unit_code"]],
    "fixed": [["channel", "counter"]],
    "is_told_apart": True,
}
OTHER = {
    **FIRST,
    "name": "other_list",
    "vi": "Sổ khác",
    "reads": [["Đơn vị", "", ""]],
    "fixed": [],
}


def test_the_one_question_says_what_differs(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    understood(home_with_file, {**SEEN, "spec": None, "equal": [FIRST, OTHER]})
    app = open_page("steward", "load", at=home_with_file[0])
    asked = next(r for r in app.radio if r.label == "Chọn mẫu")
    assert asked.options == ["Sổ một cửa", "Sổ khác"]
    first, other = asked.proto.captions
    assert "cột “Đơn vị” là Đơn vị tiếp nhận" in first
    assert "Nộp qua: Tại quầy" in first
    assert "cột “Đơn vị” không dùng" in other
    assert "chỉ khác cách hiểu ngày" not in html_of(app)
    # nothing is chosen beforehand, and nothing goes on without an answer
    keep = "Đọc theo mẫu đã chọn"
    assert asked.value is None
    assert button(app, keep).disabled
    asked.set_value("1").run()
    button(app, keep).click().run()
    said = {"spec": "other_list", "sha256": "a" * 64}
    assert started.asked[0] == ("choose_layout", said)
    # the file is read again by itself
    assert started.asked[1][0] == "understand"


def test_layouts_that_read_all_columns_alike_say_so(
    open_page: OpenPage, home_with_file: Home
) -> None:
    alike = [
        {**one, "reads": [], "fixed": [], "is_told_apart": False}
        for one in (FIRST, OTHER)
    ]
    understood(home_with_file, {**SEEN, "spec": None, "equal": alike})
    app = open_page("steward", "load", at=home_with_file[0])
    assert "chỉ khác cách hiểu ngày hoặc chữ trong ô" in html_of(app)
