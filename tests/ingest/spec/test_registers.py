"""Books an office keeps by hand load by their headings, with units by name or code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.ingest.files.borders import feature, square, write_features

UNITS = """Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ,Hết hiệu lực,\
Ngày bắt đầu mô hình
T1,Tỉnh Mô Phỏng,Tỉnh,,2021-01-01,,
00001,Xã Tân Hòa,Xã,T1,2025-07-01,,
00002,Xã Bình An,Xã,T1,2025-07-01,,
"""
DAY = date(2026, 9, 1)
FIRST, SECOND = "00001@2025-07-01", "00002@2025-07-01"
BOOKS: dict[str, tuple[str, str, list[tuple[object, ...]]]] = {
    "document": (
        'STT,Đơn vị,Loại văn bản,"Số, ký hiệu",Ngày ký,Hiệu lực từ,Hết hiệu lực\n'
        "1,Xã Tân Hoà,Kế hoạch,12/KH-UBND,01/09/2026,,\n"
        "2,00002,Mẫu thư xin lỗi,,01/09/2026,05/09/2026,\n",
        "select unit_code, document_kind, number, signed_on from raw.document",
        [(FIRST, "plan", "12/KH-UBND", DAY), (SECOND, "letter_apology", None, DAY)],
    ),
    "training": (
        "STT,Mã cán bộ,Nội dung tập huấn,Ngày tập huấn\n"
        "1,CB1,Kỹ năng giao tiếp,01/09/2026\n",
        "select officer_code, topic, held_on from raw.training",
        [("CB1", "Kỹ năng giao tiếp", DAY)],
    ),
    "procedure_review": (
        "STT,Mã thủ tục,Ngày rà soát,Đơn vị rà soát,Kết quả rà soát,Số ngày cắt giảm\n"
        "1,1.000001,01/09/2026,Xã Tân Hòa,Đơn giản hoá,3\n"
        "2,1.000002,01/09/2026,,Giữ nguyên,\n",
        "select procedure_code, unit_code, result, days_saved"
        " from raw.procedure_review",
        [("1.000001", FIRST, "simplified", 3), ("1.000002", None, "kept", None)],
    ),
    "home_request": (
        "STT,Đơn vị,Họ và tên,Địa chỉ,Số thứ tự trong sổ,Ngày yêu cầu,Ngày phục vụ,"
        "Lý do\n"
        "1,Xã Tân Hòa,Nguyễn Thị Mô Phỏng,Tổ 1,7,01/09/2026,03/09/2026,Người già\n"
        "2,00002,Trần Văn Mô Phỏng,Tổ 2,8,01/09/2026,,Khó đi lại\n",
        "select unit_code, request_code, served_on, reason from raw.home_request",
        [
            (FIRST, "7", date(2026, 9, 3), "elderly"),
            (SECOND, "8", None, "mobility"),
        ],
    ),
    "inspection": (
        "STT,Đơn vị,Ngày kiểm tra công vụ,Người đứng đầu chủ trì,Kiểm tra đột xuất,"
        '"Số tồn tại, vi phạm",Số đã khắc phục\n'
        "1,Xã Tân Hòa,01/09/2026,Có,Không,3,1\n",
        "select unit_code, held_on, led_by_head, surprise, n_findings, n_closed"
        " from raw.inspection",
        [(FIRST, DAY, True, False, 3, 1)],
    ),
    "recommendation": (
        "STT,Số kiến nghị,Đơn vị,Ngày kiến nghị,Cơ quan kiến nghị,Hạn trả lời,"
        "Ngày trả lời,Ngày thực hiện xong\n"
        "1,05/KN,00001,01/09/2026,Mặt trận Tổ quốc,01/09/2026,,\n",
        "select recommendation_code, unit_code, given_by, due_on"
        " from raw.recommendation",
        [("05/KN", FIRST, "front", DAY)],
    ),
}


@pytest.fixture
def desk_with_units(desk: Desk) -> Desk:
    (result,) = load_files([desk.file("don_vi.csv", UNITS)], settings=desk.settings)
    assert (result.status, result.n_refused) == ("loaded", 0)
    return desk


@pytest.mark.parametrize("kind", BOOKS)
def test_a_book_is_found_by_its_headings(desk_with_units: Desk, kind: str) -> None:
    text, question, shown = BOOKS[kind]
    path = desk_with_units.file(f"so_{kind}_20260930.csv", text)
    (result,) = load_files([path], settings=desk_with_units.settings)
    assert (result.status, result.reason, result.n_refused) == ("loaded", None, 0)
    assert list(result.kinds) == [kind]
    assert rows(desk_with_units.settings.raw_path, question) == shown


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("document", "Kế hoạch", "Công văn"),
        ("training", "01/09/2026", "31/09/2026"),
        ("procedure_review", "Giữ nguyên", "Để sau"),
        ("home_request", "Khó đi lại", "Ở xa"),
        ("inspection", ",3,1", ",ba,1"),
        ("recommendation", "Mặt trận Tổ quốc", "Bạn đọc"),
    ],
)
def test_a_wrong_cell_is_refused_and_the_rest_stays(
    desk_with_units: Desk, kind: str, good: str, bad: str
) -> None:
    text, _, shown = BOOKS[kind]
    path = desk_with_units.file(f"so_{kind}_20260930.csv", text.replace(good, bad))
    (result,) = load_files([path], settings=desk_with_units.settings)
    counts = result.kinds[kind]
    assert (counts.n_refused, counts.n_loaded) == (1, len(shown) - 1)


def test_who_asked_for_service_at_home_stays_outside(desk_with_units: Desk) -> None:
    path = desk_with_units.file("so_tai_nha_20260930.csv", BOOKS["home_request"][0])
    load_files([path], settings=desk_with_units.settings)
    kept = rows(
        desk_with_units.settings.raw_path, "select t::varchar from raw.home_request t"
    )
    assert "Mô Phỏng" not in str(kept)
    assert "Tổ 1" not in str(kept)


def rows(path: Path, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as store (read_only)")
        connection.execute("use store")
        return connection.execute(f"{question} order by all").fetchall()


def test_borders_come_by_code_or_name_and_a_unit_nobody_knows_is_refused(
    desk_with_units: Desk,
) -> None:
    by_code = [
        feature({"ma_xa": code, "ten_xa": name, "dien_tich": 12.5}, square(n, 0))
        for n, (code, name) in enumerate((("00001", "Tân Hòa"), ("00009", "Xã Lạ")))
    ]
    by_name = [
        feature({"Tên đơn vị": name}, square(n, 0))
        for n, name in enumerate(("Xã Bình An", "Xã Không Có"), 2)
    ]
    found = []
    for name, features in (("ma", by_code), ("ten", by_name)):
        path = desk_with_units.file(f"ranh_gioi_{name}_20250701.geojson", "")
        write_features(path, *features)
        (result,) = load_files([path], settings=desk_with_units.settings)
        assert (result.status, result.reason) == ("loaded", None)
        counts = result.kinds["boundary"]
        found.append((counts.n_loaded, counts.n_refused))
    assert found == [(1, 1), (1, 1)]
    raw = desk_with_units.settings.raw_path
    kept = rows(raw, "select unit_code, stated_on from raw.boundary")
    assert kept == [(FIRST, date(2025, 7, 1)), (SECOND, date(2025, 7, 1))]
    refused = rows(raw, "select value, rule from raw.refused where kind = 'boundary'")
    assert refused == [("00009", "unit_unknown"), ("Xã Không Có", "unit_unknown")]
