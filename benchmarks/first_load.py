"""What a browser that has nothing yet fetches, from the sign-in to the first page.

    python -m benchmarks first_load --home DIR [--list]

The home must have a published build. Each role signs in with a password in a new
profile; counted is what passes a relay in front of the server, headers and the socket
of the page included, until figures are drawn.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from benchmarks.served import add_people, ours, process
from tests.browser.relay import Counted, listening, relayed
from warehouse.people.accounts import set_password
from warehouse.settings import Settings

PASSWORD = "measured on a first visit 1"
PATIENCE_MS = 90_000
# Figures, and what the browser keeps for later, come after the words.
REST_MS = 6_000


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--list", action="store_true", help="name each request")
    asked = parser.parse_args()
    settings = Settings(home=asked.home)
    people = add_people(settings)
    front = listening()
    url = f"http://127.0.0.1:{front.getsockname()[1]}"
    os.environ["THANTHIEN_PUBLIC_URL"] = url
    print("| role | requests | MB |\n|---|---|---|")
    with process(ours(), asked.home) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        with relayed(front, urlsplit(served.url).port or 0) as counted:
            for role, user_name in people.items():
                set_password(settings, user_name, PASSWORD)
                _line(browser, counted, role, user_name)
                if asked.list:
                    print(*counted.paths, sep="\n")
        browser.close()


def _line(browser: Browser, counted: Counted, role: str, user_name: str) -> None:
    counted.paths.clear()
    counted.n_bytes = 0
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{counted.url}/login")
    page.locator("#user_name").fill(user_name)
    page.locator("#password").fill(PASSWORD)
    page.evaluate("navigator.serviceWorker?.ready.then(() => true)")
    page.locator("button[type=submit]").click()
    page.locator(".tt-foot").wait_for()
    page.wait_for_timeout(REST_MS)
    n, megabytes = len(counted.paths), counted.n_bytes / 1e6
    print(f"| {role} | {n} | {megabytes:.2f} |", flush=True)
    context.close()


if __name__ == "__main__":
    main()
