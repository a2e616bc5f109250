"""One refused row on the page: the faulty cells, what was typed, what came of it."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from typing import Any

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home, Started
from tests.dashboard.views.load.test_page import ACCOUNT, button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import name_to_mend, receive, write_card
from warehouse.desk.jobs import Job, write_job
from warehouse.settings import Settings

SAVE = "Sửa và nạp dòng này"


def row(line: int, value: str) -> dict[str, Any]:
    words = {"vi": ["Không có ngày này", "Xem sổ gốc"], "en": ["No day", "Look"]}
    return {
        "sheet": "",
        "line": line,
        "cells": [{"heading": "Ngày nhận", "value": value, **words}],
    }


ROWS = [row(7, "31/02/2026"), row(9, "")]


@pytest.fixture
def loaded(home_with_file: Home) -> Home:
    home, card = home_with_file
    settings = Settings(home=home)
    write_card(settings, replace(card, status="loaded"))
    job = Job("20260101000001-00000000", "load", card.sha256, "chi", time.time())
    answer = {**ACCOUNT, "n_refused": 2, "rows": ROWS}
    write_job(settings, replace(job, state="done", answer=answer))
    return home_with_file


def test_a_cell_is_typed_anew(
    open_page: OpenPage, loaded: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    app = open_page("steward", "load", at=loaded[0])
    assert button(app, SAVE).disabled
    [field] = [f for f in app.text_input if "đang là: 31/02/2026" in f.label]
    assert "Không có ngày này" in field.help
    field.input(" 28/02/2026 ").run()
    monkeypatch.setitem(started.answers, "mend_row", {"is_mended": False, **ACCOUNT})
    button(app, SAVE).click().run()
    cells = {"Ngày nhận": "28/02/2026"}
    asked = ("mend_row", {"sheet": "", "line": 7, "cells": cells})
    assert started.asked == [asked]
    assert any("chưa có gì được nạp" in error.value for error in app.error)


def test_a_row_that_is_mended_is_not_offered_again(
    open_page: OpenPage, loaded: Home
) -> None:
    home, card = loaded
    settings = Settings(home=home)
    mends = {"sheet": "", "line": 7, "columns": ["Ngày nhận"]}
    content = io.BytesIO(b"a,b\n3,4\n")
    made, _ = receive(settings, name_to_mend(card), content, by="chi", mends=mends)
    write_card(settings, replace(made, status="loaded"))
    done = {"is_mended": True, "n_loaded": 1}
    job = Job("20260101000003-00000000", "mend_row", card.sha256, "chi", time.time())
    write_job(settings, replace(job, state="done", said=mends, answer=done))
    app = open_page("steward", "load", at=home, delivery=card.sha256[:12])
    assert any("Đã sửa và nạp dòng 7" in one.value for one in app.success)
    [box] = [b for b in app.selectbox if b.label == "Dòng cần sửa"]
    assert box.options == ["dòng 9: Ngày nhận"]
    assert "Kho giữ cả chữ cũ lẫn chữ mới" in html_of(app)
