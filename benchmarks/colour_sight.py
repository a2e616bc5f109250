"""Every kind of figure as people without green or red cones see it, and in grey print.

    python -m benchmarks colour_sight --home DIR --pictures DIR

The home must have a published build; accounts it needs are made. Chromium itself
simulates the sight; one picture a figure has all of them below each other, and its
dark form last. What a reader must tell apart is for the eye to judge; contrasts and
differences of colours are computed by `tests/dashboard/test_colours.py`.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Locator, sync_playwright

from benchmarks.page_size import PATIENCE_MS, REST_MS
from benchmarks.served import ours, process, sign_in
from dashboard.words import words_of
from warehouse.settings import Settings

SIGHTS = ("none", "deuteranopia", "protanopia", "achromatopsia")
WIDTH_PX = 1440
# The whole of the tallest figure: nothing of the page stands over it.
HEIGHT_PX = 3_000
FIGURES = "[class*=st-key-]:has(> * .js-plotly-plot):visible"


def main() -> None:
    """Writes one picture for each figure of the pages below."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--only", default="", help="a part of the address")
    asked = parser.parse_args()
    settings = Settings(home=asked.home)
    tokens = sign_in(settings)
    asked.pictures.mkdir(parents=True, exist_ok=True)
    with process(ours(), asked.home) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for role, path in _visits():
            if asked.only not in path:
                continue
            for name in _draw(browser, served.url, path, tokens[role], asked.pictures):
                print(f"{role} {path}: {name}", flush=True)
        browser.close()


def _visits() -> Iterator[tuple[str, str]]:
    """Role and address of pages that have every kind of figure between them."""
    words = words_of("vi")

    def path(view: str, **query: str) -> str:
        return f"{words(f'paths.{view}')}?{urlencode(query)}"

    for part in ("verdict", "factors", "units", "groups", "effects", "rollout"):
        yield "committee", path("overview", aspect=part)
    for part in ("months", "change", "questions"):
        yield "committee", path("unit", part=part)
    yield "committee", path("independent", section="gaps")
    yield "committee", path("supervision", section="waves")
    yield "front", path("plan")
    yield "front", path("independent", section="fieldwork")
    yield "leader", path("officers")
    # his own, where he has enough ballots: few officers of a small province have
    yield "officer", path("officers")


def _draw(
    browser: Browser, url: str, path: str, token: str, pictures: Path
) -> Iterator[str]:
    context = browser.new_context(viewport={"width": WIDTH_PX, "height": HEIGHT_PX})
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "thanthien", "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/{path}")
    page.locator(".tt-foot, .tt-empty").last.wait_for()
    # those within what is closed are not drawn
    for closed in page.locator("[data-testid=stExpander] summary").all():
        closed.click()
    page.wait_for_timeout(REST_MS)
    devtools = context.new_cdp_session(page)
    for figure in page.locator(FIGURES).all():
        name = _name(figure)
        seen = []
        for sight in SIGHTS:
            devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
            seen.append(figure.screenshot())
        devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
        page.emulate_media(color_scheme="dark")
        seen.append(figure.screenshot())
        page.emulate_media(color_scheme="light")
        sheet = browser.new_page(viewport={"width": WIDTH_PX, "height": 900})
        sheet.set_content(_below_each_other(seen))
        sheet.screenshot(path=pictures / f"{name}.png", full_page=True)
        sheet.close()
        yield name
    context.close()


def _name(figure: Locator) -> str:
    classes = (figure.get_attribute("class") or "").split()
    key = next(one for one in classes if one.startswith("st-key-"))
    return key.removeprefix("st-key-")


def _below_each_other(seen: list[bytes]) -> str:
    start = '<p style="font: 12px sans-serif"><img src="data:image/png;base64,'
    named = zip((*SIGHTS, "dark"), seen, strict=True)
    return "".join(
        f'{start}{base64.b64encode(picture).decode()}"><br>{name}</p>'
        for name, picture in named
    )


if __name__ == "__main__":
    main()
