"""A draft names the kind, the columns and what is personal of layouts nobody knew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.drafting.draft_file import draft_spec
from ingest.drafting.likeness import Phrases
from ingest.drafting.needed import needed_by_content
from ingest.drafting.placement import place
from ingest.drafting.questions import question_of
from ingest.drafting.second_look import only_meant
from ingest.simulation.province import ProvinceSummary, write_province
from ingest.spec.find_spec import find_spec
from ingest.spec.read_spec import shipped_specs
from ingest.spec.samples import view_column
from tests.ingest.drafting.books import BOOKS, books_of
from tests.ingest.drafting.measure import UNSEEN, Layout, Score, written_layouts
from tests.ingest.drafting.shipped import layout_of, others
from warehouse.errors import SpecError, ThanThienError
from warehouse.raw.kinds import KINDS

KINDS_RIGHT, COLUMNS_RIGHT = 0.95, 0.85


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceSummary:
    return write_province(tmp_path_factory.mktemp("p"), n_cases=1_000, seed=11)


def test_office_books_are_read_by_words_and_cells() -> None:
    score, specs = Score(), shipped_specs()
    for layout in written_layouts():
        score.add(layout, specs)
    assert score.n_layouts >= 35
    _assert_good(score)


def test_books_nobody_had_read_are_named_and_nothing_personal_is_missed() -> None:
    """As they are read now; docs/drafting.md says what was right at first."""
    unseen, specs = Score(), shipped_specs()
    for name, n_kinds_right in UNSEEN.items():
        before = unseen.n_kinds_right
        for layout in written_layouts(name):
            unseen.add(layout, specs)
        assert unseen.n_kinds_right - before == n_kinds_right, unseen.wrong
    assert unseen.n_layouts == 90
    _assert_good(unseen)


def test_books_read_as_the_sheets_they_are(tmp_path: Path) -> None:
    """Titles, merged headings, totals: docs/drafting.md has the first readings."""
    specs = shipped_specs()
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    for name, n_books in BOOKS.items():
        score = Score()
        for layout in books_of(name, known, tmp_path):
            score.add(layout, specs)
        assert score.n_layouts == n_books
        _assert_good(score)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("SỔ NHẬN HỒ SƠ", "case"), ("SỔ TIẾP NHẬN ĐƠN THƯ, PHẢN ÁNH", "petition")],
)
def test_the_title_above_a_table_says_what_its_rows_are(title: str, kind: str) -> None:
    cells: dict[str, list[str | None]] = {
        "Số vào sổ": ["1102", "1103"],
        "Ngày nhận": ["2/11/2026", "13/11/2026"],
    }
    layout = Layout("", kind, "so 1.xlsx", dict(cells), {}, (title,))
    score = Score()
    score.add(layout, shipped_specs())
    assert score.n_kinds_right == 1


@pytest.mark.parametrize(
    ("headings", "right"),
    [
        # the lowest part tells days of one merged heading apart
        (
            {
                "Nhận và hẹn / Nhận": ["02/11/2026", "03/11/2026"],
                "Nhận và hẹn / Hẹn": ["04/11/2026", "13/11/2026"],
            },
            ["received_at", "due_at"],
        ),
        # how many days late says neither yes nor no
        ({"Số ngày quá hạn": ["0", "1"]}, [""]),
        # a name of a procedure is not its code; a cross is no word of a list
        ({"TTHC": ["Khai sinh", "Kết hôn"]}, [""]),
        ({"Hình thức": ["x", None]}, [""]),
        # nor are texts that say neither yes nor no a yes or no
        ({"Lý do trễ hẹn": ["Chờ thuế", "Thiếu giấy"]}, [""]),
        ({"Mã tình trạng": ["TT1", "TT2"]}, [""]),
        # what somebody did on a day is no part of who it is; when born is
        ({"Ngày công dân nhận kết quả": ["02/11/2026", "3/11/2026"]}, ["returned_at"]),
        ({"Ngày sinh chủ hồ sơ": ["02/11/1980", "3/11/1991"]}, [""]),
    ],
)
def test_what_a_column_of_dossiers_is(
    headings: dict[str, list[str | None]], right: list[str]
) -> None:
    cells: dict[str, list[str | None]] = {"Mã hồ sơ": ["A1", "A2"], **headings}
    views = {h: view_column(h, texts) for h, texts in cells.items()}
    found = place("ho so.csv", cells, views, shipped_specs(), KINDS["case"])
    columns = {h: column for column, h in found.columns.items()}
    assert [columns.get(h, "") for h in headings] == right


def test_numbers_of_the_rows_are_no_office() -> None:
    cells: dict[str, list[str | None]] = {
        "Số biên nhận": ["A12", "A13", "A14"],
        "Hồ sơ tiếp nhận ID": ["771", "772", "779"],
    }
    views = {h: view_column(h, texts) for h, texts in cells.items()}
    found = place("ho so.csv", cells, views, shipped_specs(), KINDS["case"])
    assert found.columns == {"case_code": "Số biên nhận"}


def test_ballots_of_one_answer_a_row() -> None:
    cells: dict[str, list[str | None]] = {
        "Phiếu": ["F1", "F1", "F2"],
        "Câu": ["c1", "c2", "c1"],
        "Mức trả lời": ["5", "4", "1"],
    }
    views = {h: view_column(h, texts) for h, texts in cells.items()}
    found = place("phieu.csv", cells, views, shipped_specs(), KINDS["answer"])
    assert found.columns["item_code"] == "Câu"
    assert found.columns["level"] == "Mức trả lời"
    assert not found.questions


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"a": ["02/11/2026", "3/11/2026"], "b": ["04/11/2026", None]}, "a"),
        ({"a": ["02/11/2026"], "b": ["01/11/2026"]}, "b"),
        # two columns of one day: nothing says which is meant
        ({"a": ["02/11/2026"], "b": ["02/11/2026"]}, None),
        ({"a": ["31/02/2026"], "b": [None]}, None),
        ({"a": ["08:15 02/11/2026"], "b": ["2026-11-05"]}, "a"),
        ({"a": ["02/11/1999"], "b": ["05/11/26"]}, "a"),
    ],
)
def test_the_day_that_no_other_comes_before(
    cells: dict[str, list[str | None]], found: str | None
) -> None:
    views = {heading: view_column(heading, texts) for heading, texts in cells.items()}
    petition = KINDS["petition"]
    taken = needed_by_content(
        petition, {"petition_code": "x"}, list(cells), cells, views
    )
    assert taken.get("received_on") == found


def test_an_id_is_the_one_column_of_codes_without_two_alike() -> None:
    cells: dict[str, list[str | None]] = {"a": ["X1", "X2"], "b": ["Y1", "Y1"]}
    views = {heading: view_column(heading, texts) for heading, texts in cells.items()}
    case = KINDS["case"]
    assert needed_by_content(case, {}, list(cells), cells, views) == {"case_code": "a"}
    cells["b"] = ["Y1", "Y2"]
    views["b"] = view_column("b", cells["b"])
    assert needed_by_content(case, {}, list(cells), cells, views) == {}


def test_a_shipped_layout_is_read_without_its_own_spec(
    province: ProvinceSummary,
) -> None:
    specs, score, seen = shipped_specs(), Score(), set()
    for path in province.files:
        try:
            spec = find_spec(path, specs)
        except SpecError:
            continue
        layout = None if spec.name in seen else layout_of(path, spec)
        if layout is not None:
            seen.add(spec.name)
            score.add(layout, others(specs, spec))
    assert score.n_layouts >= 25
    _assert_good(score)


def test_the_clerk_may_say_the_kind(province: ProvinceSummary) -> None:
    path = next(p for p in province.files if p.name.startswith("danh_sach_ho_so"))
    assert "- kind: petition\n" in draft_spec(path, "petition")
    with pytest.raises(ThanThienError, match="one of: unit"):
        draft_spec(path, "ho_so")


@pytest.mark.parametrize(
    ("cells", "scale", "silent"),
    [
        (["5", "4", "3", "9"], "likert5", {"9": None}),
        (
            ["Không hài lòng", "Bình thường", "Không biết", "Rất hài lòng"],
            "likert5_words",
            {"Không biết": "dont_know"},
        ),
        (["0", "10", "7"], "eleven_points", {}),
    ],
)
def test_what_is_no_level_is_a_sign_of_no_answer(
    cells: list[str], scale: str, silent: dict[str, str | None]
) -> None:
    question = question_of(cells)
    assert question is not None
    assert (question.scale, question.no_answer) == (scale, silent)


@pytest.mark.parametrize("cells", [["CB01", "CB02"], ["120", "88"], []])
def test_other_cells_are_no_answers(cells: list[str]) -> None:
    assert question_of(cells) is None


def test_words_that_all_share_weigh_less() -> None:
    phrases = Phrases({"due": ["ngày hẹn trả"], "received": ["ngày nhận"]})
    assert phrases.likeness("due", "NgayHenTraKQ") > 0.7
    received = phrases.likeness("received", "Ngày nhận hồ sơ")
    assert phrases.likeness("due", "Ngày nhận hồ sơ") < received
    assert received > 0.6


def _assert_good(score: Score) -> None:
    assert score.personal_missed == []
    assert score.n_kinds_right >= KINDS_RIGHT * score.n_layouts, score.wrong
    assert score.n_columns_right >= COLUMNS_RIGHT * score.n_columns, score.wrong


def test_a_kind_without_words_is_read_by_its_cells_alone() -> None:
    """A kind just added: its headings say nothing yet, and nothing breaks."""
    assert Phrases({"known": ["mã đợt"]}).likeness("new", "mã đợt") == 0.0


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (["05/11/2026", "09/11/2026"], "b"),
        (["05/11/2026", None], None),
        (["01/11/2026", "09/11/2026"], None),
    ],
)
def test_a_deadline_stands_in_every_row(
    due: list[str | None], found: str | None
) -> None:
    cells: dict[str, list[str | None]] = {
        "a": ["02/11/2026", "3/11/2026"],
        "b": due,
        "c": ["04/11/2026", None],
    }
    views = {heading: view_column(heading, texts) for heading, texts in cells.items()}
    placed = {"case_code": "x", "received_at": "a"}
    taken = needed_by_content(KINDS["case"], placed, list(cells), cells, views)
    assert taken.get("due_at") == found


def test_without_a_first_day_no_deadline_is_found() -> None:
    cells: dict[str, list[str | None]] = {
        "a": [None, None],
        "b": ["05/11/2026", "09/11/2026"],
        "c": ["04/11/2026", None],
    }
    views = {heading: view_column(heading, texts) for heading, texts in cells.items()}
    placed = {"case_code": "x", "received_at": "a"}
    assert needed_by_content(KINDS["case"], placed, list(cells), cells, views) == {}


@pytest.mark.parametrize(
    ("scores", "fits", "found"),
    [
        ([[0.3, 0.1], [0.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]], {"a": "first"}),
        # as near to another column, and another heading as near
        ([[0.3, 0.25], [0.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]], {}),
        ([[0.3, 0.1], [0.25, 0.0]], [[1.0, 1.0], [1.0, 1.0]], {}),
        # its cells are something else
        ([[0.3, 0.1], [0.0, 0.0]], [[0.4, 1.0], [1.0, 1.0]], {}),
        ([[0.1, 0.0], [0.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]], {}),
    ],
)
def test_a_faint_likeness_is_enough_where_nothing_else_can_be_meant(
    scores: list[list[float]], fits: list[list[float]], found: dict[str, str]
) -> None:
    pair = (np.array(scores), np.array(fits))
    assert only_meant(["first", "second"], ["a", "b"], {}, *pair) == found


@pytest.mark.parametrize(
    ("heading", "cells", "looks"),
    [
        ("Trang thiết bị đầy đủ", ["4", "5", "3"], "number"),
        ("Thiết bị", ["ee.vn:aX1", "ee.vn:bX2"], "personal"),
        # who somebody is stays so, whatever numbers stand for it
        ("Dân tộc", ["1", "2", "3"], "personal"),
        ("Máy", ["10.0.0.1", "10.0.0.2"], "personal"),
        ("Ngày vào sổ", ["2/11/26", "16/11/26"], "date"),
        ("Số tờ", ["2/16/26", "2/17/26"], "code"),
        ("Timestamp", ["2026/11/03 8:03:11 AM GMT+7"], "date"),
    ],
)
def test_what_a_column_looks_like(heading: str, cells: list[str], looks: str) -> None:
    assert view_column(heading, cells).looks == looks


def test_crosses_are_drafted_as_questions(tmp_path: Path) -> None:
    path = tmp_path / "phieu_lay_y_kien.csv"
    path.write_text(
        "Mã phiếu,Đơn vị,Thái độ / Tốt,Thái độ / Kém,Ngày mở / A,Ngày mở / B\n"
        "P1,Xã A,x,,,\nP2,Xã A,,x,,\n",
        encoding="utf-8",
    )
    text = draft_spec(path)
    assert "- kind: answer\n" in text
    assert 'x_columns: ["Thái độ / Kém", "Thái độ / Tốt"]' in text
    assert text.count("x_columns") == 1  # two empty columns are no question
