"""Something breaks: the reader reads what to do next and an id, never a trace."""

from __future__ import annotations

import logging
import re
from typing import Any, NoReturn

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.change_blocks
import dashboard.frame
from dashboard.rows import data
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from warehouse import audit
from warehouse.errors import AuditError, SlowQueryError

SECRET = "/srv/kho/raw.duckdb: Nguyễn Văn Bí Mật"


def breaking(error: Exception) -> Any:
    def broken(*_: object, **__: object) -> NoReturn:
        raise error

    return broken


def failure_id(app: AppTest) -> str:
    """The incident's id on the page, which tells nothing else of the error."""
    assert not app.exception
    text = html_of(app)
    assert "Bí Mật" not in text
    assert "Traceback" not in text
    found = re.search(r"Mã sự cố ([0-9A-F]{8})", text)
    assert found, text
    return found[1]


def test_one_broken_part_leaves_the_others(
    open_page: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(
        dashboard.change_blocks, "verdict_map", breaking(RuntimeError(SECRET))
    )
    with caplog.at_level(logging.ERROR):
        app = open_page("committee", "overview")
    failure = failure_id(app)
    assert "Phần này chưa hiển thị được" in html_of(app)
    # What stands before and after the part still stands.
    assert "tt-verdict" in html_of(app)
    assert "Có gì mới so với lần công bố trước?" in html_of(app)
    assert any(
        failure in record.getMessage() and record.exc_info for record in caplog.records
    )


def test_a_broken_page_keeps_its_frame(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = breaking(ZeroDivisionError(SECRET))
    monkeypatch.setattr(data, "_ask", broken)
    app = open_page("leader", "petitions", lang="en")
    assert not app.exception
    text = html_of(app)
    assert "This part cannot be shown right now" in text
    assert "Bí Mật" not in text
    assert "tt-foot" in text
    assert any(button.label == "Try again" for button in app.button)


def test_trying_again_shows_the_page_once_it_works(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(data, "_ask", breaking(OSError(SECRET)))
        app = open_page("committee", "petitions")
        failure_id(app)
    app.button[0].click().run()
    assert "Mã sự cố" not in html_of(app)
    assert "Tố cáo" in html_of(app)


def test_a_broken_frame_is_shown_too(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard.frame, "page_of", breaking(KeyError(SECRET)))
    failure_id(open_page("committee"))


def test_what_cannot_be_recorded_is_not_shown(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = AuditError("record", SECRET, "it cannot be written", "free the disk")
    monkeypatch.setattr(audit, "record", breaking(error))
    app = open_page("leader", "officers")
    failure_id(app)
    assert "Chưa ghi được nhật ký nên không hiển thị" in html_of(app)
    assert "Nguyễn Thị An" not in html_of(app)


def test_a_slow_question_is_not_shown_as_missing_rights(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = SlowQueryError("query", "", "it ran longer than 5 s", "narrow it")
    monkeypatch.setattr(data, "_ask", breaking(error))
    text = html_of(open_page("committee", "petitions"))
    assert "mất quá nhiều thời gian" in text
    assert "không có quyền" not in text
