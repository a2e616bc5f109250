"""The forms for a survey round and a question: what they ask, what they send."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.views.load.test_changed import Home, Started
from tests.dashboard.views.load.test_page import ACCOUNT, button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file


def field(found: Any, label: str) -> Any:
    return next(one for one in found if one.label == label)


def choose(app: AppTest, label: str, option: str) -> None:
    box = field(app.selectbox, label)
    box.select(next(o for o in box.options if o == option))


def test_a_round_is_sent_as_the_warehouse_writes_it(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    started.answers["add_row"] = ACCOUNT
    app = open_page("steward", "load", at=home_with_file[0], desk="missing")
    button(app, "Nạp đợt này").click().run()
    [lacks] = [w.value for w in app.warning]
    assert "Mã đợt lấy phiếu, Dòng phiếu, Bên phụ trách" in lacks
    assert started.asked == []
    # a round of the Front is not made here
    assert "Mặt trận" not in field(app.selectbox, "Bên phụ trách *").options
    field(app.text_input, "Mã đợt lấy phiếu *").input("DOT-9")
    choose(app, "Dòng phiếu *", "Tại đơn vị")
    choose(app, "Bên phụ trách *", "Người đứng đầu")
    field(app.date_input, "Ngày mở").set_value(date(2026, 10, 1))
    field(app.number_input, "Số phiếu dự kiến").set_value(200)
    button(app, "Nạp đợt này").click().run()
    [(act, said)] = started.asked
    assert act == "add_row"
    filled = {name: text for name, text in said["values"].items() if text}
    assert said["kind"] == "wave"
    assert filled == {
        "wave_code": "DOT-9",
        "stream": "service",
        "owner": "head",
        "opened_on": "2026-10-01",
        "planned_n": "200",
    }


def test_a_question_names_its_factor_or_commitment(
    open_page: OpenPage, home_with_file: Home
) -> None:
    app = open_page("steward", "load", at=home_with_file[0], desk="missing")
    app.radio(key="typed_kind").set_value("item").run()
    options = field(app.selectbox, "Yếu tố, cam kết").options
    assert {"Tiếp cận dịch vụ", "Biết xin lỗi"} <= set(options)
    assert field(app.number_input, "Mức cao nhất *").value == 5
    assert button(app, "Nạp câu hỏi này")
