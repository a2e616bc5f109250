"""A messy book that no spec fits, from the file to published figures, by clicks alone.

The published figures equal those of a spec written by hand. Every click is counted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Locator, Page

from ingest.loading.load import load_files
from tests.browser.conftest import WIDE
from tests.conftest import PATIENCE_MS
from tests.ingest.desk import messy_books
from tests.ingest.desk.test_mapping import BALLOTS_BY_HAND
from tests.security.server import REPO, Server, running
from warehouse import audit
from warehouse.builds.build import build
from warehouse.builds.pointer import read_pointer
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.release]

WAVES = (
    "Mã đợt,Loại khảo sát,Cơ quan chủ trì,Hình thức,Ngày bắt đầu,Ngày kết thúc,"
    "Số phiếu dự kiến,Mã bộ câu hỏi\n"
    "DOT-1,Sau khi trả kết quả,Thủ trưởng đơn vị,Phiếu giấy,01/10/2026,31/10/2026,"
    "200,BO-1\n"
)
ITEMS = (
    "Mã bộ câu hỏi,Mã câu hỏi,Nội dung câu hỏi,Tiêu chí,Mức thấp nhất,Mức cao nhất,"
    "Thang ngược,Hài lòng từ mức\n"
    f'BO-1,q1,"{messy_books.QUESTIONS[0]}",officer,1,5,Không,4\n'
    f"BO-1,q2,{messy_books.QUESTIONS[1]},result,1,5,Không,4\n"
)
N_CLICKS = 25
BUILD_MS = 600_000
REST_MS = 700
N_TIMES = 20


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real pages over a home in which nothing was loaded yet."""
    home = tmp_path_factory.mktemp("office")
    steward = Identity("steward", "Quản trị dữ liệu", "steward")
    add_account(Settings(home=home), steward, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


class Clerk:
    """Clicks, and counts them; what a clerk types is no click."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.n_clicks = 0

    def click(self, what: Locator) -> None:
        # a choice makes the page anew; before that has begun it looks at rest
        self.page.wait_for_timeout(REST_MS)
        self.page.locator("[data-test-script-state=notRunning]").wait_for()
        what.click()
        self.n_clicks += 1

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True).last)

    def choose(self, label: str, option: str) -> None:
        self.click(self.page.get_by_label(label).first)
        # a long list shows only its first lines until something is typed
        self.page.keyboard.insert_text(option)
        self.click(self.page.get_by_role("option", name=option).first)

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.page.keyboard.press("Enter")

    def hand_over(self, path: Path) -> None:
        # the chooser of files opens with one click; choosing there is another
        self.page.locator("input[type=file]").set_input_files(path)
        self.n_clicks += 2
        self.page.get_by_role("heading", name=path.name).wait_for()

    def sees(self, text: str, *, within_ms: int = PATIENCE_MS) -> None:
        self.page.get_by_text(text).first.wait_for(timeout=within_ms)
        if folder := os.environ.get("THANTHIEN_PICTURES"):
            name = f"nap-{self.n_clicks:02}.png"
            self.page.screenshot(path=Path(folder) / name)


def test_a_messy_book_becomes_the_figures_of_a_spec_by_hand(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    book = tmp_path / "sổ góp ý.xlsx"
    lists = {"don_vi.csv": (messy_books.UNITS, 3), "dot.csv": (WAVES, 1)}
    lists["cau_hoi.csv"] = (ITEMS, 2)
    for name, (text, _) in lists.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    book.write_bytes(messy_books.ballot_book(N_TIMES))
    context = browser.new_context(viewport={"width": WIDE, "height": 1600})
    context.set_default_timeout(PATIENCE_MS)
    token = office.session("steward")
    context.add_cookies([{"name": "thanthien", "value": token, "url": office.url}])
    clerk = Clerk(context.new_page())
    clerk.page.goto(f"{office.url}/")
    clerk.sees("1. Giao tệp")
    for name, (_, n_rows) in lists.items():
        clerk.hand_over(tmp_path / name)
        clerk.press("Nạp")
        clerk.sees(f"đã nạp {n_rows}, trùng")
    clerk.hand_over(book)
    clerk.press("Ghép cột cho mẫu này")
    clerk.sees("Mỗi dòng là gì?")
    clerk.choose("Mã đợt lấy phiếu *", "tôi gõ một giá trị")
    clerk.type("Mã đợt lấy phiếu: giá trị", "DOT-1")
    clerk.click(clerk.page.get_by_text("Cột khác, có thì điền"))
    clerk.choose("Ngày trả lời", "Hôm ghi")
    for question in messy_books.QUESTIONS:
        clerk.choose(question, question)
    clerk.press("Thử đọc mọi dòng")
    clerk.sees("sẽ nạp 240")
    clerk.press("Lưu cách đọc và nạp")
    clerk.sees("đã nạp 240, trùng")
    clerk.click(clerk.page.get_by_text("Dựng và công bố", exact=True).first)
    clerk.press("Dựng và công bố")
    clerk.sees("Đã công bố.", within_ms=BUILD_MS)
    context.close()
    assert clerk.n_clicks == N_CLICKS
    by_clicks = figures(office.settings)
    assert by_clicks == by_hand(tmp_path, [tmp_path / name for name in lists], book)
    steps = {r.action for r in audit.read_records(office.settings)}
    assert {"file_received", "desk_asked", "desk_done", "spec_kept"} <= steps


def by_hand(tmp_path: Path, lists: list[Path], book: Path) -> dict[str, Any]:
    """The figures of the same files, by a spec somebody wrote and the commands."""
    settings = Settings(home=tmp_path / "hand")
    items = "".join(
        f"      - item_code: q{n}\n        x_columns: "
        + str([f"{question} / {level}" for level in messy_books.LEVELS])
        + "\n"
        for n, question in enumerate(messy_books.QUESTIONS, start=1)
    )
    spec = tmp_path / "hand.yml"
    spec.write_text(BALLOTS_BY_HAND + items, encoding="utf-8")
    load_files(lists, settings=settings)
    load_files([book], spec_path=spec, settings=settings)
    assert build(settings).is_published
    return figures(settings)


def figures(settings: Settings) -> dict[str, Any]:
    """All figures of the marts, without what names a build or a file."""
    path = settings.builds_dir / read_pointer(settings).file
    found = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main'"
            " and regexp_matches(table_name, '^(agg|stat|dim_units)') order by 1"
        ).fetchall()
        for (name,) in names:
            rows = connection.execute(f"from main.{name} order by all").fetchall()
            found[name] = rows
    assert found["agg_answer_levels"]
    return found
