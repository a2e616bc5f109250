"""Memory of the server over many page views."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

STEPS = 5


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
        page.goto(f"{url}/{path}", wait_until="commit")
        page.locator(".tt-foot").wait_for()
        context.close()


def resident_mib(pid: int) -> float:
    """Resident memory of a process, MiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    (found,) = [line for line in lines if line.startswith("VmRSS:")]
    return int(found.split()[1]) / 1024
