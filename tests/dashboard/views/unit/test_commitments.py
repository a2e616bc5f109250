"""Commitments of a unit beside their evidence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed


def rows_of(text: str) -> dict[str, list[str]]:
    """Cells of the table by the name of the commitment."""
    rows = re.findall(r"<tr.*?</tr>", text, flags=re.S)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.S) for row in rows]
    plain = [[re.sub(r"<[^>]+>", " ", one).strip() for one in row] for row in cells]
    return {row[0]: row[1:] for row in plain if len(row) == 6}


def commitments(
    open_page: OpenPage, role: str, code: str, at: Path | None = None
) -> dict[str, list[str]]:
    page = open_page(role, "unit", at=at, unit=key(code), part="commitments")
    return rows_of(html_of(page))


def test_each_commitment_stands_once_and_no_factor_does(open_page: OpenPage) -> None:
    rows = commitments(open_page, "committee", "91001")
    assert len(rows) == 1 + 12  # with the heads
    assert "Thủ tục hành chính" not in rows


def test_all_kinds_of_evidence_stand_side_by_side(open_page: OpenPage) -> None:
    rows = commitments(open_page, "committee", "91001")
    said, verdict, *_ = rows["Biết nghe dân nói"]
    assert said.startswith("từ 76,2% thành 87,4%: +11,2 [")
    assert "cải thiện rõ" in verdict
    assert rows["Biết nghe dân nói"][3] == "trả lời đúng hạn 39/48 (81,3%)"
    late = rows["Không trễ hẹn trong quá trình xử lý công việc"]
    assert late[2] == "trễ lời hẹn đầu 245/3.104 (7,9%)"
    assert rows["Biết xin lỗi"][4] == "gửi đúng hạn 3/9 thư phải gửi (33,3%)"


def test_papers_asked_again_and_dossiers_passed_on_stand_beside_their_commitments(
    open_page: OpenPage,
) -> None:
    rows = commitments(open_page, "leader", "91001")
    papers = "phải dừng chờ bổ sung giấy tờ 34/400 hồ sơ có ghi từng bước (8,5%)"
    assert rows["Biết nói dân hiểu"][2] == papers
    assert rows["Không né tránh trách nhiệm"][2] == (
        "chuyển nơi khác giải quyết 45/500 (9,0%)"
    )


def test_upheld_complaints_stand_beside_harassment(open_page: OpenPage) -> None:
    rows = commitments(open_page, "leader", "91001")
    found = rows["Không phiền hà, sách nhiễu"][3]
    assert re.fullmatch(
        r"khiếu nại đúng 2/5 đã kết luận \(40,0%\); [\d,]+ trên 10\.000 hồ sơ đã xong",
        found,
    )
    assert rows["Biết làm dân tin"][3] == (
        "khiếu nại phải giải quyết lại 1/8 đã nhận (12,5%)"
    )


def test_open_complaints_are_not_called_none(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(home / "builds", tmp_path / "home" / "builds")
    [path] = copy.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            "update agg_commitment_evidence set n_complaints_decided = 0,"
            " n_complaints_upheld = 0"
        )
    rows = commitments(open_page, "leader", "91001", copy.parent)
    found = rows["Không phiền hà, sách nhiễu"][3]
    assert found == "chưa có khiếu nại nào được kết luận"


@pytest.mark.parametrize("are_petitions_held", [True, False])
def test_what_no_log_and_no_register_holds_is_unknown_and_not_none(
    open_page: OpenPage, home: Path, tmp_path: Path, are_petitions_held: bool
) -> None:
    copy = shutil.copytree(home / "builds", tmp_path / "home" / "builds")
    [path] = copy.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            "update agg_commitment_evidence set n_with_steps = 0, n_sent_back = 0,"
            " n_with_resolver = 0, n_passed_on = 0, n_complaints = 0,"
            " n_complaints_decided = 0,"
            " n_complaints_upheld = 0, n_complaints_reopened = 0"
        )
        if not are_petitions_held:
            connection.sql(
                "update agg_unit_months set n_petitions = 0, n_upheld = 0,"
                " n_petitions_mature = 0, n_petitions_late = 0"
            )
    rows = commitments(open_page, "leader", "91001", copy.parent)
    assert rows["Biết nói dân hiểu"][2] == "—"
    assert rows["Không né tránh trách nhiệm"][2] == "—"
    none = "không có" if are_petitions_held else "—"
    assert rows["Không phiền hà, sách nhiễu"][3] == none
    assert (rows["Biết nghe dân nói"][3] == "—") is not are_petitions_held


def test_letters_of_thanks_are_exact_only_to_who_answers_for_them(
    open_page: OpenPage,
) -> None:
    assert commitments(open_page, "committee", "91001")["Biết cảm ơn"][4] == "ẩn"
    own = commitments(open_page, "leader", "91001")["Biết cảm ơn"][4]
    assert own.startswith("gửi đúng hạn ")


def test_what_nobody_asks_is_not_called_unanswered(open_page: OpenPage) -> None:
    rows = commitments(open_page, "committee", "91001")
    assert "chưa có câu hỏi" in rows["Không phiền hà, sách nhiễu"][1]
    texts = [row[1] for row in rows.values()]
    assert not any("chưa có phiếu so được" in text for text in texts)


def test_what_one_wave_asked_stands_there_though_nothing_is_compared(
    open_page: OpenPage,
) -> None:
    said, verdict, *_ = commitments(open_page, "committee", "91001")[
        "Không né tránh trách nhiệm"
    ]
    assert said.startswith("84% hài lòng, khoảng 430 phiếu")
    assert "chưa có đợt trước để so" in verdict
