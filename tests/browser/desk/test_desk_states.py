"""The page of loading in each of its states, clicked through by a steward.

What is asked of a layout that has changed, a row mended in place, what is typed into a
form, and practice: each does what it says, and none has a grave fault for people with
disabilities, wide or narrow. A build at work is looked at in `test_loading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk.clerk import Clerk, clerk_at
from tests.browser.steps import assert_fits
from tests.browser.test_every_page import grave_faults
from tests.ingest.desk import messy_books
from tests.ingest.desk.mending.test_mend_row import BOTH, DAY
from tests.ingest.desk.questions.test_scale_words import HEAD, ROWS, SPEC
from tests.ingest.desk.test_refused_book import book
from tests.security.server import REPO, Server, running
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.release]

RENAMED = messy_books.UNITS.replace("Tên đơn vị", "Tên gọi đơn vị")
HIGH = 1600
Look = Callable[[Clerk, str], None]
"""Looks at the page as it stands, under a name for what it shows."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real pages over a home that knows one layout of ballots."""
    home = tmp_path_factory.mktemp("states")
    (home / "specs").mkdir()
    (home / "specs" / "phieu_xa.yml").write_text(SPEC, encoding="utf-8")
    steward = Identity("steward", "Quản trị dữ liệu", "steward")
    add_account(Settings(home=home), steward, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


def test_every_state_does_what_it_says_and_has_no_grave_fault(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    faults: dict[str, list[tuple[str, str]]] = {}

    def look(clerk: Clerk, state: str) -> None:
        for width in (NARROW, WIDE):
            clerk.page.set_viewport_size({"width": width, "height": HIGH})
            clerk.at_rest()
            clerk.picture(f"{state}-{width}")
            assert_fits(clerk.page)
            if found := grave_faults(clerk.page):
                faults[f"{state} {width}"] = found

    with clerk_at(browser, office) as clerk:
        look(clerk, "empty")
        units = written(tmp_path, "don_vi.csv", RENAMED)
        clerk.hand_over(units)
        clerk.sees("Mẫu này đã biết, chỉ khác vài chỗ")
        look(clerk, "changed")
        clerk.press("Lưu câu trả lời và đọc lại")
        clerk.press("Nạp")
        clerk.sees("đã nạp 3, trùng")
        mend(clerk, look, office, tmp_path)
        settle_words(clerk, look, office, tmp_path)
        clerk.hand_over(written(tmp_path, "sổ.xlsx", messy_books.ballot_book()))
        clerk.press("Ghép cột cho mẫu này")
        clerk.sees("Mỗi dòng là gì?")
        look(clerk, "mapping")
        type_rows(clerk, look, office)
        practise(clerk, look)
    assert faults == {}


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file as its clerk has it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def mend(clerk: Clerk, look: Look, office: Server, folder: Path) -> None:
    """A day no calendar has, typed anew: raw keeps both, and who."""
    clerk.hand_over(written(folder, "ho_so.xlsx", book()))
    clerk.sees("sẽ từ chối 2")
    look(clerk, "understood")
    clerk.press("Nạp")
    clerk.sees("từ chối 2")
    clerk.sees("Sửa một dòng ngay tại đây")
    look(clerk, "refused")
    clerk.choose("Dòng cần sửa", "dòng 7")
    clerk.type(f"{DAY} (đang là: 32/10/2026)", "12/10/2026")
    clerk.press("Sửa và nạp dòng này")
    clerk.sees("Đã sửa và nạp dòng 7.")
    with open_raw(office.settings) as connection:
        found = connection.execute(BOTH).fetchall()
    assert found == [("32/10/2026", "2026-10-12", "steward", 7)]


def settle_words(clerk: Clerk, look: Look, office: Server, folder: Path) -> None:
    """Two new words of an answer scale: a level, and no answer."""
    clerk.hand_over(written(folder, "phieu.csv", HEAD + ROWS))
    clerk.sees("là mức nào?")
    look(clerk, "words")
    clerk.choose("«Tạm được»", "mức 3")
    clerk.choose("«Chả nhớ»", "không có mức: Không biết")
    clerk.press("Lưu câu trả lời và đọc lại")
    clerk.sees("sẽ nạp 9, trùng trong tệp 0, sẽ từ chối 0")
    clerk.press("Nạp")
    clerk.sees("đã nạp 9, trùng")
    with open_raw(office.settings) as connection:
        text = "select level::int from raw.answer where (ballot_id, item_code) = "
        found = connection.execute(f"{text} ('P1', 'q2')").fetchall()
    assert found == [(3,)]


def type_rows(clerk: Clerk, look: Look, office: Server) -> None:
    """A round and a question, typed into their forms."""
    clerk.open("Còn thiếu gì")
    clerk.sees("Gõ điều chỉ bạn biết")
    look(clerk, "missing")
    clerk.type("Mã đợt lấy phiếu *", "DOT-1")
    clerk.choose("Dòng phiếu *", "Tại đơn vị")
    clerk.choose("Bên phụ trách *", "Người đứng đầu")
    clerk.type("Bộ câu hỏi", "BO-1")
    clerk.press("Nạp đợt này")
    clerk.sees("đã nạp 1, trùng")
    clerk.click(clerk.page.get_by_text("Một câu hỏi", exact=True))
    clerk.sees("Nạp câu hỏi này")
    clerk.type("Bộ câu hỏi *", "BO-1")
    clerk.type("Mã câu hỏi *", "q1")
    clerk.press("Nạp câu hỏi này")
    clerk.sees("đã nạp 1, trùng")
    look(clerk, "typed")
    with open_raw(office.settings) as connection:
        text = "select wave_code, stream, owner, i.item_code from raw.wave"
        text += " join raw.item as i using (instrument)"
        found = connection.execute(text).fetchall()
    assert found == [("DOT-1", "service", "head", "q1")]


def practise(clerk: Clerk, look: Look) -> None:
    """An empty home of his own, thrown away again."""
    clerk.open("Tập dượt")
    clerk.press("Mở kho tập dượt")
    clerk.sees("TẬP DƯỢT. Kho riêng của bạn")
    look(clerk, "practice")
    clerk.open("Bỏ kho tập dượt")
    clerk.press("Bỏ hết")
    clerk.sees("Một kho trống của riêng bạn")
    clerk.open("Làm thật")
