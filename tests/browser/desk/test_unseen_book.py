"""A book of an office nobody had seen, by clicks alone to figures, and the ways back.

Three sheets of months under merged headings; crosses below the words of one column; the
same file a second time; a template; and the build before, one click away.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from ingest.loading.load import load_files
from tests.browser.desk.clerk import BUILD_MS, Clerk, clerk_at
from tests.browser.desk.test_loading import MOST_MINUTES, figures, try_and_load
from tests.ingest.desk import messy_books
from tests.ingest.drafting.books import workbook_of
from tests.security.server import REPO, Server, running
from warehouse.builds.build import build
from warehouse.builds.pointer import read_pointer
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.release]

BOOK = "NHAT KY NHAN TRA 20261231.xlsx"
MONTHS = {"T10": "/10/2026", "T11": "/11/2026", "T12": "/12/2026"}
CROSSES = "cách nộp 20261231.csv"
CROSSED = (
    "Số hồ sơ,Ngày nhận,Nơi nhận,Trực tiếp,Trực tuyến,Bưu chính\n"
    "X1,02/11/2026,Xã An Bình,x,,\n"
    "X2,03/11/2026,Xã An Bình,,x,\n"
    "X3,16/11/2026,Xã Hòa Sơn,,,x\n"
)
BY_HAND = """
spec: by_hand
title: {vi: Tay, en: Hand}
file_name: '(?P<day>20[0-9]{6})'
personal: ["Bà con đến làm / Tên họ", "Bà con đến làm / Ở ấp", "Bà con đến làm / Số ĐT"]
ignore: ["Stt", "Làm giấy gì", "Ai thụ lý", "Đã lấy / Ký tên"]
kinds:
  - kind: case
    columns:
      case_code: {from: ["Số biên nhận"]}
      received_at: {from: ["Bữa nhận"], dates: [dd/MM/yyyy]}
      due_at: {from: ["Hẹn lấy"], dates: [dd/MM/yyyy]}
      returned_at: {from: ["Đã lấy / Ngày lấy"], dates: [dd/MM/yyyy]}
      receiving_unit_code: {constant: "91001"}
      extracted_on: {file_name: day, dates: [yyyyMMdd]}
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Server]:
    """The real pages over a home with its units."""
    home = tmp_path / "home"
    settings = Settings(home=home)
    steward = Identity("steward", "Quản trị dữ liệu", "steward")
    add_account(settings, steward, actor="t", must_change_password=False)
    load_files([written(tmp_path, "don_vi.csv", messy_books.UNITS)], settings=settings)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


def test_an_unseen_book_becomes_figures_and_there_is_a_way_back(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    book = tmp_path / BOOK
    text = workbook_of("books_seventh.yml", "nhat_ky_mot_cua_mien_tay", MONTHS)
    book.write_bytes(text)
    with clerk_at(browser, office) as clerk:
        clerk.begin_mapping(book, "Các trang tính cùng mẫu")
        clerk.open("Cột khác, có thì điền")
        clerk.choose("Đơn vị tiếp nhận", "tôi gõ một giá trị")
        clerk.type("Đơn vị tiếp nhận: giá trị", "Xã An Bình")
        try_and_load(clerk, 12)
        publish(clerk)
        spent = clerk.spent()
        sys.stdout.write(f"from the book to its figures: {spent}\n")
        assert spent["minutes"] <= MOST_MINUTES
        by_clicks = read_pointer(office.settings).build_id
        assert figures(office.settings) == by_hand(tmp_path, book)
        clerk.open("Tệp")
        clerk.page.locator("input[type=file]").set_input_files(book)
        clerk.sees("đúng tệp này steward đã giao trước đây (đã nạp)")
        clerk.begin_mapping(written(tmp_path, CROSSES, CROSSED))
        try_and_load(clerk, 3)
        take_template(clerk, tmp_path)
        publish(clerk)
        assert read_pointer(office.settings).build_id != by_clicks
        assert channels(office.settings) == ["counter", "online", "post"]
        clerk.click(clerk.page.get_by_role("button", name="Quay về bản công bố lúc"))
        clerk.at_rest()
        clerk.picture("undone")
    assert read_pointer(office.settings).build_id == by_clicks


def written(folder: Path, name: str, text: str) -> Path:
    """A file as its clerk has it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def channels(settings: Settings) -> list[str]:
    """How the crossed dossiers came in, by what is published."""
    path = settings.builds_dir / read_pointer(settings).file
    with duckdb.connect(str(path), read_only=True) as connection:
        text = "select channel from fct_cases where case_code like 'X%' order by 1"
        return [str(row[0]) for row in connection.execute(text).fetchall()]


def publish(clerk: Clerk) -> None:
    """Builds and publishes."""
    clerk.open("Dựng và công bố")
    clerk.press("Dựng và công bố")
    clerk.sees("Đang dựng và kiểm")
    clerk.sees("Đã công bố.", within_ms=BUILD_MS)


def take_template(clerk: Clerk, folder: Path) -> None:
    """A workbook to fill in, from the page."""
    clerk.open("Còn thiếu gì")
    clerk.press("Lập mẫu")
    with clerk.page.expect_download() as taken:
        clerk.press("Tải mẫu về")
    path = folder / "mau.xlsx"
    taken.value.save_as(path)
    assert path.read_bytes()[:2] == b"PK"


def by_hand(folder: Path, book: Path) -> dict[str, object]:
    """The figures of the same book by a spec somebody wrote."""
    settings = Settings(home=folder / "hand")
    spec = written(folder, "tay.yml", BY_HAND)
    load_files([folder / "don_vi.csv"], settings=settings)
    load_files([book], spec_path=spec, settings=settings)
    assert build(settings).is_published
    return figures(settings)
