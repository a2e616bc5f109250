"""What became of recommendations, views on the model, and the waves of a year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard.waves import results
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed
from warehouse.queries import QUERIES
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.waves.kept_plans import kept_plans


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Answers of a changed copy of the home are not those of the next test."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def cards_of(text: str) -> list[str]:
    listed = text[text.index("tt-counts") :].split("</ul>")[0]
    return [part.split("</b>")[0] for part in listed.split("<li><b>")[1:]]


def row_of(text: str, name: str) -> list[str]:
    """Texts of the cells beside a name in the first table that has it."""
    text = text.replace("\u00a0", " ")
    cells = text[text.index(f">{name}</th>") :].split("</tr>")[0]
    return [part.split(">", 1)[1].split("<")[0] for part in cells.split("<td")[1:]]


@pytest.mark.parametrize("role", ["front", "committee"])
def test_recommendations_are_counted_and_the_open_ones_listed(
    open_page: OpenPage, role: str
) -> None:
    text = html_of(open_page(role, "supervision"))
    assert cards_of(text) == ["5", "2", "1", "2"]
    assert row_of(text, "Phường An Bình") == ["4", "2", "1", "1", "1", "1"]
    assert row_of(text, "Xã Đồng Hòa") == ["1", "0", "0", "0", "1", "0"]
    assert row_of(text, "KN-3")[-1] == "quá hạn 61 ngày"
    assert row_of(text, "KN-4")[-1] == "còn trong hạn"
    assert text.index("KN-3") < text.index("KN-5") < text.index("KN-4")
    assert "KN-1" not in text


def test_a_leader_sees_the_part_of_the_own_unit(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "supervision"))
    assert cards_of(text) == ["4", "2", "1", "1"]
    assert "KN-5" not in text
    assert "Đồng Hòa" not in text
    text = html_of(open_page("leader", "supervision", section="answers"))
    assert "Ý kiến chung: Phường An Bình" in text
    assert "Đồng Hòa" not in text
    assert "Tỉnh Hoa Sen" not in text


def test_a_body_and_a_year_narrow_what_is_counted(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "supervision", given_by="front"))
    assert cards_of(text) == ["3", "2", "1", "1"]
    text = html_of(open_page("front", "supervision", given_by="unknown"))
    assert cards_of(text) == ["1", "0", "0", "0"]


def test_views_on_the_model_have_their_interval_and_too_few_have_none(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "supervision", section="answers"))
    assert "Ý kiến chung: Tỉnh Hoa Sen" in text
    # 190 of 280, worth ten of eleven: Wilson's limits are 61,89 % and 73,29 %
    assert row_of(text, "Biển báo, sơ đồ dễ tìm") == [
        "280",
        "67,9%",
        "[61,9%; 73,3%]",
    ]
    # beside it: recommendations given, answered, done, overdue
    advice = ["4", "2", "1", "1"]
    an_binh = row_of(text, "Phường An Bình")
    assert an_binh == ["120", "75,0%", "[66,1%; 82,2%]", *advice]
    assert row_of(text, "Xã Minh Bình") == ["20", "chưa đủ phiếu", *["—"] * 5]
    assert "không có lần rút mẫu nào được lưu" in text
    assert "1 đơn vị không có phiếu nào trong đợt này." in text


def test_where_no_unit_has_enough_it_is_said_once(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough = html_of(open_page("front", "supervision", section="answers"))
    assert "không đơn vị nào được hiện có đủ" not in enough
    monkeypatch.setattr("dashboard.views.supervision.answers._told", lambda *_: None)
    text = html_of(open_page("front", "supervision", section="answers"))
    assert text.count("không đơn vị nào được hiện có đủ") == 1
    table = text[text.index("không đơn vị nào được hiện có đủ") :].split("</table>")[0]
    assert "Số câu trả lời" in table
    assert "chưa đủ phiếu" not in table


def test_of_a_drawn_wave_limits_are_those_of_its_frame(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """120 of 160 were asked: what is not known is the rest."""
    drawn = {"91001": 160}
    monkeypatch.setattr(results, "drawn_from", lambda *_: drawn)
    text = html_of(open_page("committee", "supervision", section="answers"))
    assert row_of(text, "Phường An Bình")[2] == "[70,7%; 78,8%]"
    assert "tính theo cách rút mẫu" in text


def test_what_units_count_by_above_them_is_said_as_the_build_has_it(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    text = html_of(open_page("committee", "supervision", section="answers"))
    assert "mỗi đơn vị tính theo số người được phục vụ" in text
    before = row_of(text, "Phường An Bình")[2]
    own = shutil.copytree(home, tmp_path / "home")
    [build] = (own / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute(
            "update stat_wave_units set weighted_by = 'frame', sum_weight = 160"
            " where wave_code = 'GS2026'"
        )
    app = open_page("committee", "supervision", at=own, section="answers")
    text = html_of(app)
    assert "số hộ hoặc hồ sơ trong danh sách dùng để rút" in text
    # no draw is kept here, but the ballots tell how many there are
    assert row_of(text, "Phường An Bình")[2] == "[70,7%; 78,8%]" != before


def test_only_the_front_takes_its_report(open_page: OpenPage) -> None:
    for role, is_offered in (("front", True), ("committee", False)):
        app = open_page(role, "supervision", section="answers")
        buttons: list[Any] = list(app.get("download_button"))
        labels = [button.label for button in buttons]
        assert ("Văn bản (DOCX)" in labels) is is_offered


def test_before_its_release_a_wave_of_the_front_says_nothing_to_others(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    [build] = (own / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute(
            "update dim_waves set owner = 'front' where wave_code = 'GS2026'"
        )
    for role in ("committee", "leader"):
        text = html_of(open_page(role, "supervision", at=own, section="answers"))
        assert "Chưa có ý kiến nào để hiện" in text
        assert "75,0" not in text
    text = html_of(open_page("front", "supervision", at=own, section="answers"))
    assert row_of(text, "Phường An Bình")[:2] == ["120", "75,0%"]


def test_a_year_stands_against_the_guidance(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "supervision", section="waves"))
    kind = "Khảo sát việc thực hiện mô hình"
    assert row_of(text, kind) == ["1 đợt, của Mặt trận", "1", "0", "0", "đủ"]
    assert row_of(text, "Khảo sát độc lập")[-1] == "còn 1 đợt, năm chưa hết"
    text = html_of(
        open_page("leader", "supervision", section="waves", wave_year="2024")
    )
    assert row_of(text, kind)[-1] == "thiếu 1 đợt"
    assert row_of(text, "Trước khi thực hiện mô hình")[0] == "không quy định"


def test_the_calendar_draws_each_wave_of_the_year(open_page: OpenPage) -> None:
    app = open_page("front", "supervision", section="waves")
    assert app.get("plotly_chart")
    text = html_of(app)
    assert "cam: Ban Chỉ đạo" in text
    assert row_of(text, "giám sát (9/2026)")[0:3] == [
        "Ban Chỉ đạo",
        "01/09/2026",
        "30/09/2026",
    ]
    assert "B2024" not in text


def test_a_planned_wave_is_told_to_the_front_alone(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(home, tmp_path / "home")
    app = open_page("front", "plan", at=own, since="A2026", forms="1000")
    [code] = [box for box in app.text_input if box.label == "Mã đợt"]
    code.set_value("GS-2027")
    next(box for box in app.button if "Lưu" in box.label).click().run()
    assert [plan.wave_code for plan in kept_plans(Settings(home=own))] == ["GS-2027"]
    shown = html_of(open_page("front", "supervision", at=own, section="waves"))
    assert "(GS-2027): " in shown
    shown = html_of(open_page("committee", "supervision", at=own, section="waves"))
    assert "GS-2027" not in shown


def test_the_question_of_answers_is_scoped_by_unit(reader: Reader) -> None:
    assert QUERIES["supervision_answers"].small is not None
    scope = reader.scope_of_account(
        user_id="lanh.dao", role="leader", unit_code="91001"
    )
    found = reader.run("supervision_answers", scope, wave_code="GS2026").rows
    assert {row["unit_key"] for row in found} == {key("91001")}
