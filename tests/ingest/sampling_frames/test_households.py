"""Households of the Front's own list: three columns, and nobody's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sampling_frames.child import answer
from ingest.sampling_frames.households import read_households
from tests.ingest.files.workbooks import write_xlsx
from warehouse.errors import SpecError

NAME, PHONE = "Nguyễn Thị Bí Mật", "0912345678"
HEADINGS = ("STT", "Họ tên chủ hộ", "Số điện thoại", "Mã hộ", "Thôn, tổ dân phố", "Xã")
ROWS = (
    (1, NAME, PHONE, "HO-001", "Thôn 1", "Xã Đồng Hòa"),
    (2, NAME, PHONE, "HO-002", " Thôn  2 ", "91001"),
    (3, NAME, PHONE, None, "Thôn 2", "91001"),
    (4, NAME, PHONE, "HO-004", None, "91001"),
)


def workbook(path: Path, headings: tuple[str, ...] = HEADINGS) -> Path:
    title = ["DANH SÁCH HỘ DÂN CỦA ỦY BAN MẶT TRẬN"]
    return write_xlsx(path, {"Hộ dân": [title, headings, *ROWS]})


def test_code_hamlet_and_unit_are_read_and_nothing_else(tmp_path: Path) -> None:
    found = read_households(workbook(tmp_path / "ho.xlsx"))
    assert found.rows == [
        ("HO-001", "Xã Đồng Hòa", "Thôn 1"),
        ("HO-002", "91001", "Thôn 2"),
        ("HO-004", "91001", ""),
    ]
    assert found.n_unread == 1
    told = answer({"kind": "households", "path": str(tmp_path / "ho.xlsx")})
    assert NAME not in str(told)
    assert PHONE not in str(told)


def test_a_list_without_hamlets_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ho.csv"
    path.write_text("Mã hộ;Họ tên;Mã đơn vị\nA1;X;91001\nA2;Y;91002\n", "utf-8")
    assert read_households(path).rows == [("A1", "91001", ""), ("A2", "91002", "")]


@pytest.mark.parametrize("lost", ["Mã hộ", "Xã"])
def test_a_list_that_names_no_household_or_unit_is_refused(
    tmp_path: Path, lost: str
) -> None:
    headings = tuple("Ghi chú" if name == lost else name for name in HEADINGS)
    path = workbook(tmp_path / "ho.xlsx", headings)
    with pytest.raises(SpecError, match="has a column"):
        read_households(path)
    assert "refused" in answer({"kind": "households", "path": str(path)})
