"""The record speaks the reader's language, not the program's."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.rows.recorded_views import WATCHED_SUBJECTS
from dashboard.views.record.page import CODED
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key, write_build
from warehouse import audit
from warehouse.queries import QUERIES


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everything_that_is_recorded_has_words(lang: str) -> None:
    words = words_of(lang)
    missing = [n for n in audit.ACTIONS if not words.has(f"record.actions.{n}")]
    assert missing == []


def test_what_a_recorded_view_asks_has_words() -> None:
    by_name = {"reader_officer_code", "reader_unit_key", "unit_key", "period"}
    asked = {
        param
        for query in QUERIES.values()
        if query.subject in WATCHED_SUBJECTS
        for param, type_ in query.params.items()
        if type_ == "text"
    }
    assert asked - by_name <= CODED.keys()


def test_views_of_officers_are_shown_in_words(
    open_page: OpenPage, tmp_path: Path
) -> None:
    write_build(tmp_path)
    unit = key("91001")
    open_page("leader", "officers", at=tmp_path, unit=unit, officer="CB001")
    text = html_of(open_page("front", "record", at=tmp_path))
    assert "Kết quả cán bộ trong kỳ" in text
    assert "Tỷ lệ hài lòng sau trả kết quả" in text
    for code in ("officer_bands", "officer_history", "case_list", "satisfied_share"):
        assert code not in text
    for machine in ("; all", "@2025", "2026-Q3", "2025-11-01"):
        assert machine not in text
    assert "quý 3/2026" in text
    assert "bản dữ liệu " in text
