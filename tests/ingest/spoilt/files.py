"""Files as offices deliver them, each spoilt in a way of its own.

Every writer takes an empty folder and leaves one file in it.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from tests.ingest.files.workbooks import Cell, Rows, write_xlsx

NAME = "don_thu_20260630.csv"
HEAD = "Mã đơn,Loại đơn,Ngày nhận,Mã đơn vị,Lĩnh vực,Kênh tiếp nhận"
ROW = "D{},Phản ánh,{:02}/06/2026,01001,Đất đai,Trực tiếp"
GOOD = "\n".join([HEAD, *(ROW.format(n, n) for n in range(10, 16))]) + "\n"
DOSSIERS: Rows = [
    ["Tính đến ngày 30/06/2026", None, None, None],
    ["Mã hồ sơ", "Ngày nhận", "Đơn vị tiếp nhận", "Trạng thái"],
    ["H01", "13/06/2026", "01001", "Đang xử lý"],
    ["H02", "14/06/2026", "01001", "Đang xử lý"],
]
Writer = Callable[[Path], Path]


def text(content: str | bytes, name: str = NAME) -> Writer:
    """A text file."""

    def write(folder: Path) -> Path:
        path = folder / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    return write


def without(part: str, put: str, name: str = NAME) -> Writer:
    """The good list with one text put in the place of another."""
    assert part in GOOD
    return text(GOOD.replace(part, put, 1), name)


def dossiers(row: Sequence[Cell]) -> Writer:
    """A workbook of dossiers with one further row."""

    def write(folder: Path) -> Path:
        rows = [*DOSSIERS, row]
        return write_xlsx(folder / "ho_so.xlsx", {"Sheet1": rows})

    return write


def cut_workbook(folder: Path) -> Path:
    """Half of a workbook, as a broken copy leaves it."""
    path = write_xlsx(folder / "ho_so.xlsx", {"Sheet1": DOSSIERS})
    path.write_bytes(path.read_bytes()[:2000])
    return path


def document(folder: Path) -> Path:
    """A text document under the name of a workbook."""
    path = folder / "bao_cao.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return path


def web_page(folder: Path) -> Path:
    """A table of a web page under the name of an old workbook."""
    page = "<html><body><table><tr><td>Mã hồ sơ</td></tr></table></body></html>"
    path = folder / "ho_so.xls"
    path.write_text(page, encoding="utf-8")
    return path


def zipped_program(folder: Path) -> Path:
    """An archive with a member that points outside."""
    path = folder / "giao_nop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../ngoai.csv", GOOD)
    return path


def uncalculated(folder: Path) -> Path:
    """A formula that no program has worked out."""
    path = folder / "ho_so.xlsx"
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Sheet1", 0)
    for row in DOSSIERS:
        sheet.append(list(row))
    sheet.append(["H03", "15/06/2026", "=A2", "Đang xử lý"])
    book.save(path)
    return path


def swapped(folder: Path) -> Path:
    """Days of a spreadsheet of another country: some real and turned, some text."""
    turned: list[list[Cell]] = [
        [f"H{n}", dt.date(2026, n, 6), "01001", "Đang xử lý"] for n in range(1, 9)
    ]
    return write_xlsx(folder / "ho_so.xlsx", {"Sheet1": [*DOSSIERS, *turned]})


def two_sheets(folder: Path) -> Path:
    """A sheet of dossiers, and one of something else."""
    other: Rows = [["Mã hồ", "Ngày", "Nơi"], ["1", "2", "3"]]
    return write_xlsx(folder / "ho_so.xlsx", {"T1": DOSSIERS, "T2": other})


def no_title(folder: Path) -> Path:
    """The line with the day of the list was deleted."""
    return write_xlsx(folder / "ho_so.xlsx", {"T1": DOSSIERS[1:]})


def mojibake() -> bytes:
    """Text of one encoding read as another and saved."""
    return GOOD.encode().decode("cp1252", errors="replace").encode()


def side_by_side(folder: Path) -> Path:
    """Two lists next to one another on one sheet."""
    rows: Rows = [[*row, None, *row] for row in DOSSIERS]
    return write_xlsx(folder / "ho_so.xlsx", {"Sheet1": rows})


REPORT = """\
Kỳ báo cáo: tháng 13/2026,,,,,,
Mã đơn vị,Lĩnh vực,Số hồ sơ nhận giải quyết / Mới,Đã giải quyết / Trước và đúng hạn,\
Đã giải quyết / Quá hạn,Đang giải quyết / Trong hạn,Đang giải quyết / Quá hạn
01001,,10,5,0,0,0
"""
TARGETS = "Mã đơn vị;Chỉ tiêu;Kỳ;Kế hoạch;Thực hiện\n01001;on_time;2026;1.234;\n"
SPOILT: dict[str, tuple[Writer, str]] = {
    "nothing in it": (text(""), "xuất lại tệp từ nguồn: tệp này không có gì"),
    "a PDF": (text(b"%PDF-1.7\n1 0 obj"), "lưu thành .xlsx rồi giao lại"),
    "a JSON file": (
        text('[\n {"Mã đơn": "D1"}]', "don.json"),
        "'tệp JSON': chỉ đọc .csv .tsv .txt .xlsx .xls .ods .geojson và bản nén gzip "
        "hoặc zip của chúng → xuất từ nguồn ra .xlsx hoặc .csv",
    ),
    "what a program keeps for itself": (
        text(b"\0\0\0\1Bud1\0\0\x10\0", ".DS_Store"),
        "tệp của một chương trình, không phải bảng số liệu",
    ),
    "an old text document": (
        text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "don.doc"),
        "'không nhận ra dạng bảng tính': tệp bảng tính bị hỏng hoặc có dạng lạ",
    ),
    "a workbook cut in half": (cut_workbook, "bị hỏng hoặc bị cắt cụt → giao lại tệp"),
    "a letter, no table": (document, "giao chính bảng số liệu, lưu dạng .xlsx hoặc"),
    "a web page": (web_page, "mở bằng Excel hoặc LibreOffice, lưu thành .xlsx"),
    "a list cut short": (text(GOOD[:-20]), "như tệp bị cắt cụt → giao lại tệp"),
    "a column missing": (without("Mã đơn,", "Nơi,"), "thêm vào tệp cột 'Mã đơn'"),
    "a heading misspelt": (
        without("Ngày nhận", "Ngày nhân đơn"),
        "đổi tiêu đề «Ngày nhân đơn» trong tệp thành «Ngày nhận»",
    ),
    "a heading misspelt that need not be there": (
        without("Lĩnh vực", "Lĩnh vực đơn"),
        "nếu cùng nghĩa, đổi tên cột «Lĩnh vực đơn» trong tệp thành «Lĩnh vực»",
    ),
    "a column more": (
        text(
            GOOD.replace("Kênh tiếp nhận", "Kênh tiếp nhận,Số thửa").replace(
                "Trực tiếp", "Trực tiếp,12"
            )
        ),
        "nếu không ai cần cột 'Số thửa', bỏ cột đó khỏi tệp, còn nếu cần, nhờ",
    ),
    "one heading twice": (
        text(
            GOOD.replace("Kênh tiếp nhận", "Kênh tiếp nhận,Mã đơn vị").replace(
                "Trực tiếp", "Trực tiếp,01001"
            )
        ),
        "hai cột cùng tên «Mã đơn vị»: để lại một",
    ),
    "letters of another encoding": (
        text(mojibake()),
        "xuất lại tệp từ nguồn ở dạng UTF-8",
    ),
    "a cell too many": (without("D11,", "D11,thừa,"), "sửa dòng 3 (hoặc xuất lại tệp)"),
    "a quote left open": (without("Đất đai", '"Đất đai'), "sửa dòng 2 (hoặc xuất lại"),
    "an archive of folders": (zipped_program, "nén lại các tệp, không kèm thư mục"),
    "no rows": (text(HEAD + "\n"), "kiểm tra bộ lọc lúc xuất rồi xuất lại"),
    "a sheet of another kind": (two_sheets, "bỏ trang T2 khỏi tệp"),
    "no day above the headings": (
        no_title,
        "ghi vào dòng phía trên hàng tiêu đề, theo mẫu: Tính đến ngày 31/12/2026",
    ),
    "a layout nobody knows": (
        text("A,B\n1,2\n", "la.csv"),
        "giao tệp ở trang Nạp số liệu rồi bấm Ghép cột "
        "(trên dòng lệnh: thanthien explain la.csv --draft my.yml",
    ),
    "a day no calendar has": (
        without("11/06/2026", "31/06/2026"),
        "Không có ngày này trong lịch → Xem sổ gốc, sửa lại ngày trong tệp",
    ),
    "a day in words": (
        without("11/06/2026", "hôm qua"),
        "ngày.tháng.năm, ngày/tháng/năm giờ:phút, ngày/tháng/năm giờ:phút:giây, ô kiểu "
        "ngày của bảng tính, năm-tháng-ngày → Sửa ngày trong tệp gốc theo một",
    ),
    "days and months turned": (swapped, "gõ lại cả cột ngày ở dạng chữ (Text)"),
    "an unknown word": (
        without("Phản ánh", "Phan nan"),
        "Khiếu nại, Kiến nghị, Phản ánh → Sửa ô thành một trong các cách viết đó",
    ),
    "an unknown unit": (
        without("01001", "Xã Bình Minn"),
        "01001 · Xã Bình Minh · Tỉnh Mẫu · 01/07/2025 → Sửa tên hoặc ghi mã đơn vị",
    ),
    "an error in a cell": (
        dossiers(["H03", "15/06/2026", "#REF!", "Đang xử lý"]),
        "sửa công thức của ô (hoặc gõ giá trị đúng)",
    ),
    "a formula never worked out": (uncalculated, "bấm Lưu để tính kết quả"),
    "a code turned into a number": (
        without("D11", "1.2E+11"),
        "Xuất lại tệp với cột mã ở dạng văn bản (Text)",
    ),
    "no code": (
        without("D11", ""),
        "(trống) (dòng 3): Ô bắt buộc đang để trống → Điền",
    ),
    "a number that may be two": (
        text(TARGETS, "chi_tieu_20260101.csv"),
        "Viết lại số không có dấu phân nhóm (1234 hoặc 1234,5)",
    ),
    "a month above the table that no year has": (
        text(REPORT, "bao_cao_20260930.csv"),
        "cột «dòng chữ trên bảng», «01/13/2026» (dòng 3): Không phải ngày hợp lệ; "
        "ngày ở cột này viết theo: ngày/tháng/năm, năm-tháng-ngày → Sửa dòng chữ trên",
    ),
    "a day in the file's name that no calendar has": (
        text(GOOD, "don_thu_20261399.csv"),
        "cột «tên tệp», ví dụ «20261399» (dòng 2), …: Không có ngày này trong "
        "lịch → Đổi tên tệp cho đúng",
    ),
    "two lists side by side": (
        side_by_side,
        "chép bảng thứ hai xuống dưới bảng thứ nhất",
    ),
    "who denounced": (
        text(GOOD.replace("Phản ánh", "Tố cáo").replace("Lĩnh vực", "Họ tên")),
        "bỏ các cột này rồi giao lại tệp, và xoá bản này",
    ),
}
"""What is wrong → the file, and the step that `ingest` or `refused` must name."""
