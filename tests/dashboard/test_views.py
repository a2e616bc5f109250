"""Each view × role × {full, empty, wrong parameter}, and the way in.

The same with too few is in `test_too_few`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard.views_by_role import VIEWS
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
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


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("steward", "danh mục (đơn vị trước tiên"),
        ("front", "nạp danh sách đợt và câu hỏi"),
        ("committee", "Người quản trị dữ liệu nạp và công bố số liệu"),
    ],
)
def test_nothing_published_explains_the_next_step(
    open_page: OpenPage, tmp_path: Path, role: str, says: str
) -> None:
    app = open_page(role, at=tmp_path)
    assert not app.exception
    assert says in html_of(app)
    assert "thanthien " not in html_of(app)  # no command for who clicks


@pytest.mark.parametrize(
    ("role", "n_boxes"),
    [("committee", 1), ("leader", 1), ("steward", 0), ("officer", 0)],
)
def test_only_who_can_find_something_gets_a_search_box(
    open_page: OpenPage, role: str, n_boxes: int
) -> None:
    app = open_page(role)
    assert len([box for box in app.text_input if box.key == "search"]) == n_boxes


def test_without_a_session_nothing_is_shown(open_page: OpenPage) -> None:
    app = open_page(None)
    assert not app.exception
    text = html_of(app)
    assert "Bạn chưa đăng nhập" in text
    assert "Hoa Sen" not in text
    assert not app.selectbox
    assert not app.title


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


@pytest.mark.parametrize("view", ["unit", "officers", "independent", "petitions"])
def test_every_page_says_which_list_is_missing(
    open_page: OpenPage, home: Path, tmp_path: Path, view: str
) -> None:
    copy = shutil.copytree(home, tmp_path / "home")
    [build] = (copy / "builds").glob("*.duckdb")
    with duckdb.connect(str(build)) as connection:
        for name in ("unit", "wave", "item"):
            text = "insert into dq_missing_lists values (?, 'of_a_test')"
            connection.execute(text, [name])
        connection.execute(
            "insert into dq_loads by name select * replace ('of_a_test' as kind,"
            " 12 as n_loaded) from dq_loads limit 1"
        )
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
