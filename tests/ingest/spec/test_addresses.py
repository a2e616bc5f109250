"""Where somebody lives is personal, whatever its column is called."""

from __future__ import annotations

import pytest

from ingest.spec.addresses import are_units, is_address
from ingest.spec.samples import view_column

ADDRESSES = [
    "Số nhà 12, tổ 3",
    "SN 15 ngõ 4",
    "Thôn 3",
    "Thôn Đông, xã Tân Lập",
    "thon dong xa tan lap",
    "Bản Nà Lốc",
    "Bản Nà Lốc 2, xã Mường Lát",
    "Ấp Tân Lập",
    "ấp 5 - x. Vĩnh Châu",
    "Xóm Mới",
    "Buôn Ma Thuột, P. Tân Lợi",
    "Tổ 7",
    "Tổ 7, khu phố 2, phường Bình Châu",
    "TDP số 4",
    "KP 3, P. Hoà Minh",
    "Khóm 4, TT. Cái Vồn",
    "12/4 đường Hùng Vương",
    "245 Đường Trần Phú, phường 5",
    "Đường 30/4, phường Hưng Lợi",
    "nhà bà Tư, ấp 3",
    "Làng Chăm, xã An Ninh",
    "Chung cư 12A tầng 3",
    "Thôn\u00a03, xã\u00a0Tân Lập",
]
OTHERS = [
    "Xã Tân Lập",
    "xã Tân Lập, huyện Hoà An",
    "Phường Bình Châu",
    "UBND xã An Ninh",
    "77001",
    "Bản sao",
    "Bản chính",
    "bản photo 2",
    "Ban Quản lý dự án, tỉnh Mô Phỏng",
    "Tổ một cửa",
    "Tổ công tác",
    "Tổ chức",
    "Đội",
    "Số lượng",
    "số 12/QĐ-UBND",
    "Khối lượng",
    "Trực tiếp",
    "12/4/2026",
    "3 - Bình thường",
    "Chứng thực bản sao từ bản chính",
    "Trích lục khai sinh",
    "Đường bưu điện",
    "Cấp đổi giấy chứng nhận, thửa 12",
    "Bản án, quyết định",
    "Cam kết 5 biết, 3 không",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_known(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", OTHERS)
def test_a_unit_or_another_word_is_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "heading",
    [
        "Nhà ở đâu",
        "Trú tại",
        "Ở",
        "Chỗ ở",
        "Ở thôn",
        "Nơi cư trú",
        "Cư ngụ",
        "Ngụ tại",
        "Quê quán",
        "Hộ khẩu",
        "Tạm trú",
        "Chỗ ở hiện nay",
        "Sống ở",
        "Dia chi",
        "Noi cu tru",
        "Cho o hien nay",
        "NOI_O_HIEN_NAY",
        "DiaChiNguoiNop",
        "NoiCuTru",
        "Ho va ten",
        "So dien thoai",
    ],
)
def test_a_heading_of_where_somebody_lives_is_personal(heading: str) -> None:
    view = view_column(heading, ["Nà Lốc", "Nà Pàn", None, "Phiêng Khoài"])
    assert (view.looks, view.samples) == ("personal", ())


@pytest.mark.parametrize("heading", ["Ghi rõ", "Thông tin thêm", "Cột 5", ""])
def test_cells_that_are_addresses_are_personal(heading: str) -> None:
    cells = ["Thôn 3, xã Tân Lập", "Ấp 2", "Xóm Mới, xã An Ninh", "không rõ"]
    assert view_column(heading, cells).looks == "personal"


@pytest.mark.parametrize("heading", ["Nơi cư trú", "Xã cư trú", "Xã thường trú"])
def test_a_commune_somebody_lives_in_is_not(heading: str) -> None:
    """It parts people of the commune from others; nobody is found by it."""
    cells = ["Xã Tân Lập", "xã Tân Lập, huyện Hoà An", "Phường Bình Châu"]
    assert are_units(cells)
    assert view_column(heading, cells).looks == "text"
    assert view_column("Mã xã cư trú", ["77001", "77002"]).looks != "personal"


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Đơn vị", ["Xã Tân Lập", "Phường Bình Châu"]),
        ("Giấy tờ", ["Bản sao", "Bản chính", "Bản photo"]),
        ("Bộ phận", ["Tổ một cửa", "Tổ công tác"]),
        ("Kênh", ["Trực tiếp", "Qua bưu điện", "Đường bưu điện"]),
        ("Công tác", ["Tốt", "Khá"]),
        ("Kết quả", ["1", "2"]),
    ],
)
def test_other_columns_stay_what_they_are(heading: str, cells: list[str]) -> None:
    assert view_column(heading, cells).looks != "personal"
