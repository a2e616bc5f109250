"""The quality page: loads, tests of a build, and what reaches no figure."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def test_a_red_build_is_shown_with_its_tests(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(home, tmp_path / "home")
    run = {
        "is_published": False,
        "n_tests": 3,
        "warnings": [],
        "failures": [{"name": "unique_key_fct_cases", "kind": "test", "message": "x"}],
    }
    (copy / "builds" / "last_run.json").write_text(json.dumps(run), encoding="utf-8")
    text = html_of(open_page("steward", "quality", at=copy, checked="tests"))
    assert "Bản dựng mới nhất chưa được công bố" in text
    assert "unique_key_fct_cases" in text


def test_the_loads_reconcile(open_page: OpenPage) -> None:
    text = html_of(open_page("steward"))
    assert "46.000" in text
    assert "Đối chiếu khớp chính xác" in text


def test_the_page_says_what_to_know_of_loaded_files(open_page: OpenPage) -> None:
    text = html_of(open_page("steward", "quality", checked="loads"))
    assert "Điều cần biết về tệp đã nạp" in text
    assert "4 ngày trước năm 2000 ở cột «Ngày nhận»" in text
    assert "(dòng 3, 7, 9, …)" in text


def test_the_quality_page_tells_steps_that_reach_no_figure(open_page: OpenPage) -> None:
    text = html_of(open_page("steward", "quality", checked="tests"))
    assert "Bước xử lý cán bộ không vào số liệu" in text
    assert "V00003" in text
    assert "bước không có trong quy trình" in text
