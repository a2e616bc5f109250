"""The browser closed and the server killed at each step: nothing lost, nothing run.

What was asked for goes on in its own process; whoever opens the page again, on a server
that was started anew, sees what came of it. Scripts in names and headings stay text.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.desk.clerk import Clerk, clerk_at
from tests.ingest.desk import messy_books
from tests.security.server import REPO, Server, running
from warehouse import audit
from warehouse.desk.inbox import inbox_dir
from warehouse.desk.jobs import RUNNING, jobs
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.release]

SCRIPT = "<img src=x onerror='window.hit=1'>"
STARTED_SECONDS, ENDED_SECONDS, BUILD_SECONDS = 60, 180, 900
Do = Callable[[Clerk], object]


def test_what_is_stopped_at_any_step_goes_on(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = Settings(home=home)
    steward = Identity("steward", "Quản trị dữ liệu", "steward")
    add_account(settings, steward, actor="t", must_change_password=False)
    units, book = tmp_path / "don_vi.csv", tmp_path / "sổ.xlsx"
    units.write_text(messy_books.UNITS, encoding="utf-8")
    book.write_bytes(messy_books.ballot_book())

    def stopped(step: Do, act: str, then_sees: str) -> None:
        """Does a step, kills server and browser as soon as its job stands."""
        n_before = sum(job.act == act for job in jobs(settings))
        with at_desk(browser, home) as (server, clerk):
            step(clerk)
            _await(lambda: sum(j.act == act for j in jobs(settings)) > n_before)
            os.kill(server.pid, signal.SIGKILL)
        _await(lambda: all(j.state != RUNNING for j in jobs(settings)), ENDED_SECONDS)
        with at_desk(browser, home) as (_, clerk):
            clerk.sees(then_sees)

    stopped(lambda c: c.hand_over(units), "understand", "sẽ nạp 3")
    stopped(lambda c: c.press("Nạp"), "load", "đã nạp 3, trùng")
    stopped(lambda c: c.hand_over(book), "understand", "chưa biết mẫu")
    stopped(lambda c: c.press("Ghép cột cho mẫu này"), "propose", "Mỗi dòng là gì?")
    stopped(map_and(tried=False), "try", "Mỗi dòng là gì?")
    assert count(settings, "answer") == 0
    stopped(map_and(tried=True), "keep", "đã nạp 12, trùng")
    assert (count(settings, "unit"), count(settings, "answer")) == (3, 12)
    assert list(inbox_dir(settings).glob("*.partial")) == []
    with at_desk(browser, home) as (server, clerk):
        clerk.open("Dựng và công bố")
        clerk.press("Dựng và công bố")
        _await(lambda: any(job.act == "build" for job in jobs(settings)))
        os.kill(server.pid, signal.SIGKILL)
    _await(lambda: all(j.state != RUNNING for j in jobs(settings)), BUILD_SECONDS)
    with at_desk(browser, home, "nap-so-lieu") as (_, clerk):
        clerk.open("Dựng và công bố")
        clerk.sees("Đã công bố.")
    asked = [r for r in audit.read_records(settings) if r.action == "desk_asked"]
    done = [r for r in audit.read_records(settings) if r.action == "desk_done"]
    assert len(asked) == len(done)


def test_scripts_in_names_and_headings_are_text(
    browser: Browser, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    steward = Identity("steward", "Quản trị dữ liệu", "steward")
    add_account(Settings(home=home), steward, actor="t", must_change_password=False)
    path = tmp_path / "<b onmouseover=window.hit=1>.csv"
    heading = f'"{SCRIPT}"'
    path.write_text(f"Mã,{heading},=1+1\nx,{heading},y\n", encoding="utf-8")
    with at_desk(browser, home) as (_, clerk):
        clerk.hand_over(path)
        clerk.sees("chưa biết mẫu")
        clerk.press("Ghép cột cho mẫu này")
        clerk.sees("Mỗi dòng là gì?")
        clerk.at_rest()
        assert clerk.page.evaluate("window.hit") is None
        assert clerk.page.locator("img[src=x]").count() == 0


@contextmanager
def at_desk(
    browser: Browser, home: Path, path: str = ""
) -> Iterator[tuple[Server, Clerk]]:
    """A server started anew over the home, and a clerk at its page."""
    with (
        running(home, script=REPO / "dashboard" / "app.py") as server,
        clerk_at(browser, server, path=path) as clerk,
    ):
        yield server, clerk


def map_and(*, tried: bool) -> Do:
    """Maps the book, and tries it; where that was done, keeps and loads it."""

    def step(clerk: Clerk) -> None:
        clerk.sees("Mỗi dòng là gì?")
        clerk.choose("Mã đợt lấy phiếu *", "tôi gõ một giá trị")
        clerk.type("Mã đợt lấy phiếu: giá trị", "DOT-1")
        for n, question in enumerate(messy_books.QUESTIONS, start=1):
            clerk.choose(question, f"mã mới: q{n}")
        clerk.press("Thử đọc mọi dòng")
        if tried:
            clerk.sees("sẽ nạp 12")
            clerk.press("Lưu cách đọc và nạp")

    return step


def count(settings: Settings, kind: str) -> int:
    """Rows of a kind in raw; none before the first load."""
    with open_raw(settings) as connection:
        rows = connection.execute(f"select count(*) from raw.{kind}").fetchall()
    return int(rows[0][0])


def _await(is_so: Callable[[], bool], seconds: int = STARTED_SECONDS) -> None:
    for _ in range(seconds * 10):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it does not come")
