"""Memory of the server over many page views.

    python -m benchmarks.page_views --home DIR [--views 500]

The home must have a published build; accounts it needs are made.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.served import ours, process, sign_in
from warehouse.settings import Settings

STEPS = 5
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


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--views", type=int, default=500)
    asked = parser.parse_args()
    tokens = sign_in(Settings(home=asked.home))
    with process(ours(), asked.home) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        memory_over_views(
            browser, served.url, tokens, [*PAGES], asked.views, served.pid
        )
        browser.close()


def memory_over_views(
    browser: Browser,
    url: str,
    tokens: dict[str, str],
    pages: Sequence[tuple[str, str]],
    n_views: int,
    pid: int,
) -> None:
    """Opens pages in turn and prints the server's memory as it goes.

    Args:
        browser: Opens the pages.
        url: The server.
        tokens: Role → session.
        pages: Role and path of each page, visited in turn.
        n_views: How many views in all.
        pid: Process of the server.
    """
    print("\n| page views | server memory, MiB |")
    print("|---|---|")
    for done in range(n_views + 1):
        if done % max(n_views // STEPS, 1) == 0:
            print(f"| {done} | {resident_mib(pid):.0f} |", flush=True)
        if done == n_views:
            return
        role, path = pages[done % len(pages)]
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "thanthien", "value": tokens[role], "url": url}])
        page = context.new_page()
        page.set_default_timeout(180_000)
        page.goto(f"{url}/{path}", wait_until="commit")
        page.locator(".tt-foot").wait_for()
        context.close()


def resident_mib(pid: int) -> float:
    """Resident memory of a process, MiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    (found,) = [line for line in lines if line.startswith("VmRSS:")]
    return int(found.split()[1]) / 1024


if __name__ == "__main__":
    main()
