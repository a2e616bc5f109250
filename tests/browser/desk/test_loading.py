"""Three messy books that no spec fits, from file to published figures, by clicks alone.

The published figures equal those of specs written by hand. Every click is counted, and
the minutes a person needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser

from ingest.loading.load import load_files
from tests.browser.desk.clerk import BUILD_MS, Clerk, clerk_at, map_ballot_book
from tests.browser.test_every_page import grave_faults
from tests.ingest.desk import messy_books
from tests.ingest.desk.by_hand import ALIASES, DOSSIER_EXPORT, PETITION_BOOK
from tests.ingest.desk.dossier_export import STATES, dossier_export
from tests.ingest.desk.petition_book import ENDS, NEW_NAME, OFFICES, petition_book
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
N_CLICKS = {"lists": 9, "ballots": 14, "dossiers": 22, "petitions": 25, "publish": 2}

MOST_MINUTES = 15

N_TIMES = 20
N_EACH = 20
N_PETITIONS = 60
EXPORT, PETITIONS, BALLOTS = "BC ho so.xls", "sổ đơn thư.xlsx", "sổ góp ý.xlsx"
LISTS = {
    "don_vi.csv": (messy_books.UNITS, 3),
    "dot.csv": (WAVES, 1),
    "cau_hoi.csv": (ITEMS, 2),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real pages over a home in which nothing was loaded yet."""
    home = tmp_path_factory.mktemp("office")
    steward = Identity("steward", "Quản trị dữ liệu", "steward")
    add_account(Settings(home=home), steward, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


def test_three_messy_books_become_the_figures_of_specs_by_hand(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    for name, (text, _) in LISTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / BALLOTS).write_bytes(messy_books.ballot_book(N_TIMES))
    (tmp_path / EXPORT).write_bytes(dossier_export(N_EACH))
    (tmp_path / PETITIONS).write_bytes(petition_book(N_PETITIONS))
    steps = {
        "lists": load_lists,
        "ballots": load_ballots,
        "dossiers": load_dossiers,
        "petitions": load_petitions,
        "publish": publish,
    }
    n_clicks, spent = {}, {}
    with clerk_at(browser, office) as clerk:
        for name, step in steps.items():
            before = clerk.n_clicks
            step(clerk, tmp_path)
            n_clicks[name] = clerk.n_clicks - before
            spent[name] = clerk.spent()
            sys.stdout.write(f"so far, after {name}: {spent[name]}\n")
    assert n_clicks == N_CLICKS
    assert spent["publish"]["minutes"] <= MOST_MINUTES, spent
    published = figures(office.settings)
    assert published["agg_answer_levels"]
    assert published == by_hand(tmp_path)
    done = {r.action for r in audit.read_records(office.settings)}
    assert {"file_received", "desk_asked", "desk_done", "spec_kept"} <= done


def load_lists(clerk: Clerk, folder: Path) -> None:
    """Units, a round and its questions: layouts that are known."""
    for name, (_, n_rows) in LISTS.items():
        clerk.hand_over(folder / name)
        clerk.press("Nạp")
        clerk.sees(f"đã nạp {n_rows}, trùng")


def load_ballots(clerk: Clerk, folder: Path) -> None:
    """Crosses in five columns below two rows of headings."""
    clerk.begin_mapping(folder / BALLOTS)
    map_ballot_book(clerk)
    try_and_load(clerk, 12 * N_TIMES)


def load_dossiers(clerk: Clerk, folder: Path) -> None:
    """An old workbook of two months, with the program's own words of the state."""
    clerk.begin_mapping(folder / EXPORT, "Các trang tính cùng mẫu")
    clerk.choose("Số liệu đến ngày *", "lúc 17 giờ")
    clerk.open("Cột khác, có thì điền")
    clerk.choose("Hẹn trả", "Mốc thời gian / Hẹn")
    clerk.choose("Lúc trả kết quả", "Mốc thời gian / Trả dân")
    clerk.choose("Tình trạng", "Tình hình")
    words = ("Đã trả kết quả", "Đã trả kết quả", "Đang xử lý", "Chờ bổ sung")
    for state, word in zip(STATES, words, strict=True):
        clerk.choose(f"«{state}»", word)
    try_and_load(clerk, 4 * N_EACH)


def load_petitions(clerk: Clerk, folder: Path) -> None:
    """Three rows of headings, and an office by a name that no list has."""
    clerk.begin_mapping(folder / PETITIONS)
    clerk.choose("Ngày nhận *", "Đơn đến")
    clerk.choose("«Đơn khiếu nại»", "Khiếu nại")
    clerk.open("Cột khác, có thì điền")
    clerk.choose("Đơn vị", "Giao cho")
    clerk.choose("Số liệu đến ngày", "tính đến ngày")
    clerk.choose("Kết quả", "Kết quả")
    ends = ("Đúng", "Đúng một phần", "Từ chối")
    for end, word in zip(ENDS, ends, strict=False):
        clerk.choose(f"«{end}»", word)
    n_unnamed = N_PETITIONS // len(OFFICES)
    try_and_load(clerk, N_PETITIONS - n_unnamed)
    clerk.choose(f"«{NEW_NAME}»", "Xã An Bình")
    clerk.press("Xác nhận tên gọi và đọc lại")
    clerk.sees(f"đã nạp {N_PETITIONS}, trùng")


def publish(clerk: Clerk, folder: Path) -> None:
    """Builds and publishes; neither page has a grave fault."""
    clerk.open("Dựng và công bố")
    clerk.press("Dựng và công bố")
    clerk.sees("Đang dựng và kiểm")
    assert grave_faults(clerk.page) == []
    clerk.sees("Đã công bố.", within_ms=BUILD_MS)
    assert grave_faults(clerk.page) == []


def try_and_load(clerk: Clerk, n: int) -> None:
    """Tries all rows, then loads them."""
    clerk.press("Thử đọc mọi dòng")
    clerk.sees(f"sẽ nạp {n}")
    clerk.press("Lưu cách đọc và nạp")
    clerk.sees(f"đã nạp {n}, trùng")


def by_hand(tmp_path: Path) -> dict[str, Any]:
    """The figures of the same files, by specs somebody wrote and the commands."""
    settings = Settings(home=tmp_path / "hand")
    items = "".join(
        f"      - item_code: q{n}\n        x_columns: "
        + str([f"{question} / {level}" for level in messy_books.LEVELS])
        + "\n"
        for n, question in enumerate(messy_books.QUESTIONS, start=1)
    )
    specs = {
        BALLOTS: BALLOTS_BY_HAND + items,
        EXPORT: DOSSIER_EXPORT,
        PETITIONS: PETITION_BOOK,
    }
    (tmp_path / "ten_khac.csv").write_text(ALIASES, encoding="utf-8")
    lists = [tmp_path / name for name in (*LISTS, "ten_khac.csv")]
    load_files(lists, settings=settings)
    for name, text in specs.items():
        spec = tmp_path / f"{name}.yml"
        spec.write_text(text, encoding="utf-8")
        load_files([tmp_path / name], spec_path=spec, settings=settings)
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
    return found
