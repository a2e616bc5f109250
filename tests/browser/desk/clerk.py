"""A clerk at the desk, who clicks; clicks, letters and minutes are counted."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import WIDE
from tests.conftest import PATIENCE_MS
from tests.ingest.desk import messy_books
from tests.security.server import Server

REST_MS = 700
BUILD_MS = 900_000
SECONDS_A_CLICK = 8.0
"""To read what the page says, find the place, decide and press."""
SECONDS_A_LETTER = 0.5
"""Of somebody who types with two fingers."""


class Clerk:
    """Clicks, and counts them; what a clerk types is no click.

    Attributes:
        n_clicks: Clicks so far.
        n_letters: Letters typed so far. What finds an option in a list is none: a
            person may point at it as well, within the seconds of its click.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.n_clicks = 0
        self.n_letters = 0
        self._began = time.monotonic()

    def spent(self) -> dict[str, float]:
        """What it took so far, with a reader's allowance.

        Returns:
            `clicks` and `letters` counted, `machine` seconds that truly passed while
            the machine worked and the script clicked, and `minutes` of a person: those
            seconds and the allowance for each click and letter. A person reads while
            the machine works, so that it is rather too much than too little.
        """
        machine = time.monotonic() - self._began
        hand = self.n_clicks * SECONDS_A_CLICK + self.n_letters * SECONDS_A_LETTER
        return {
            "clicks": self.n_clicks,
            "letters": self.n_letters,
            "machine": round(machine, 1),
            "minutes": round((machine + hand) / 60, 2),
        }

    def at_rest(self) -> None:
        """Waits until the page stands still."""
        # a choice makes the page anew; before that has begun it looks at rest
        self.page.wait_for_timeout(REST_MS)
        self.page.locator("[data-test-script-state=notRunning]").wait_for()

    def click(self, what: Locator) -> None:
        """Clicks once the page stands still."""
        self.at_rest()
        what.click()
        self.n_clicks += 1

    def press(self, name: str) -> None:
        """Presses the button of that name."""
        self.click(self.page.get_by_role("button", name=name, exact=True).last)

    def open(self, text: str) -> None:
        """Opens a part of the page."""
        self.click(self.page.get_by_text(text, exact=True).first)

    def begin_mapping(self, path: Path, sees: str = "Mỗi dòng là gì?") -> None:
        """Hands over a file whose layout nobody knows, and asks to map it."""
        self.hand_over(path)
        self.press("Ghép cột cho mẫu này")
        self.sees(sees)

    def choose(self, label: str, option: str) -> None:
        """Chooses in a list: one click opens it, one takes the option."""
        self.click(self.page.get_by_label(label).first)
        # a long list shows only its first lines until something is typed
        self.page.keyboard.insert_text(option)
        self.click(self.page.get_by_role("option", name=option).first)

    def type(self, label: str, text: str) -> None:
        """Types into a field."""
        self.at_rest()
        # a mark beside a field that explains it bears the same label
        field = self.page.locator("input, textarea")
        self.page.get_by_label(label).and_(field).first.fill(text)
        self.n_letters += len(text)
        self.page.keyboard.press("Enter")

    def hand_over(self, path: Path) -> None:
        """Hands a file over and waits until it is in the list."""
        # the chooser of files opens with one click; choosing there is another
        self.page.locator("input[type=file]").set_input_files(path)
        self.n_clicks += 2
        self.page.get_by_role("heading", name=path.name).wait_for()

    def sees(self, text: str, *, within_ms: int = PATIENCE_MS) -> None:
        """Waits for a text."""
        self.page.get_by_text(text).first.wait_for(timeout=within_ms)
        self.picture(f"nap-{self.n_clicks:03}")

    def picture(self, name: str) -> None:
        """Keeps a picture of the page where pictures are wanted."""
        if folder := os.environ.get("THANTHIEN_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@contextmanager
def clerk_at(
    browser: Browser,
    office: Server,
    user_name: str = "steward",
    width: int = WIDE,
    *,
    path: str = "",
) -> Iterator[Clerk]:
    """A clerk signed in at the page of loading; `path` leads there after a build."""
    context = browser.new_context(viewport={"width": width, "height": 1600})
    context.set_default_timeout(PATIENCE_MS)
    token = office.session(user_name)
    context.add_cookies([{"name": "thanthien", "value": token, "url": office.url}])
    clerk = Clerk(context.new_page())
    clerk.page.goto(f"{office.url}/{path}")
    clerk.sees("1. Giao tệp")
    try:
        yield clerk
    finally:
        context.close()


def map_ballot_book(clerk: Clerk) -> None:
    """What a clerk answers of `messy_books.ballot_book`, whose wave no column says."""
    clerk.choose("Mã đợt lấy phiếu *", "tôi gõ một giá trị")
    clerk.type("Mã đợt lấy phiếu: giá trị", "DOT-1")
    clerk.open("Cột khác, có thì điền")
    clerk.choose("Ngày trả lời", "Hôm ghi")
    for question in messy_books.QUESTIONS:
        clerk.choose(question, question)
