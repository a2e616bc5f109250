"""The quality page: loads, tests of a build, and what reaches no figure."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed


def test_a_red_build_is_shown_with_its_tests(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(home, tmp_path / "home")
    run = {
        "is_published": False,
        "n_tests": 3,
        "warnings": [],
        "failures": [
            {
                "name": "unique_key_fct_cases",
                "kind": "test",
                "message": "x",
                "test": "unique_key",
                "area": "cases",
                "column": "",
                "n_rows": 1234,
            },
            {"name": "of_a_version_before", "kind": "test", "message": "x"},
        ],
    }
    (copy / "builds" / "last_run.json").write_text(json.dumps(run), encoding="utf-8")
    text = html_of(open_page("steward", "quality", at=copy, checked="tests"))
    assert "Bản dựng mới nhất chưa được công bố" in text
    assert "unique_key_fct_cases" in text
    assert "Hồ sơ: có dòng trùng nhau" in text
    assert "1.234" in text
    assert "of_a_version_before" in text
    assert "thanthien status" not in text


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


def test_a_steward_reads_first_what_is_missing(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    text = html_of(open_page("steward"))
    assert text.index("Còn thiếu gì?") < text.index("Độ mới")
    assert "nap-so-lieu?desk=missing" in text
    shutil.copytree(home / "builds", tmp_path / "builds")
    (path,) = (tmp_path / "builds").glob("warehouse-*.duckdb")
    with changed(path) as connection:
        connection.sql(
            "update dim_sources set newest_on = date '2026-09-29'"
            " where source = 'petitions'"
        )
        connection.sql("delete from dim_sources where source = 'ballots'")
    text = html_of(open_page("steward", "quality", at=tmp_path))
    assert "sổ đơn, phản ánh: số mới nhất đến 29/09/2026" in text
    assert "Chưa có phiếu sau trả kết quả" in text
    assert "Còn thiếu gì?" not in html_of(open_page("committee", "quality"))
