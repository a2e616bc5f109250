"""Screens, words and seconds of every page of every role, wide and on a phone.

    python -m benchmarks page_size --home DIR [--pictures DIR]

The home must have a published build; accounts it needs are made. What is closed is
not counted: a reader who opens it has asked for it. Seconds are those from the first
byte asked for, with nothing in the browser's store, until the last line stands; the
first answer stands before it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.served import ours, process, sign_in
from dashboard.views_by_role import ROLES, views_of
from dashboard.words import words_of
from warehouse.settings import Settings

GLASSES = {"wide": (1440, 900), "phone": (390, 844)}
PATIENCE_MS = 90_000
# Figures are drawn after the script has run.
REST_MS = 2_500


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, help="where to keep a picture of each")
    asked = parser.parse_args()
    tokens = sign_in(Settings(home=asked.home))
    print("| role | page | screens 1440×900 | screens 390×844 | words | seconds |")
    print("|---|---|---|---|---|---|")
    with process(ours(), asked.home) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for role, path in visits():
            if role in tokens:
                _line(browser, served.url, role, path, tokens[role], asked.pictures)
        browser.close()


def visits() -> Iterator[tuple[str, str]]:
    """Role and path of every page in its menu, the first page of a role first."""
    words = words_of("vi")
    for role in ROLES:
        for view in views_of(role):
            yield role, words(f"paths.{view.name}")


def _line(
    browser: Browser, url: str, role: str, path: str, token: str, pictures: Path | None
) -> None:
    screens, n_words, seconds = {}, 0, 0.0
    for glass, (width, height) in GLASSES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "thanthien", "value": token, "url": url}])
        page = context.new_page()
        start = time.monotonic()
        page.goto(f"{url}/{path}")
        page.locator(".tt-foot, .tt-empty").last.wait_for()
        seconds = seconds or time.monotonic() - start
        page.locator(
            "[data-testid=stApp][data-test-script-state=notRunning]"
        ).wait_for()
        page.wait_for_timeout(REST_MS)
        screens[glass] = page_height(page) / height
        n_words = n_words or len(page.inner_text(MAIN).split())
        if pictures:
            page.set_viewport_size({"width": width, "height": page_height(page)})
            page.screenshot(path=pictures / f"{role}_{path}_{glass}.png")
        context.close()
    wide, phone = (f"{screens[glass]:.1f}" for glass in GLASSES)
    print(
        f"| {role} | {path} | {wide} | {phone} | {n_words} | {seconds:.1f} |",
        flush=True,
    )


MAIN = "[data-testid=stMainBlockContainer]"


def page_height(page: Page) -> int:
    """Height in px of all there is to scroll through."""
    script = "document.querySelector('[data-testid=stMain]').scrollHeight"
    return int(page.evaluate(script))


if __name__ == "__main__":
    main()
