"""No English word stands on a Vietnamese page, Streamlit's and Plotly's included."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.browser.conftest import PEOPLE, OpenAs, settle
from tests.browser.steps import await_figures, await_query, await_that
from tests.browser.test_axe import ROLES, paths_of

pytestmark = pytest.mark.browser

# Whole words readers meet in their own work, names of formats, and codes of the data.
ALLOWED = {
    "english",  # the button that switches the language says its own name
    "png", "svg", "csv", "xlsx", "enter", "thanthien", "ingest", "build", "refused",
    "callaway", "sant", "anna", "jackknife", "benjamini", "hochberg", "adams",
    "wilson", "newcombe", "bonett", "price", "spiegelhalter", "shewhart", "xmr",
}  # fmt: skip
# Words that are English and never Vietnamese; a Vietnamese word has no such letters.
ENGLISH = re.compile(
    r"\b(?:the|and|of|for|with|from|not|you|your|this|that|are|was|has|have|will|"
    r"app|page|pages|open|close|closed|dismiss|expand|collapse|sidebar|link|heading|"
    r"choose|select|selected|option|options|available|results?|press|apply|clear|"
    r"value|values|download|plot|zoom|pan|reset|axes|snapshot|fullscreen|view|show|"
    r"hide|more|less|search|loading|running|stop|connecting|connection|error|"
    r"skip|main|content|copy|copied|clipboard|edit|delete|add|remove|menu|settings|"
    r"print|unit|units|officer|officers|case|cases|share|before|after|change|"
    r"interval|month|months|quarter|year|jan|feb|apr|jun|jul|aug|sep|oct|nov|dec|"
    r"late|improved|worse|unchanged|inconclusive|missing|none|null|nan|true|false)\b",
    re.IGNORECASE,
)
ACCOUNTS = {person.user_name for person in PEOPLE}
_READ = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!parent || parent.closest("style, script, noscript, code")) continue;
    // The name of an icon is drawn as the icon and hidden from readers.
    if (parent.closest("[data-testid=stIconMaterial]")) continue;
    found.add(texts.currentNode.data);
  }
  const names = ["aria-label", "title", "placeholder", "alt", "data-title"];
  for (const name of names)
    for (const element of document.querySelectorAll(`[${name}]`))
      found.add(element.getAttribute(name));
  return [...found];
}"""


def english_on(page: Page) -> list[str]:
    """Texts of a page, also those for screen readers, with an English word in them."""
    return sorted(
        text
        for text in page.evaluate(_READ)
        # An account's own name is shown as it is.
        if text not in ACCOUNTS
        and any(w.lower() not in ALLOWED for w in ENGLISH.findall(_without_codes(text)))
    )


def _without_codes(text: str) -> str:
    # Codes and file names of the data, and the keys of units, are not words.
    return re.sub(r"\S*[_@/\d]\S*|\S+\.\w{3,4}\b", " ", text)


@pytest.mark.parametrize("role", ROLES)
def test_no_english_word_is_shown(open_as: OpenAs, role: str) -> None:
    found = {}
    for path in paths_of(role):
        page = open_as(role, path)
        lists = page.locator("[data-testid=stSelectbox]:visible")
        if lists.count():
            lists.first.click()
        if words := english_on(page):
            found[path] = words
        page.close()
    assert found == {}


def test_the_test_sees_english(open_as: OpenAs) -> None:
    page = open_as("committee", "tong-quan?lang=en")
    assert len(english_on(page)) > 20


def test_the_page_says_its_language(open_as: OpenAs) -> None:
    page = open_as("committee")
    assert page.locator("html").get_attribute("lang") == "vi"
    page = open_as("committee", "?lang=en")
    assert page.locator("html").get_attribute("lang") == "en"


def test_every_role_reads_the_method(open_as: OpenAs) -> None:
    assert all("methods" in {v.name for v in VIEWS if r in v.roles} for r in ROLES)
    page = open_as("officer", words_of("vi")("paths.methods"))
    assert "Không có nghĩa là" in page.inner_text("body")


def test_a_name_is_found_without_marks(open_as: OpenAs) -> None:
    page = open_as("committee", "chat-luong-du-lieu")
    box = page.get_by_role("textbox", name="Tìm đơn vị hoặc cán bộ").first
    box.fill("hoa binh")
    box.press("Enter")
    page.get_by_role("link", name="Xã Hoà Bình").first.click()
    page.get_by_role("heading", name="Xã Hoà Bình").first.wait_for()
    settle(page)


def test_a_name_outside_the_scope_is_not_found(open_as: OpenAs) -> None:
    page = open_as("leader")
    box = page.get_by_role("textbox", name="Tìm đơn vị hoặc cán bộ").first
    box.fill("thinh lap")
    box.press("Enter")
    page.get_by_text("trong phạm vi của bạn").wait_for()
    assert page.get_by_role("link", name="Thịnh Lập").count() == 0


def test_back_leads_to_the_view_before(open_as: OpenAs) -> None:
    page = open_as("committee")
    first = page.url
    page.get_by_role("radio", name="English").or_(
        page.get_by_role("button", name="English")
    ).first.click()
    page.get_by_role("heading", name="Has satisfaction improved?").wait_for()
    await_query(page, "lang", "en")
    page.go_back()
    page.get_by_role("heading", name="Mức độ hài lòng có tăng lên không?").wait_for()
    await_that(page, lambda: page.url == first, "the first address")


def test_print_shows_every_figure_whole(open_as: OpenAs) -> None:
    page = open_as("committee")
    await_figures(page)
    page.emulate_media(media="print")
    assert page.locator("[data-testid=stTextInput]").first.is_hidden()
    inner = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e =>
          e.scrollHeight > e.clientHeight + 2 &&
          ['auto','scroll','hidden'].includes(getComputedStyle(e).overflowY) &&
          e.querySelector('.js-plotly-plot')).map(e => e.className)"""
    )
    assert inner == []
