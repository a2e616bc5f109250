"""Each view × role × {full, empty, wrong parameter}, and the way in.

The same with too few is in `test_too_few`.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.rows.first_five import Finding
from dashboard.views.unit import first_five
from dashboard.views_by_role import VIEWS
from tests.dashboard.conftest import OpenPage
from tests.dashboard.small.warehouse import key, write_build

# The first part of this page says the same whatever is loaded.
RESTS_ON_DATA = {"methods": {"aspect": "rules"}}
CASES = [(view.file, role) for view in VIEWS for role in sorted(view.roles)]
WRONG = {
    "lang": "xx",
    "action": "x",
    "aspect": "x",
    "unit": "99999@1900-01-01",
    "map": "<script>",
    "waves": "a~b~c",
    "item": "'; drop table x",
    "sort": "p_value",
    "period": "2099",
    "officer": "CB999",
    "measure": "salary",
    "round": "middle",
    "officer_measure": "x",
    "survey_period": "1999-Q9",
    "year": "0",
    "part": "../..",
    "section": "<b>",
    "checked": "1;",
    "cases": "everything",
    "holder": "CB999",
    "rule": "none",
    "survey_wave": "X",
    "asked_wave": "X",
    "review_period": "2026-Q9",
    "review_unit": "91001",
}


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A home of its own for each test: the record must be empty too."""
    write_build(tmp_path, build_id="empty", is_empty=True)
    return tmp_path


def html_of(app: AppTest) -> str:
    """All HTML blocks of a page as one text, without the style sheet."""
    found: list[Any] = list(app.get("html"))
    blocks = [str(block.value) for block in found]
    return "\n".join(block for block in blocks if not block.startswith("<style"))


@pytest.mark.parametrize(("view", "role"), CASES)
def test_it_draws_for_each_role(open_page: OpenPage, view: str, role: str) -> None:
    app = open_page(role, view)
    assert not app.exception
    assert "Dữ liệu mô phỏng" in html_of(app)
    assert "Số liệu đến ngày 31/10/2026" in html_of(app)


@pytest.mark.parametrize(("view", "role"), CASES)
def test_it_says_what_is_missing_when_empty(
    open_page: OpenPage, empty_home: Path, view: str, role: str
) -> None:
    app = open_page(role, view, at=empty_home, **RESTS_ON_DATA.get(view, {}))
    assert not app.exception
    if (view, role) == ("load", "front"):  # its desk begins with its key
        assert [found.label for found in app.expander] == ["Tạo khóa của Mặt trận"]
    else:
        assert "tt-empty" in html_of(app)


@pytest.mark.parametrize(("view", "role"), CASES)
def test_a_wrong_parameter_is_shown_and_replaced(
    open_page: OpenPage, view: str, role: str
) -> None:
    right = open_page(role, view)
    wrong = open_page(role, view, **WRONG)
    assert not wrong.exception
    assert any("giá trị không dùng được" in box.value for box in wrong.info)
    assert html_of(wrong) == html_of(right)


@pytest.mark.parametrize("view", [view.file for view in VIEWS])
def test_nothing_published_explains_the_next_step(
    open_page: OpenPage, tmp_path: Path, view: str
) -> None:
    app = open_page("steward", at=tmp_path)
    assert not app.exception
    assert "thanthien build" in html_of(app)


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


def test_a_commitment_is_answered_by_the_question_that_shows_it(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "overview", aspect="factors"))
    answers = text[text.index("tt-answers") :].split("</ul>")[0]
    for name in ("Tôn trọng trong giao tiếp", "Biết nghe dân nói"):
        assert f"<b>{name}</b>" in answers
    assert "theo câu hỏi “Lắng nghe đầy đủ, hướng dẫn tận tình”" in answers


def test_a_commitment_nobody_asks_about_says_so_and_how_to_ask(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "overview", aspect="factors"))
    answers = text[text.index("tt-answers") :].split("</ul>")[0]
    for name in (
        "Biết xin lỗi",
        "Biết cảm ơn",
        "Không phiền hà, sách nhiễu",
        "Không né tránh trách nhiệm",
    ):
        line = answers[answers.index(f"<b>{name}</b>") :].split("</li>")[0]
        assert "chưa có câu hỏi" in line
        assert "Phiếu không có câu nào hỏi về điều này" in line
    asked = answers[answers.index("<b>Tôn trọng trong giao tiếp</b>") :]
    assert "chưa có câu hỏi" not in asked.split("</li>")[0]
    assert 'href="khieu-nai-phan-anh?lang=vi"' in answers
    note = text[text.index("Muốn đo các cam kết chưa có câu hỏi") :].split("</p>")[0]
    assert "Danh sách câu hỏi" in note
    assert "Mã tiêu chí" in note
    assert "apologise" not in note


@pytest.mark.parametrize(
    ("role", "n_boxes"),
    [("committee", 1), ("leader", 1), ("steward", 0), ("officer", 0)],
)
def test_only_who_can_find_something_gets_a_search_box(
    open_page: OpenPage, role: str, n_boxes: int
) -> None:
    app = open_page(role)
    assert len([box for box in app.text_input if box.key == "search"]) == n_boxes


def test_months_tell_what_they_rest_on(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="months"))
    assert re.search(r">[\d.]+ hồ sơ có hẹn trả<", text)
    assert re.search(r">các tháng \d+/\d+ – \d+/\d+<", text)


def test_without_a_session_nothing_is_shown(open_page: OpenPage) -> None:
    app = open_page(None)
    assert not app.exception
    text = html_of(app)
    assert "Bạn chưa đăng nhập" in text
    assert "Hoa Sen" not in text
    assert not app.selectbox
    assert not app.title


def test_too_few_is_not_zero_and_not_hidden(open_page: OpenPage) -> None:
    unit = key("90104")
    text = html_of(open_page("committee", "unit", unit=unit))
    assert "Chưa đủ phiếu để so sánh" in text
    unit = key("90204")
    text = html_of(open_page("committee", "unit", unit=unit))
    assert "Ẩn để bảo vệ người trả lời" in text
    assert "n trước = 3" not in text


def test_a_leader_cannot_open_another_unit(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", unit=key("91003")))
    assert "Xã Thịnh Lập" not in text
    assert "Phường An Bình" in text


def test_the_committee_reads_no_name_and_no_code(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "officers"))
    assert "24 cán bộ" in text
    assert "Nguyễn" not in text
    assert "CB0" not in text


def test_the_front_reads_codes_and_no_names(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "officers"))
    assert "CB0" in text
    assert "Nguyễn" not in text


def test_an_officer_with_few_ballots_is_not_judged(open_page: OpenPage) -> None:
    unit, officer = key("91004"), "CB008"
    app = open_page("front", "officers", unit=unit, officer=officer)
    assert "Chưa đủ phiếu để đánh giá cá nhân" in html_of(app)


def test_the_link_reopens_the_view_in_english(open_page: OpenPage) -> None:
    app = open_page("committee", "unit", unit=key("91001"), lang="en")
    assert "<h1>Phường An Bình</h1>" in html_of(app)
    assert "Simulated data" in html_of(app)
    assert "Clear improvement" in html_of(app)
    assert app.query_params["unit"] == key("91001")


def test_the_choice_goes_to_the_address(open_page: OpenPage) -> None:
    app = open_page("committee", "overview", aspect="units")
    app.selectbox(key="choose_item").set_value("trust").run()
    assert not app.exception
    assert app.query_params["item"] == "trust"
    assert "Tin tưởng cán bộ" in html_of(app)


def test_a_share_says_of_how_many_people_its_ballots_are(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91001")))
    assert re.search(r"\d+ phiếu của \d+ người", text)
    assert "phiếu của" not in html_of(open_page("committee", "unit", unit=key("91002")))


def test_signals_among_the_first_things_stand_beside_luck(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "riêng may rủi" not in html_of(open_page("leader", "unit"))
    worse = [Finding("signal_worse", 40, detail="a")]
    monkeypatch.setattr(first_five, "findings_of", lambda *_: worse)
    text = html_of(open_page("leader", "unit"))
    assert re.search(r"riêng may rủi cũng cho khoảng \d+,\d tháng", text)


def test_a_gap_is_shown_and_a_small_unit_is_hidden(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "independent"))
    assert "Phiếu tại đơn vị cao hơn rõ" in text
    assert "300 phiếu khảo sát độc lập có trọng số" in text
    assert "khoảng 150 phiếu lấy rời" in text
    assert "phiếu tại đơn vị có trọng số" not in text
    assert "Ẩn để bảo vệ người trả lời" in text


def test_own_ballots_to_look_at_are_named_and_mean_nothing_of_anybody(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("front", "independent"))
    assert "Cần kiểm tra phiếu tại đơn vị" in text
    said = "Phường An Bình: phiếu tại đơn vị cao hơn khảo sát độc lập, gộp hai đợt"
    assert said in text
    assert "không phải kết luận về ai" in text


def test_gaps_of_many_units_say_what_luck_alone_would_show(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "independent"))
    assert "4 đơn vị cùng cấp được xét cùng lúc" in text
    assert "khoảng 0,2 đơn vị có vẻ lệch" in text


@pytest.mark.parametrize("role", ["leader", "front", "committee"])
def test_officers_stand_beside_what_luck_alone_would_give(
    open_page: OpenPage, role: str
) -> None:
    text = html_of(open_page(role, "officers"))
    assert "cán bộ đủ phiếu được xét cùng lúc" in text
    assert "2 của 4 kỳ" in text


def test_few_denunciations_are_hidden(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "petitions"))
    row = text[text.index("Tố cáo</th>") :].split("</tr>")[0]
    assert "ẩn" in row
    assert "3" not in row


def test_the_loads_reconcile(open_page: OpenPage) -> None:
    text = html_of(open_page("steward"))
    assert "46.000" in text
    assert "Đối chiếu khớp chính xác" in text


@pytest.mark.parametrize(
    ("view", "role", "params", "shown"),
    [
        ("officers", "leader", {}, "Kết quả của từng cán bộ"),
        ("independent", "front", {}, "Phiếu của đơn vị và khảo sát độc lập"),
        ("unit", "leader", {"part": "months"}, "Tín hiệu hằng tháng"),
    ],
)
def test_the_method_stands_beside_its_figures(
    open_page: OpenPage, view: str, role: str, params: dict[str, str], shown: str
) -> None:
    app = open_page(role, view, **params)
    assert any(shown in expander.label for expander in app.expander)


def test_the_page_says_what_to_know_of_loaded_files(open_page: OpenPage) -> None:
    text = html_of(open_page("steward", "quality", checked="loads"))
    assert "Điều cần biết về tệp đã nạp" in text
    assert "4 ngày trước năm 2000 ở cột «Ngày nhận»" in text
    assert "(dòng 3, 7, 9, …)" in text


@pytest.mark.parametrize("view", ["unit", "officers", "independent", "petitions"])
def test_every_page_says_which_list_is_missing(
    open_page: OpenPage, home: Path, tmp_path: Path, view: str
) -> None:
    copy = shutil.copytree(home, tmp_path / "home")
    [build] = (copy / "builds").glob("*.duckdb")
    with duckdb.connect(str(build)) as connection:
        for name in ("unit", "wave", "item"):
            connection.execute("insert into dq_missing_lists values (?, 12)", [name])
    pointer = copy / "builds" / "current.json"
    entry = json.loads(pointer.read_text(encoding="utf-8"))
    entry["size_bytes"] = build.stat().st_size
    pointer.write_text(json.dumps(entry), encoding="utf-8")
    text = html_of(open_page("front", view, at=copy))
    for title in ("Danh mục đơn vị", "Đợt lấy phiếu", "Câu hỏi"):
        assert f"Thiếu danh mục “{title}”: 12 dòng chưa tính được" in text
    assert text.count("ở trang Nạp số liệu") == 3


def test_the_first_page_of_a_role_is_the_one_it_asks_for(open_page: OpenPage) -> None:
    first = {
        "committee": "Mức độ hài lòng có tăng lên không?",
        "front": "Phiếu tại đơn vị có khớp với khảo sát độc lập không?",
    }
    for role, title in first.items():
        assert [one.value for one in open_page(role).title] == [title]
    assert "tt-today" in html_of(open_page("leader"))


def test_a_leaders_day_ends_with_the_units_own_verdict(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit"))
    card = text[text.index("tt-verdict") :].split("</section>")[0]
    assert "Tại Phường An Bình" in card
    assert "Chắc đến đâu:</b> khoảng tin cậy 95% [" in card
    assert "n trước = " in card
    assert text.index("tt-today") < text.index("tt-verdict")


def test_the_quality_page_tells_steps_that_reach_no_figure(open_page: OpenPage) -> None:
    text = html_of(open_page("steward", "quality", checked="tests"))
    assert "Bước xử lý cán bộ không vào số liệu" in text
    assert "V00003" in text
    assert "bước không có trong quy trình" in text
