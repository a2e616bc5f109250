"""Which row heads a table, which rows below are data, and when to ask."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.files.header import find_header
from ingest.files.rows import is_column_numbers, is_group, is_signature, is_total
from ingest.files.sheet import Header, ReadHints, Row
from ingest.files.text import heading_key
from warehouse.errors import SpecError

Cells = Sequence[str | None]


def rows(*cells: Cells) -> list[Row]:
    return [Row(i, i, tuple(row)) for i, row in enumerate(cells, start=1)]


def found(*cells: Cells, hints: ReadHints | None = None) -> Header:
    header = find_header(rows(*cells), hints or ReadHints(), "f")
    assert header is not None
    return header


BODY = [["1", "0001", "03/05/2026"], ["2", "0002", "04/05/2026"]]


def test_first_line_of_a_plain_list() -> None:
    header = found(["STT", "Mã", "Ngày"], *BODY)
    assert (header.line, header.last_line, header.headings) == (
        1,
        1,
        ("STT", "Mã", "Ngày"),
    )


def test_header_below_a_title_block_with_blank_rows() -> None:
    none: Cells = [None] * 3
    header = found(
        ["UBND XÃ", None, None], none, ["DANH SÁCH", None, "Mẫu 01"], none,
        ["STT", "Mã", "Ngày"], none, ["1", "2", "3"], *BODY,
    )  # fmt: skip
    assert (header.line, header.last_line) == (5, 7)
    assert header.title_lines == ("UBND XÃ", "DANH SÁCH Mẫu 01")
    assert dict(header.skipped) == {"title": 2, "blank": 3, "column_numbers": 1}


def test_two_merged_rows_are_joined() -> None:
    header = found(
        ["STT", "Mã", "Ngày, tháng, năm", None, None, "Ghi chú"],
        [None, None, "Nhận", "Hẹn trả", "Trả", None],
        ["1", "A1", "03/05/2026", "04/05/2026", None, None],
    )
    assert header.headings[2:5] == tuple(
        f"Ngày, tháng, năm / {part}" for part in ("Nhận", "Hẹn trả", "Trả")
    )
    assert (header.headings[0], header.headings[5], header.last_line) == (
        "STT",
        "Ghi chú",
        2,
    )


def test_a_row_of_merged_cells_above_the_first_full_one_is_met() -> None:
    header = found(
        ["UBND XÃ", None, None, None, None, None, None, None, "Mẫu 1"],
        ["TT", "Hồ sơ", None, None, "Thời gian", None, None, None, "Nơi nhận"],
        [None, "Mã", "Chủ", "Việc", "Hẹn", None, "Xong", "Trễ", None],
        [None, None, None, None, "Nhận", "Trả", None, None, None],
        ["1", "A1", "An", "Sao y", "03/05", "04/05", "04/05", "0", "Xã B"],
    )
    assert (header.line, header.last_line) == (2, 4)
    assert header.headings[-1] == "Nơi nhận"
    assert header.headings[4] == "Thời gian / Hẹn / Nhận"


def test_first_record_of_words_is_not_a_second_header_row() -> None:
    header = found(["Mã", "Tên", "Xã"], ["A", None, "Hòa Bình"], ["B", "x", "y"])
    assert header.last_line == 1


def test_first_ballot_of_one_two_three_is_not_column_numbers() -> None:
    header = found(["phiếu", "q1", "q2"], ["1", "2", "3"], ["2", "5", "5"])
    assert (header.last_line, header.has_column_numbers) == (1, False)
    sure = found(["STT", "q1", "q2"], ["1", "2", "3"], ["1", "5", "5"])
    assert (sure.last_line, sure.has_column_numbers) == (2, True)


def test_more_header_rows_than_two_are_asked_for() -> None:
    cells: list[Cells] = [
        ["S", "Tỉnh", "Tổng thu", "Tỷ lệ"],
        ["T", None, "ngân sách", "phân chia"],
        ["T", None, "nhà nước", "nguồn thu"],
        ["A", "B", "1", "2"],
        ["1", "Hà Nội", "12", "30"],
    ]
    with pytest.raises(SpecError) as caught:
        found(*cells)
    assert caught.value.thing == "read.header_rows"
    header = found(*cells, hints=ReadHints(header_line=1, header_rows=3))
    assert header.headings[2] == "Tổng thu / ngân sách / nhà nước"
    assert header.last_line == 4


def test_the_head_of_a_next_page_is_not_this_one() -> None:
    heads = ["STT", "Mã", "Ngày"]
    title: Cells = ["DANH SÁCH", None, None]
    header = found(title, heads, BODY[0], heads, ["1", "2", "3"], BODY[1])
    assert (header.line, header.last_line, header.headings) == (2, 2, tuple(heads))
    assert header.is_repeated(tuple(heads))


def test_no_row_of_names_is_asked_for() -> None:
    with pytest.raises(SpecError) as caught:
        found(*BODY)
    assert caught.value.thing == "read.header_line"


def test_known_headings_find_a_header_that_looks_like_data() -> None:
    keys = frozenset(map(heading_key, ("1", "2", "mã")))
    header = found(
        ["x", "y", "z"], ["Mã", "1", "2"], ["A", "3", "4"],
        hints=ReadHints(known_headings=keys),
    )  # fmt: skip
    assert header.line == 2


def test_header_line_of_the_spec_is_obeyed() -> None:
    header = found(["a", "b"], ["c", "d"], ["1", "2"], hints=ReadHints(header_line=2))
    assert (header.headings, header.title_lines) == (("c", "d"), ("a b",))
    with pytest.raises(SpecError, match="no text on that line"):
        found(["a", "b"], hints=ReadHints(header_line=9))


def test_equal_headings_are_numbered_and_shown() -> None:
    header = found(["Mã", "Hoà", "Hòa", "mã"], ["1", "2", "x", "4"])
    assert header.headings == ("Mã", "Hoà", "Hòa (2)", "mã (2)")
    assert header.duplicates == ("Hòa", "mã")


def test_columns_without_heading_and_value_are_left_out() -> None:
    header = found([None, "Mã", None, "Tên"], [None, "1", "x", "A"])
    assert header.columns == (1, 2, 3)
    assert header.headings == ("Mã", "(cột 3)", "Tên")


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["Tổng cộng", None, "12"], True),
        ([None, "TỔNG SỐ", "12"], True),
        (["Cộng:", "12"], True),
        (["Cộng (I+II)", "12"], True),
        (["Tổng số - TOTAL", "12"], True),
        (["Tổng cộng: 25 hồ sơ", None], True),
        (["*", "Tổng cộng", "1"], True),
        (["Lũy kế từ đầu năm", "12"], True),
        (["Cộng Hòa", "12"], False),
        (["Tổng công ty Điện lực", "12"], False),
        (["1", "Tổng số hồ sơ", "12"], False),
        (["Tổng Cọt", "12"], False),
        ([None, None], False),
    ],
)
def test_total_rows(cells: Cells, is_one: bool) -> None:
    assert is_total(cells) is is_one


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        ([None, "Người lập biểu", None, None, "TM. UBND", None], True),
        (["Nơi nhận:", None, None, None, None, None], True),
        ([None, None, None, "Hòa Bình, ngày 03 tháng 5 năm 2026", None, None], True),
        (["Ghi chú: số liệu tạm tính", None, None, None, None, None], True),
        (["Người lập", "Kế toán", "1", "2", "3", "4"], False),
        (["Xã Hòa Bình", None, None, None, None, None], False),
    ],
)
def test_signature_rows(cells: Cells, is_one: bool) -> None:
    assert is_signature(cells, 6) is is_one


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["1", "2", "3", "4"], True),
        (["A", "B", "1", "2"], True),
        (["(1)", "(2)", "(3)=(1)+(2)", "(4)"], True),
        (["0", "1", "2", "3"], True),
        (["1", "2", "4", "5"], False),
        (["5", "6", "7", "8"], False),
        (["1", "2", None, None], False),
        (["1", "0001", "2", "3"], False),
    ],
)
def test_column_numbers(cells: Cells, is_one: bool) -> None:
    assert is_column_numbers(cells, 4) is is_one


def test_group_rows() -> None:
    assert is_group(["IV", "Đồng bằng", "12"])
    assert not is_group(["4", "Hà Nội", "12"])
    assert not is_group(["IV", None])
