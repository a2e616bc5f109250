"""A dark page where the reader's system is dark; faults of each: test_every_page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from dashboard.theme import DARK, PAPER
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.test_every_page import grave_faults, ground_of
from tests.security.server import Server

pytestmark = pytest.mark.browser


def test_a_page_opened_in_the_dark_is_dark(open_as: OpenAs) -> None:
    page = open_as("committee", width=NARROW, scheme="dark")
    page.wait_for_timeout(500)
    assert ground_of(page, ".stApp") == DARK[1]
    assert grave_faults(page) == []


def test_a_page_follows_the_system_while_it_is_open(open_as: OpenAs) -> None:
    page = open_as("committee")
    assert ground_of(page, ".stApp") == PAPER
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert ground_of(page, ".tt-verdict") == DARK[2]
    assert ground_of(page, ".stApp") == DARK[1]


def test_the_sign_in_is_dark_too(browser: Browser, served: Server) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{served.url}/login")
    assert ground_of(page, "body") == DARK[1]
    assert grave_faults(page) == []
    page.close()
