"""A wave of the Front from its plan to its report, by clicks of the Front alone.

A running server over a simulated province, real Chromium, no command. Files that the
page gave are filled in as offices fill them in, and handed over on the page.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Locator, Page

from dashboard import numbers
from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from tests.browser.conftest import NARROW, WIDE, settle
from tests.browser.desk.clerk import BUILD_MS, Clerk
from tests.browser.front_walk.filled_files import fill_attempts, key_answers
from tests.browser.steps import (
    assert_fits,
    await_text,
    await_that,
    choose_button,
    still_text,
)
from tests.conftest import PATIENCE_MS
from tests.security.server import REPO, Server, running
from tests.warehouse.waves.frames import write_households
from warehouse.builds.build import build
from warehouse.custody.front_waves import held_waves
from warehouse.demo_accounts import (
    DEMO_PASSPHRASE,
    demo_signer,
    make_demo_accounts,
)
from warehouse.demo_waves import release_demo_waves
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.waves.signed_designs import signed_designs

pytestmark = [pytest.mark.browser, pytest.mark.release]

WAVE, SHOWN = "DL-2026-Q4", "khảo sát độc lập (11/2026)"
OPENED, CLOSED = date(2026, 11, 2), date(2026, 11, 28)
DAYS_ASKED = 20
N_CASES = 6_000
MONTHS_IN_EXPORT = 12
MOST_CLICKS = 40
KINDS = {
    "returned": ("Hồ sơ đã trả kết quả", 37),
    "households": ("Hộ dân (danh sách của Mặt trận)", 39),
    "desk": ("Người đến bộ phận một cửa", 37),
    "reception": ("Người đến phòng tiếp công dân", 37),
}
"""Kind of frame → what its choice is called, and clicks from plan to report."""
STANDS_IN = {
    "households": "hộ dân trong danh sách của Mặt trận",
    "desk": "ngày làm việc",
    "reception": "ngày làm việc",
}
"""Kind of frame → how the page says what is in it."""
N_HOUSEHOLDS = 400
KEY = "Nội dung tệp khóa của Mặt trận"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with the demo's province, and the folder of its files."""
    home = tmp_path_factory.mktemp("front") / "home"
    settings = Settings(home=home)
    files = tmp_path_factory.mktemp("files")
    written = write_province(files, n_cases=N_CASES)
    load_files(list(written.files), settings=settings, signer=demo_signer(settings))
    assert build(settings).is_published
    release_demo_waves(settings)
    make_demo_accounts(settings)
    return home, files


@pytest.fixture
def province(built: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """The province, served from a home of its own, and the folder of its files."""
    home, files = built
    shutil.copytree(home, tmp_path / "home")
    with running(tmp_path / "home", script=REPO / "dashboard" / "app.py") as server:
        yield server, files


def opened(browser: Browser, server: Server, name: str, width: int = WIDE) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    token = server.session(name)
    context.add_cookies([{"name": "thanthien", "value": token, "url": server.url}])
    page = context.new_page()
    page.goto(server.url)
    settle(page)
    return page


def export_of(folder: Path, out: Path) -> Path:
    """The province's own monthly exports of a year, as one archive."""
    months = sorted(folder.glob("dong_bo_quoc_gia_*.csv"))[-MONTHS_IN_EXPORT:]
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path in months:
            archive.write(path, path.name)
    return out


class Walker(Clerk):
    """The Front's user, with the key at hand."""

    def __init__(self, page: Page, pem: str) -> None:
        super().__init__(page)
        self.pem = pem

    def go(self, title: str) -> None:
        self.click(self.page.get_by_role("link", name=title))
        settle(self.page)

    def section(self, name: str) -> None:
        radio = self.page.get_by_role("radio", name=name, exact=True)
        button = self.page.get_by_role("button", name=name, exact=True)
        self.click(radio.or_(button).first)
        settle(self.page)

    def chooses_files(self, field: Locator, *paths: Path) -> None:
        # the chooser of files opens with one click; choosing there is another
        field.set_input_files([*paths])
        self.n_clicks += 2

    def takes(self, name: str) -> Download:
        with self.page.expect_download() as download:
            self.click(self.page.get_by_role("button", name=name))
        return download.value

    def pastes_key(self) -> None:
        self.page.get_by_role("textbox", name=KEY).last.fill(self.pem)
        self.page.get_by_label("Cụm mật khẩu của khóa").last.fill(DEMO_PASSPHRASE)

    def types_day(self, label: str, day: date) -> None:
        first = self.page.get_by_role("group", name=label).get_by_role("spinbutton")
        first.first.focus()
        self.page.keyboard.type(f"{day:%d%m%Y}")

    def pictured(self, name: str) -> None:
        settle(self.page)
        if folder := os.environ.get("THANTHIEN_PICTURES"):
            self.page.wait_for_timeout(2_000)
            tall = self.page.evaluate(
                "Math.max(...[...document.querySelectorAll('section,"
                "[data-testid=stMain]')].map(one => one.scrollHeight))"
            )
            size = self.page.viewport_size or {"width": WIDE, "height": 900}
            self.page.set_viewport_size({**size, "height": tall + 40})
            self.page.wait_for_timeout(1_500)
            self.page.screenshot(path=Path(folder) / f"dot-{name}.png")
            self.page.set_viewport_size(size)


def households_of(settings: Settings, out: Path) -> Path:
    """A list of households of all units of today."""
    reader = Reader(settings)
    scope = reader.scope_of_account(user_id="t", role="front")
    units = reader.run("units", scope).rows
    codes = [u["unit_code"] for u in units if u["is_current"]]
    return write_households(out, dict.fromkeys(codes, N_HOUSEHOLDS))


def plan_and_draw(
    front: Walker, kind: str, listed: Path | None, folder: Path
) -> tuple[Path, Path]:
    """Plans, draws and signs; the lists of interviewers and the workbook to key."""
    page = front.page
    front.go("Lập kế hoạch đợt")
    front.click(page.get_by_text("Cách chia phiếu, tỷ lệ trả lời"))
    front.choose("Đợt nói về kết quả đã trả trong", "12 tháng")
    settle(page)
    page.get_by_label("Mã đợt").first.fill(WAVE)
    front.press("Lưu kế hoạch")
    front.sees(f"Đã lưu kế hoạch của {WAVE}")
    front.pictured("1-ke-hoach")
    if kind != "returned":
        front.choose("Rút từ đâu", KINDS[kind][0])
        front.sees(f"Khung gồm {STANDS_IN[kind]}")
        front.at_rest()
    if listed is not None:
        front.chooses_files(page.locator("input[type=file]").last, listed)
        page.get_by_text(listed.name).wait_for()
    page.get_by_label("Người đi hỏi").first.fill("PV01\nPV02\nPV03\nPV04")
    front.click(page.get_by_text("thì lấy tất cả"))
    front.press("Rút mẫu")
    front.sees("Đã rút", within_ms=4 * PATIENCE_MS)
    front.pictured("2-rut-mau")
    lists, keying = folder / "danh_sach.zip", folder / "nhap_phieu.xlsx"
    front.takes("danh sách đi hỏi").save_as(lists)
    front.takes("Tải bảng tính để nhập phiếu giấy").save_as(keying)
    front.click(page.get_by_text("Ký kế hoạch và lần rút mẫu"))
    front.pastes_key()
    front.press("Ký")
    front.sees(f"Đã ký cho đợt {WAVE}: kế hoạch, lần rút mẫu.")
    front.pictured("3-da-ky")
    return lists, keying


def load_and_publish(front: Walker, files: list[Path]) -> None:
    """States the wave, loads its files signed, builds and publishes."""
    page = front.page
    front.go("Nạp số liệu")
    front.section("Khai đợt, câu hỏi")
    front.types_day("Ngày mở", OPENED)
    front.types_day("Ngày đóng", CLOSED)
    front.pastes_key()
    front.pictured("4-khai-dot")
    front.press("Nạp đợt này")
    front.sees("đã nạp 1, trùng")
    front.section("Tệp")
    for path in files:
        front.click(page.get_by_text("Các tệp này chứa dữ liệu mô phỏng"))
        front.chooses_files(page.locator("input[type=file]").first, path)
        page.get_by_role("heading", name=path.name).wait_for()
        front.sees("Ký bằng khóa của Mặt trận", within_ms=4 * PATIENCE_MS)
        front.pastes_key()
        page.keyboard.press("Enter")
        front.pictured(f"5-{path.stem}")
        front.press("Nạp")
        front.sees("trùng với số đã có", within_ms=4 * PATIENCE_MS)
        front.pictured(f"5-{path.stem}-da-nap")
    front.section("Dựng và công bố")
    front.press("Dựng và công bố")
    front.sees("Đã công bố.", within_ms=BUILD_MS)
    front.pictured("6-cong-bo")


@pytest.mark.parametrize("kind", KINDS)
def test_a_wave_from_plan_to_report_by_clicks(
    browser: Browser, province: tuple[Server, Path], tmp_path: Path, kind: str
) -> None:
    server, folder = province
    settings = server.settings
    pem = (settings.home / "demo_front_key.pem").read_text()
    front = Walker(opened(browser, server, "mattran"), pem)
    page = front.page
    listed = None
    if kind == "returned":
        listed = export_of(folder, tmp_path / "ho_so_12_thang.zip")
    elif kind == "households":
        listed = households_of(settings, tmp_path / "ho_dan.csv")
    lists, keying = plan_and_draw(front, kind, listed, tmp_path)
    assert {one.kind for one in signed_designs(settings)} == {"plan", "draw"}
    attempts = tmp_path / "so_luot_hoi.xlsx"
    answered = fill_attempts(lists, attempts, OPENED, DAYS_ASKED)
    key_answers(keying, answered)
    load_and_publish(front, [attempts, keying])
    assert WAVE in held_waves(settings)
    size = Counter(unit for unit, _ in answered.values())
    [(leads, n_there)] = size.most_common(1)
    leader = Identity("lanhdao_lon", "Lãnh đạo đơn vị", "leader", leads)
    add_account(settings, leader, actor="t", must_change_password=False)
    readers = {"banchidao": len(answered), leader.user_name: n_there}
    for name, n in readers.items():
        assert answers(n) not in analysis_of(opened(browser, server, name))
    read_fieldwork_and_analysis(front, len(answered))
    release_on_page(front)
    await_that(page, lambda: WAVE not in held_waves(settings), "the release")
    text = take_report(front, tmp_path, len(answered))
    assert front.n_clicks <= MOST_CLICKS
    assert front.n_clicks == KINDS[kind][1]
    said = {"returned": "danh sách dùng để rút", "households": "số hộ trong danh sách"}
    assert said.get(kind, "lượt đến không báo trước") in text
    for name, n in readers.items():
        reader = opened(browser, server, name)
        assert answers(n) in analysis_of(reader)
        Walker(reader, "").pictured(f"11-{name}")
        reader.set_viewport_size({"width": NARROW, "height": 844})
        assert_fits(reader)
        Walker(reader, "").pictured(f"11-{name}-390")


def answers(n: int) -> str:
    """How the analysis says from how many ballots a share is."""
    return f"từ {numbers.count(n, 'vi')} phiếu"


def read_fieldwork_and_analysis(front: Walker, n_answered: int) -> None:
    """How asking went, then what the wave says; the last wave stands first."""
    front.go("Đánh giá độc lập")
    front.section("Thực địa")
    front.sees(SHOWN)
    front.sees("Số phiếu cần có và mức nhận ra được tính theo kế hoạch đã lưu")
    await_text(front.page, numbers.count(n_answered, "vi"))
    front.pictured("7-thuc-dia")
    front.section("Phân tích đợt")
    await_text(front.page, answers(n_answered))
    front.pictured("8-phan-tich")


def release_on_page(front: Walker) -> None:
    page = front.page
    front.click(page.get_by_text("Công bố một đợt của Mặt trận"))
    front.choose("Đợt", SHOWN)
    front.pastes_key()
    page.keyboard.press("Enter")
    front.click(page.get_by_text("Tôi hiểu rằng đã công bố"))
    front.pictured("9-cong-bo-dot")
    front.press("Công bố")


def take_report(front: Walker, folder: Path, n_answered: int) -> str:
    """The report as text and as tables; both say how many answered."""
    settle(front.page)
    front.pictured("10-bao-cao")
    document, book = folder / "bao_cao.docx", folder / "bao_cao.xlsx"
    front.takes("Văn bản (DOCX)").save_as(document)
    front.takes("Bảng số (XLSX)").save_as(book)
    text = "\n".join(one.text for one in docx.Document(str(document)).paragraphs)
    assert answers(n_answered) in text
    cells = [c.value for sheet in load_workbook(book) for row in sheet for c in row]
    assert n_answered in cells
    return text


def analysis_of(page: Page) -> str:
    """What a reader of the evaluation finds under the analysis of waves."""
    page.get_by_role("link", name="Đánh giá độc lập").click()
    settle(page)
    choose_button(page, "Phân tích đợt")
    page.get_by_role("heading", name="Đợt này nói gì").wait_for()
    settle(page)
    return still_text(page)
