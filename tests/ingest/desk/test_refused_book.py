"""Refused rows as a workbook in the file's own layout, mended and handed over again."""

from __future__ import annotations

import io

from openpyxl import Workbook, load_workbook

from tests.ingest.desk.conftest import Act, hand_over
from warehouse.desk.inbox import Card, card_of, name_to_mend
from warehouse.desk.jobs import made_by
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

HEADS = (
    "Mã hồ sơ",
    "Người nộp",
    "Mã TTHC",
    "Đơn vị tiếp nhận",
    "Mã đơn vị xử lý",
    "Trạng thái",
    "Ngày, tháng, năm",
    None,
)
BELOW = (*[None] * 6, "Nhận", "Hẹn trả")
ROWS = (
    (
        "H1",
        "Nguyễn Văn An",
        "1.1",
        "91001",
        "91001",
        "Đã trả kết quả",
        "01/10/2026",
        "",
    ),
    ("H2", "Trần Thị Bình", "1.1", "91001", "91001", "Đang chờ", "02/10/2026", "=1+1"),
    ("H3", "Lê Văn Cường", "1.1", "91001", "91001", "Đang xử lý", "32/10/2026", ""),
)


def book() -> bytes:
    """A list of dossiers with a title block and a header over two rows."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet.append(["UBND XÃ AN BÌNH"])
    sheet.append(["(Tính đến ngày 31/10/2026)"])
    sheet.append(list(HEADS))
    sheet.append(list(BELOW))
    for row in ROWS:
        sheet.append(list(row))
        sheet.cell(sheet.max_row, 8).data_type = "s"
    sheet.append(["Tổng cộng", None, None, None, None, None, "3"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def loaded(settings: Settings, act: Act) -> Card:
    """The list, loaded."""
    card = hand_over(settings, "hồ sơ_20261031.xlsx", book())
    done = act("load", card)
    assert (done["n_loaded"], done["n_refused"]) == (1, 2), done
    return card


def made(settings: Settings) -> io.BytesIO:
    return io.BytesIO(made_by(settings, "20260101000000-00000000").read_bytes())


def test_it_has_only_those_rows_in_the_files_own_layout(
    settings: Settings, act: Act
) -> None:
    card = loaded(settings, act)
    assert act("refused_book", card) == {"n_rows": 2}
    sheet = load_workbook(made(settings))["Danh sách"]
    assert sheet["A1"].value == "UBND XÃ AN BÌNH"
    assert [cell.value for cell in sheet[3]][:8] == list(HEADS)
    heads = [cell.value for cell in sheet[3]][8:]
    assert heads == ["Dòng trong tệp gốc", "Vì sao bị từ chối", "Cần sửa thế nào"]
    codes = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
    assert codes == ["H2", "H3"]
    lines = [sheet.cell(row, 9).value for row in (5, 6)]
    assert lines == ["6", "7"]
    # what names a citizen, and is not read, does not come back
    assert [sheet.cell(row, 2).value for row in (5, 6)] == [None, None]
    assert "Ngày, tháng, năm / Nhận" in str(sheet.cell(6, 10).value)
    formula = sheet.cell(5, 8)
    assert (formula.value, formula.data_type) == ("=1+1", "s")


def test_faulty_cells_are_coloured_and_no_other(settings: Settings, act: Act) -> None:
    act("refused_book", loaded(settings, act))
    sheet = load_workbook(made(settings))["Danh sách"]
    coloured = {
        (cell.row, cell.column)
        for row in sheet.iter_rows(min_row=5)
        for cell in row
        if cell.fill.fill_type == "solid"
    }
    assert coloured == {(5, 6), (5, 8), (6, 7)}


def test_mended_rows_are_loaded_as_rows_of_that_file(
    settings: Settings, act: Act
) -> None:
    card = loaded(settings, act)
    act("refused_book", card)
    mended = load_workbook(made(settings))
    sheet = mended["Danh sách"]
    sheet["F5"], sheet["H5"], sheet["G6"] = "Đang xử lý", None, "12/10/2026"
    out = io.BytesIO()
    mended.save(out)
    again = hand_over(settings, name_to_mend(card), out.getvalue())
    assert again.corrects == card.sha256
    assert again.name == "hồ sơ_20261031.2.xlsx"
    seen = act("understand", again)
    assert seen["trial"]["kinds"]["case"]["n_refused"] == 0
    done = act("load", again)
    assert (done["status"], done["n_loaded"], done["n_refused"]) == ("loaded", 2, 0)
    with open_raw(settings) as connection:
        found = connection.execute(
            'select case_code, received_at::date::varchar from raw."case" order by 1'
        ).fetchall()
    assert found == [("H1", "2026-10-01"), ("H2", "2026-10-02"), ("H3", "2026-10-12")]
    known = card_of(settings, again.sha256)
    assert known is not None
    assert known.status == "loaded"
