"""The glossary behind the words of a page, and the three steps of a first use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.views_by_role import ROLES
from dashboard.words import words_of
from dashboard.words.terms import terms_of
from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.test_every_page import grave_faults

pytestmark = pytest.mark.browser

WORDS = words_of("vi")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_term_says_what_it_means(open_as: OpenAs, width: int) -> None:
    page = open_as("committee", width=width)
    term = page.locator(".tt-term[data-term=interval]")
    term.click()
    box = page.locator(".tt-meaning")
    expect(box).to_contain_text(meaning("interval"))
    place = box.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    expect(term).to_have_attribute("aria-expanded", "true")
    assert grave_faults(page) == []
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=WORDS("glossary.more")).click()
    page.locator(".tt-glossary").wait_for()


def test_each_term_is_marked_once_and_never_within_what_is_pressed(
    open_as: OpenAs,
) -> None:
    for path in ("don-vi", "can-bo", "danh-gia-doc-lap", "khieu-nai-phan-anh"):
        page = open_as("committee", path)
        page.locator(".tt-term").first.wait_for()
        page.wait_for_timeout(1_000)
        names = page.locator(".tt-term").evaluate_all(
            "marks => marks.map(mark => mark.dataset.term)"
        )
        assert len(names) == len(set(names)) > 1
        assert page.locator(":is(a, button, summary) .tt-term").count() == 0


def test_terms_are_told_in_the_language_of_the_page(open_as: OpenAs) -> None:
    page = open_as("committee", "?lang=en")
    page.locator(".tt-term[data-term=satisfied]").click()
    expect(page.locator(".tt-meaning")).to_contain_text("An answer of 4 or more")


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_of_a_role_tells_its_first_three_steps(
    open_as: OpenAs, role: str
) -> None:
    page = open_as(role)
    assert told(page, role) == 3
    page.goto(page.url.split("?")[0].rstrip("/") + "/phuong-phap")
    page.get_by_role("heading", name=WORDS("methods.title")).wait_for()
    assert page.locator(".tt-first-use").count() == 0


def told(page: Page, role: str) -> int:
    """How many steps stand there, once opened."""
    page.get_by_text(WORDS("first_use.title")).click()
    steps = page.locator(".tt-first-use li")
    expect(steps.first).to_have_text(WORDS(f"first_use.{role}.1"))
    return steps.count()


def meaning(name: str) -> str:
    """What the glossary says of a term."""
    return next(one.means for one in terms_of("vi") if one.name == name)
