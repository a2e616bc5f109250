"""Pages in Chromium beside a bare Streamlit page, in the same run.

    python -m benchmarks.page_speed --home DIR [--cases 10000000 --ballots 2000000]

A home without a published build is filled first, as `benchmarks.pipeline` does. Our
page and the bare one are opened in turn, each in a fresh browser context, so that a
drift of the machine touches both alike. Quote ratios, not seconds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_views import memory_over_views
from benchmarks.stage import measure
from ingest.province import write_province
from tests.security.server import free_port, wait_until_open
from warehouse import sessions
from warehouse.account_rows import Identity
from warehouse.accounts import add_account, list_accounts
from warehouse.read import reader_of
from warehouse.settings import Settings

CLI = ["-m", "thanthien"]
# A busy machine is slow, not broken.
LIMIT_MS = 180_000
BARE = 'import streamlit as st\nst.title("Bare")\nst.write("One line.")\n'
# Role and path → what proves that the answer is there.
PAGES = {
    ("committee", "tong-quan"): ".tt-verdict",
    ("committee", "don-vi"): ".tt-verdict",
    ("leader", "don-vi"): ".tt-today",
    ("leader", "can-bo"): ".tt-counts",
    ("front", "danh-gia-doc-lap"): ".tt-verdict",
    ("front", "khieu-nai-phan-anh"): ".tt-counts",
    ("front", "chat-luong-du-lieu"): ".tt-counts",
}
# Role, path → buttons pressed in turn, each with text that only its view shows.
FILTERS = {
    ("leader", "don-vi?part=cases"): {
        "Trễ theo sổ": "Trễ theo sổ:",
        "Trễ lời hẹn đầu": "Trễ lời hẹn đầu:",
    },
    ("leader", "don-vi"): {
        "Đơn, phản ánh": "Đơn đang mở, theo tuổi",
        "Theo tháng": "Diễn biến theo tháng",
        "Trước – sau": "Câu hỏi nào thay đổi?",
        "Hôm nay": "Năm việc cần xem hôm nay",
    },
    ("front", "danh-gia-doc-lap"): {
        "Đã hỏi những ai": "Cán bộ chưa ai được hỏi",
        "Dấu hiệu bất thường": "Mỗi quy tắc nêu số bản ghi vướng",
        "Khớp hay lệch": "Từng đơn vị",
    },
}
# Clicks, then counts frames until the text stands on the page: milliseconds.
CLICK = """async ([name, text]) => {
  const buttons = [...document.querySelectorAll('button')];
  const button = buttons.find(b => b.innerText.trim() === name);
  const start = performance.now();
  button.click();
  const box = document.querySelector('[data-testid=stMainBlockContainer]');
  while (!box.innerText.includes(text)) {
    if (performance.now() - start > 20000) throw new Error(`${name}: ${text}`);
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - start;
}"""
PAINT = """([selector]) => new Promise(done => {
  const look = () => document.querySelector(selector)
    ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""


def main() -> None:
    """Prints Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--ballots", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--views", type=int, default=500)
    asked = parser.parse_args()
    settings = Settings(home=asked.home)
    if not (asked.home / "builds" / "current.json").exists():
        _fill(asked.home, asked.cases, asked.ballots)
    people = _add_people(settings)
    tokens = {
        role: sessions.open_session(settings, name, "127.0.0.1")
        for role, name in people.items()
    }
    with (
        _process(_ours(), asked.home) as ours,
        _bare_page() as bare,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        _paints(browser, ours.url, bare, tokens, asked.rounds)
        _filters(browser, ours.url, tokens, asked.rounds)
        memory_over_views(browser, ours.url, tokens, [*PAGES], asked.views, ours.pid)
        browser.close()


def _fill(home: Path, cases: int, ballots: int) -> None:
    files = home / "files"
    write_province(files, n_cases=cases, n_service_ballots=ballots)
    environment = {"THANTHIEN_HOME": str(home)}
    measure([*CLI, "ingest", str(files)], environment)
    measure([*CLI, "build"], environment)


def _add_people(settings: Settings) -> dict[str, str]:
    """Role → user name of an account; the leader's is a commune of today."""
    reader = reader_of(settings)
    scope = reader.scope_of_account(user_id="benchmark", role="committee")
    communes = [
        row
        for row in reader.run("units", scope).rows
        if row["unit_level"] == "commune" and row["is_current"]
    ]
    unit = str(communes[0]["unit_code"])
    people = {
        "committee": Identity("bench.committee", "Ban Chỉ đạo", "committee"),
        "front": Identity("bench.front", "Mặt trận", "front"),
        "leader": Identity("bench.leader", "Lãnh đạo", "leader", unit),
    }
    there = {account.identity.user_name for account in list_accounts(settings)}
    for person in people.values():
        if person.user_name not in there:
            add_account(settings, person, actor="benchmark", must_change_password=False)
    return {role: person.user_name for role, person in people.items()}


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    url: str
    pid: int


@contextmanager
def _process(arguments: list[str], home: Path) -> Iterator[Served]:
    """Runs `python ARGUMENTS --port N` until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *(text.format(port=port) for text in arguments)],
        env={**os.environ, "THANTHIEN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_open(port, process)
        yield Served(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _ours() -> list[str]:
    return [*CLI, "serve", "--port", "{port}"]


@contextmanager
def _bare_page() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        bare = ["-m", "streamlit", "run", str(script), "--server.port", "{port}"]
        bare += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        with _process(bare, Path(folder)) as served:
            yield served.url


def _open(browser: Browser, url: str, path: str, token: str = "") -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(LIMIT_MS)
    if token:
        context.add_cookies([{"name": "thanthien", "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/{path}", wait_until="commit")
    return page


def _paints(
    browser: Browser, url: str, bare: str, tokens: dict[str, str], rounds: int
) -> None:
    plain: list[float] = []
    ours: dict[tuple[str, str], list[float]] = {key: [] for key in PAGES}
    charts: dict[tuple[str, str], int] = {}
    for _ in range(rounds):
        for (role, path), selector in PAGES.items():
            page = _open(browser, bare, "")
            plain.append(page.evaluate(PAINT, ["h1"]))
            page.context.close()
            page = _open(browser, url, path, tokens[role])
            ours[role, path].append(page.evaluate(PAINT, [selector]))
            page.locator(".tt-foot").wait_for()
            charts[role, path] = page.locator("[data-testid=stPlotlyChart]").count()
            page.context.close()
    base = statistics.median(plain)
    print("| page | role | first answer, ms | × bare page | charts |")
    print("|---|---|---|---|---|")
    print(f"| bare Streamlit page | – | {base:.0f} | 1.00 | 0 |")
    for (role, path), found in ours.items():
        middle = statistics.median(found)
        row = f"| {path} | {role} | {middle:.0f} | {middle / base:.2f} "
        print(f"{row}| {charts[role, path]} |")


def _filters(browser: Browser, url: str, tokens: dict[str, str], rounds: int) -> None:
    print("\n| filter change | role | n | median, ms | 95 %, ms |")
    print("|---|---|---|---|---|")
    every: list[float] = []
    for (role, path), buttons in FILTERS.items():
        page = _open(browser, url, path, tokens[role])
        page.locator(".tt-foot").wait_for()
        page.wait_for_timeout(1500)
        found = []
        for _ in range(rounds * 2):
            for name, text in buttons.items():
                found.append(page.evaluate(CLICK, [name, text]))
                # A person reads what came before pressing again.
                page.wait_for_timeout(400)
        page.context.close()
        every += found
        print(_row(path, role, found))
    print(_row("all", "–", every))


def _row(name: str, role: str, found: list[float]) -> str:
    late = statistics.quantiles(found, n=20)[-1]
    middle = statistics.median(found)
    return f"| {name} | {role} | {len(found)} | {middle:.0f} | {late:.0f} |"


if __name__ == "__main__":
    main()
