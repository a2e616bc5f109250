"""A dark page where the reader's system is dark, with no fault of contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from dashboard.theme import DARK, PAPER
from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.test_every_page import grave_faults, paths_of
from tests.security.server import Server
from warehouse.scope import ROLES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_dark_and_without_fault(open_as: OpenAs, role: str) -> None:
    faults, light = {}, []
    for i, path in enumerate(paths_of(role)[1:]):
        page = open_as(role, path, width=NARROW if i % 2 else WIDE, scheme="dark")
        page.wait_for_timeout(500)
        if grave := grave_faults(page):
            faults[path] = grave
        if ground_of(page, ".stApp") != DARK[1]:
            light.append(path)
        page.close()
    assert (faults, light) == ({}, [])


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


def ground_of(page: Page, selector: str) -> str:
    """The colour behind an element, as #rrggbb."""
    found = page.locator(selector).first.evaluate(
        "element => getComputedStyle(element).backgroundColor"
    )
    parts = found.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(part):02x}" for part in parts)
