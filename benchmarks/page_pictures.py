"""Takes the pictures of `docs/screenshots` anew: each page, wide and on a phone.

    python -m benchmarks page_pictures --home DIR

The home must have a published build of the simulated province; accounts it needs are
made. A picture shows the whole page and keeps 128 colours: none of ours are lost, and
it is a third of its size.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.page_size import GLASSES, PATIENCE_MS, REST_MS, page_height
from benchmarks.served import ours, process, sign_in
from dashboard.words import words_of
from warehouse.settings import Settings

PICTURES = Path(__file__).parents[1] / "docs" / "screenshots"
N_COLOURS = 128
# Its first screen stands in the README too.
FRONT_DOOR = "tong-quan"
# Name of the picture → role, view and what its address asks for.
PAGES: dict[str, tuple[str, str, dict[str, str]]] = {
    "tong-quan": ("committee", "overview", {}),
    "don-vi": ("committee", "unit", {}),
    "don-vi-cua-toi": ("leader", "unit", {}),
    "don-vi-ho-so-tre": ("leader", "unit", {"part": "cases"}),
    "can-bo": ("leader", "officers", {}),
    "ket-qua-cua-toi": ("officer", "officers", {}),
    "danh-gia-doc-lap": ("front", "independent", {}),
    "danh-gia-doc-lap-da-hoi-ai": ("front", "independent", {"section": "asked"}),
    "lap-ke-hoach": ("front", "plan", {}),
    "giam-sat": ("front", "supervision", {}),
    "khieu-nai-phan-anh": ("leader", "petitions", {}),
    "viec-can-quyet": ("leader", "decisions", {}),
    "ky-danh-gia": ("leader", "reviews", {}),
    "chat-luong-du-lieu": ("steward", "quality", {}),
    "phuong-phap": ("committee", "methods", {}),
    "nhat-ky": ("front", "record", {}),
}


def main() -> None:
    """Writes two pictures a page and says which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    tokens = sign_in(Settings(home=asked.home))
    words = words_of("vi")
    with process(ours(), asked.home) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, (role, view, query) in PAGES.items():
            url = f"{served.url}/{words(f'paths.{view}')}?{urlencode(query)}"
            for width, picture in _pictures(browser, url, tokens[role]):
                whole = Image.open(io.BytesIO(picture)).convert("RGB")
                _keep(whole, f"{name}-{width}.png")
                if name == FRONT_DOOR and width == GLASSES["wide"][0]:
                    _keep(whole.crop((0, 0, *GLASSES["wide"])), f"{name}-dau.png")
        browser.close()


def _keep(picture: Image.Image, name: str) -> None:
    picture.quantize(N_COLOURS).save(PICTURES / name, optimize=True)
    print(name, flush=True)


def _pictures(browser: Browser, url: str, token: str) -> Iterator[tuple[int, bytes]]:
    for width, height in GLASSES.values():
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "thanthien", "value": token, "url": url}])
        page = context.new_page()
        page.goto(url)
        page.locator(".tt-foot, .tt-empty").last.wait_for()
        page.wait_for_timeout(REST_MS)
        page.set_viewport_size({"width": width, "height": page_height(page)})
        page.wait_for_timeout(REST_MS)
        yield width, page.screenshot()
        context.close()


if __name__ == "__main__":
    main()
