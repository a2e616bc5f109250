"""English words on a page, Streamlit's and Plotly's included."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from dashboard.words import words_of
from tests.browser.conftest import PEOPLE

# Whole words readers meet in their own work, names of formats, and codes of the data.
ALLOWED = {
    "english",  # the button that switches the language says its own name
    "png", "svg", "csv", "xlsx", "enter", "thanthien", "ingest", "build", "refused",
}  # fmt: skip
# Names of methods stand on the page of methods alone; a clerk needs none elsewhere.
METHOD = re.compile(
    r"\b(?:callaway|sant'anna|jackknife|benjamini|hochberg|wilson|newcombe|bonett|"
    r"spiegelhalter|shewhart|xmr|cr2|bootstrap|p ?[=<] ?[\d,.]+)",
    re.IGNORECASE,
)
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
    has_methods = words_of("vi")("paths.methods") in page.url
    return sorted(
        text
        for text in page.evaluate(_READ)
        # An account's own name is shown as it is.
        if text not in ACCOUNTS
        and (
            any(w.lower() not in ALLOWED for w in ENGLISH.findall(_without_codes(text)))
            or (not has_methods and METHOD.search(text))
        )
    )


def _without_codes(text: str) -> str:
    # Codes and file names of the data, and the keys of units, are not words.
    return re.sub(r"\S*[_@/\d]\S*|\S+\.\w{3,4}\b", " ", text)
