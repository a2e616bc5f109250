"""What a wave says on the page: by design, the silent, change, and own ballots."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.supervision import WAVE as SUPERVISION
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed
from tests.dashboard.small.waves import DAYS, EARLIER, WAVE
from tests.dashboard.views.supervision.test_supervision import row_of
from warehouse.read import Reader
from warehouse.settings import Settings


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture
def asked(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two surveys of the Front, the forms of the later one counted."""
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    [build] = (copy / "builds").glob("*.duckdb")
    with changed(build) as connection:
        for wave, (first, last) in DAYS.items():
            connection.execute(
                "insert into dim_waves values"
                f" ('{wave}', 'independent', 'front', 'paper', '{first}', '{last}',"
                " 500, 'hai_long_2024')"
            )
        for code, n in (("91001", 400), ("91", 600)):
            connection.execute(
                "insert into agg_forms values"
                f" ('today', '{key(code)}', 'commune', '{WAVE}', {n}, true)"
            )
    monkeypatch.setenv("THANTHIEN_HOME", str(copy))
    return copy


def shown(open_page: OpenPage, role: str = "front", **query: str) -> str:
    text = html_of(open_page(role, "independent", section="analysis", **query))
    return text.replace("\u00a0", " ")


def test_the_province_in_sentences(open_page: OpenPage, asked: Path) -> None:
    text = shown(open_page)
    # 417 of 480
    assert "Tỉnh Hoa Sen: <b>86,9%</b> hài lòng" in text
    assert "chỉ chắc bằng khoảng 400 phiếu lấy rời" in text
    assert "(3.600 kết quả): 82,5% [77,0%; 87,0%]" in text
    # 417 of 600 forms, and with the 120 silent ones
    assert "80,0% phiếu phát ra có trả lời" in text
    assert "tỷ lệ là 69,5%" in text
    assert "tỷ lệ là 89,5%" in text
    assert "(74,4%): +12,5 điểm %" in text
    assert "Khớp: chênh lệch chắc chắn không quá 5 điểm %" in text
    own, wave, gap = re.search(
        r"Phiếu tự phát của đơn vị, [^:]*: ([\d,]+)% hài lòng .*?"
        r"đưa về cùng cơ cấu đơn vị: ([\d,]+)%; chênh ([+−]?[\d,]+) điểm",
        text.replace("\u00a0", " "),
    ).groups()  # type: ignore[union-attr]
    tenths = [int(one.replace(",", "").replace("−", "-")) for one in (own, wave, gap)]
    assert tenths[0] - tenths[1] == tenths[2], "both bases of the gap are shown"


def test_a_unit_hidden_elsewhere_hides_its_neighbours_here(
    open_page: OpenPage, asked: Path
) -> None:
    """Three ballots of the fourth unit are set against own ballots of the quarter."""
    text = shown(open_page)
    assert row_of(text, "Xã Đồng Hòa") == ["ẩn", "—", "—", "—"]


def test_units_stand_by_name_with_their_agreement(
    open_page: OpenPage, asked: Path
) -> None:
    [build] = (asked / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute(
            f"delete from stat_independent_gaps where unit_key = '{key('91004')}'"
        )
    text = shown(open_page)
    first = row_of(text, "Phường An Bình")
    assert first[0] == "90,0% [86,1%; 92,9%] (300)"
    assert first[1] == "[67,5%; 92,5%]"
    assert first[2].startswith("cải thiện rõ: +20,0 [")
    assert first[3].startswith("lệch: +12,0 [")
    other = row_of(text, "Xã Đồng Hòa")
    assert other[1] == "—"
    assert other[2].startswith("chưa kết luận được: +0,8 [")
    assert other[3].startswith("chưa đủ căn cứ: +1,0 [")


def test_the_first_wave_has_nothing_before_it(open_page: OpenPage, asked: Path) -> None:
    text = shown(open_page, analysed_wave=EARLIER)
    assert "Chưa có đợt nào cùng loại trước đó để so sánh." in text
    assert "Không có phiếu tự phát cùng những ngày này" in text
    assert "số phiếu phát ra không được ghi đủ" in text


@pytest.mark.parametrize("role", ["committee", "leader"])
def test_nobody_else_reads_a_wave_that_is_not_released(
    open_page: OpenPage, asked: Path, role: str
) -> None:
    text = shown(open_page, role, analysed_wave=WAVE)
    assert "86,9%" not in text
    reader = Reader(Settings(home=asked))
    unit = {"unit_code": "91001"} if role == "leader" else {}
    scope = reader.scope_of_account(user_id="u", role=role, **unit)
    answer = reader.run("wave_shares", scope, wave_code=WAVE, item_code="overall")
    assert answer.rows == []
    # the committee's own wave of supervision waits for nobody
    told = {row["wave_code"] for row in reader.run("wave_items", scope).rows}
    assert told == {SUPERVISION}


def test_a_build_without_the_part_says_so(open_page: OpenPage, asked: Path) -> None:
    [build] = (asked / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute("drop table stat_wave_units")
    assert "Đợt này nói gì" not in shown(open_page)
