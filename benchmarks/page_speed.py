"""Pages in Chromium beside a bare Streamlit page, in the same run.

    python -m benchmarks.page_speed --home DIR [--cases 10000000 --ballots 2000000]

A home without a published build is filled first, as `benchmarks.pipeline` does. Our
page and the bare one are opened in turn, each in a fresh browser context, so that a
drift of the machine touches both alike. Quote ratios, not seconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_views import PAGES, memory_over_views
from benchmarks.served import fill, is_published, ours, process, sign_in
from dashboard.words import words_of
from warehouse.settings import Settings

# A busy machine is slow, not broken.
LIMIT_MS = 180_000
BARE = 'import streamlit as st\nst.title("Bare")\nst.write("One line.")\n'
# Role, path → words of the buttons pressed in turn, each with words that only its view
# shows (":" for the button's own, as a heading).
FILTERS = {
    ("leader", "don-vi?part=cases"): {
        "cases.kinds.late_official": ":",
        "cases.kinds.late_strict": ":",
    },
    ("leader", "don-vi"): {
        "unit.parts.petitions": "petitions.ages_title",
        "unit.parts.months": "unit.months_title",
        "unit.parts.questions": "unit.items_title",
        "unit.parts.today": "today.title",
    },
    ("committee", "don-vi?part=months"): {
        "unit.parts.table": "unit_table.lead",
        "unit.parts.months": "unit.months_title",
    },
    ("front", "danh-gia-doc-lap"): {
        "independent.sections.asked": "response.officers_title",
        "independent.sections.flags": "flags.lead",
        "independent.sections.gaps": "independent.units_title",
    },
}
# Clicks, then waits for the frame in which the text stands on the page: milliseconds.
# Asking for `innerText` lays the page out anew, so only once the text is in it at all.
CLICK = """async ([name, text]) => {
  const buttons = [...document.querySelectorAll('button')];
  const button = buttons.find(b => b.innerText.trim() === name);
  const start = performance.now();
  button.click();
  const box = document.querySelector('[data-testid=stMainBlockContainer]');
  while (!(box.textContent.includes(text) && box.innerText.includes(text))) {
    if (performance.now() - start > 20000) throw new Error(`${name}: ${text}`);
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - start;
}"""
PAINT = """([selector]) => new Promise((done, failed) => {
  const look = () => document.querySelector(selector) ? done(performance.now())
    : performance.now() > 60000 ? failed(new Error(`no ${selector}`))
    : requestAnimationFrame(look);
  look();
})"""


def main() -> None:
    """Prints Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--ballots", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--views", type=int, default=500)
    asked = parser.parse_args()
    settings = Settings(home=asked.home)
    if not is_published(asked.home):
        fill(asked.home, asked.cases, asked.ballots)
    tokens = sign_in(settings)
    with (
        process(ours(), asked.home) as served,
        _bare_page() as bare,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        _paints(browser, served.url, bare, tokens, asked.rounds)
        _filters(browser, served.url, tokens, asked.rounds)
        memory_over_views(
            browser, served.url, tokens, [*PAGES], asked.views, served.pid
        )
        browser.close()


@contextmanager
def _bare_page() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        bare = ["-m", "streamlit", "run", str(script), "--server.port", "{port}"]
        bare += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        with process(bare, Path(folder)) as served:
            yield served.url


def _open(browser: Browser, url: str, path: str, token: str = "") -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(LIMIT_MS)
    if token:
        context.add_cookies([{"name": "thanthien", "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/{path}", wait_until="commit")
    return page


def _paints(
    browser: Browser, url: str, bare: str, tokens: dict[str, str], rounds: int
) -> None:
    plain: list[float] = []
    ours: dict[tuple[str, str], list[float]] = {key: [] for key in PAGES}
    charts: dict[tuple[str, str], int] = {}
    for _ in range(rounds):
        for (role, path), selector in PAGES.items():
            page = _open(browser, bare, "")
            plain.append(page.evaluate(PAINT, ["h1"]))
            page.context.close()
            page = _open(browser, url, path, tokens[role])
            ours[role, path].append(page.evaluate(PAINT, [selector]))
            page.locator(".tt-foot").wait_for()
            charts[role, path] = page.locator("[data-testid=stPlotlyChart]").count()
            page.context.close()
    base = statistics.median(plain)
    print("| page | role | first answer, ms | × bare page | charts |")
    print("|---|---|---|---|---|")
    print(f"| bare Streamlit page | – | {base:.0f} | 1.00 | 0 |")
    for (role, path), found in ours.items():
        middle = statistics.median(found)
        row = f"| {path} | {role} | {middle:.0f} | {middle / base:.2f} "
        print(f"{row}| {charts[role, path]} |")


def _filters(browser: Browser, url: str, tokens: dict[str, str], rounds: int) -> None:
    print("\n| filter change | role | n | median, ms | 95 %, ms |")
    print("|---|---|---|---|---|")
    every: list[float] = []
    words = words_of("vi")
    for (role, path), buttons in FILTERS.items():
        page = _open(browser, url, path, tokens[role])
        page.locator(".tt-foot").wait_for()
        page.wait_for_timeout(1500)
        found = []
        for _ in range(rounds * 3):
            for button, shown in buttons.items():
                name = words(button)
                text = f"{name}:" if shown == ":" else words(shown)
                found.append(page.evaluate(CLICK, [name, text]))
                # A person reads what came before pressing again.
                page.wait_for_timeout(400)
        page.context.close()
        every += found
        print(_row(path, role, found))
    print(_row("all", "–", every))


def _row(name: str, role: str, found: list[float]) -> str:
    # Without `inclusive` the last of few would be put above the longest there was.
    late = statistics.quantiles(found, n=20, method="inclusive")[-1]
    middle = statistics.median(found)
    return f"| {name} | {role} | {len(found)} | {middle:.0f} | {late:.0f} |"


if __name__ == "__main__":
    main()
