"""How the asking of a wave goes: where it will end, and whose ballots need a check."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed
from tests.dashboard.views.supervision.test_supervision import cards_of, row_of
from warehouse.errors import ScopeError
from warehouse.read import Reader


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Answers of a changed copy of the home are not those of the next test."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def test_a_closed_wave_says_what_it_has_and_who_needs_a_second_draw(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("front", "independent", section="fieldwork"))
    assert cards_of(text) == ["124", "96", "16", "12", "0"]
    assert "Đợt đã hết ngày hỏi với 96 phiếu." in text
    assert "1 đơn vị sẽ thiếu phiếu: cần rút thêm lần hai khoảng 19 phiếu" in text
    # 4 × 4 answers of 30 needed; 16 + 2 of 20 + 4 settled answer
    assert row_of(text, "Xã Đồng Hòa")[4:6] == ["30", "16"]
    assert (
        row_of(text, "Xã Đồng Hòa")[-1]
        == "thiếu 14 phiếu: cần rút thêm khoảng 19 phiếu"
    )
    assert row_of(text, "Phường An Bình")[-1] == "đủ phiếu"


def test_an_open_wave_says_where_it_will_end(
    open_page: OpenPage, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    [build] = (copy / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute(
            "update dim_waves set opened_on = '2026-10-12', closed_on = '2026-11-10'"
            " where wave_code = 'GS2026'"
        )
    monkeypatch.setenv("THANTHIEN_HOME", str(copy))
    text = html_of(open_page("front", "independent", section="fieldwork"))
    assert cards_of(text)[-1] == "10"
    # 96 answers in 20 days, 10 days left
    assert "đợt kết thúc với khoảng 144 phiếu" in text


def test_evidence_is_told_beside_the_others_and_as_a_thing_to_check(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("front", "independent", section="fieldwork"))
    text = text.replace("\u00a0", " ")
    assert "Cần kiểm tra dữ liệu" in text
    assert (
        "DTV002 (2 đơn vị): 21/24 phiếu cùng một mức từ đầu đến cuối,"
        " người khác cùng nơi 20%" in text
    )
    assert "DTV001 (2 đơn vị):" not in text
    assert "tương quan trong nhóm 0,034 (4 người hỏi)" in text
    assert row_of(text, "DTV002")[-3:] == ["3,0", "88%", "cần kiểm tra dữ liệu"]
    assert "gian lận" not in text
    # fifty-six units would stand between the Front and who must be looked at
    assert text.index("Người đi hỏi") < text.index("Từng đơn vị")


def test_only_the_front_has_the_part(open_page: OpenPage, reader: Reader) -> None:
    text = html_of(open_page("committee", "independent", section="fieldwork"))
    assert "Người đi hỏi" not in text
    for role in ("committee", "leader", "steward"):
        unit = {"unit_code": "91001"} if role == "leader" else {}
        scope = reader.scope_of_account(user_id="u", role=role, **unit)
        with pytest.raises(ScopeError):
            reader.run("interviewers", scope, wave_code="GS2026")


def test_two_interviewers_tell_nothing_of_who_asks(
    open_page: OpenPage, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    [build] = (copy / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute("update stat_interviewer_effects set n_interviewers = 2")
        connection.execute("update stat_interviewer_signs set needs_check = false")
    monkeypatch.setenv("THANTHIEN_HOME", str(copy))
    text = html_of(open_page("front", "independent", section="fieldwork"))
    assert "cần ít nhất 3 người hỏi" in text
    assert "Không có dấu hiệu nào cần kiểm tra" in text
