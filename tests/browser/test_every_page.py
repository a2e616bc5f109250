"""Every page of every role opens, fits and stands still, with no fault or English word.

Faults are those for people with disabilities, by axe, on light ground and, as a page
follows the system while it is open, on dark. Each page is opened once, wide and narrow
in turn, because opening is what takes time.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from benchmarks.page_size import page_height
from dashboard.theme import DARK
from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.browser.conftest import MOST_JUMP, NARROW, WIDE, OpenAs, jump_of
from tests.browser.english_words import english_on
from tests.browser.steps import assert_opened, main_text

pytestmark = pytest.mark.browser

# Glass in pixels → screens a first view may have; on a phone of the overview alone.
MOST_SCREENS = {(WIDE, 900): 3, (NARROW, 844): 5}
MOST_WORDS = 700
GRAVE = {"serious", "critical"}
ROLES = sorted({role for view in VIEWS for role in view.roles})


def paths_of(role: str) -> list[str]:
    """The address without a path, and paths of every page in a role's menu."""
    words = words_of("vi")
    named = [words(f"paths.{view.name}") for view in VIEWS if role in view.roles]
    return ["", *named]


def grave_faults(page: Page) -> list[tuple[str, str]]:
    """Rules of accessibility a page breaks gravely, each with its first element."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in GRAVE]


def bars_broken(page: Page, path: str) -> dict[str, float]:
    """Screens of a first view, and words of the overview, above what is allowed."""
    is_overview = words_of("vi")("paths.overview") in page.url
    shown = page.viewport_size
    found: dict[str, float] = {}
    for (width, height), most in MOST_SCREENS.items():
        if width != WIDE and not is_overview:
            continue
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        screens = page_height(page) / height
        if screens > most:
            found[f"screens at {width}"] = round(screens, 2)
    if shown:
        page.set_viewport_size(shown)
    n_words = len(main_text(page).split())
    if is_overview and n_words > MOST_WORDS:
        found["words"] = n_words
    return found


def ground_of(page: Page, selector: str) -> str:
    """The colour behind an element, as #rrggbb."""
    found = page.locator(selector).first.evaluate(
        "element => getComputedStyle(element).backgroundColor"
    )
    parts = found.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(part):02x}" for part in parts)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_fits_and_has_no_fault_or_english(
    open_as: OpenAs, role: str
) -> None:
    faults, light, english, jumps, long = {}, [], {}, {}, {}
    for i, path in enumerate(paths_of(role)):
        page = open_as(role, path, width=NARROW if i % 2 else WIDE)
        assert_opened(page, path)
        if over := bars_broken(page, path):
            long[path] = over
        if grave := grave_faults(page):
            faults[path] = grave
        jump, moved = jump_of(page)
        if jump > MOST_JUMP:
            jumps[path] = (jump, moved)
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(500)
        if grave := grave_faults(page):
            faults[f"{path} in the dark"] = grave
        if ground_of(page, ".stApp") != DARK[1]:
            light.append(path)
        lists = page.locator("[data-testid=stSelectbox]:visible")
        if lists.count():
            lists.first.click()
        if words := english_on(page):
            english[path] = words
        page.close()
    assert (faults, light, english, jumps, long) == ({}, [], {}, {}, {})
