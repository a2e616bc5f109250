"""Takes the pictures of docs/huong_dan_nap.vi.md anew, as a clerk meets the page.

python -m tests.browser.desk.guide_pictures [DIR]

They go to docs/screenshots; with DIR all go there too, wide and on a phone.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.page_size import page_height
from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk.clerk import BUILD_MS, Clerk, clerk_at, map_ballot_book
from tests.browser.desk.test_desk_states import RENAMED
from tests.browser.desk.test_loading import BALLOTS, ITEMS, WAVES
from tests.ingest.desk import messy_books
from tests.ingest.desk.test_refused_book import book
from tests.security.server import REPO, running
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

PICTURES = REPO / "docs" / "screenshots"
N_COLOURS, HIGH, LONGEST = 128, 1000, 3300
N_TIMES = 20
OF_THE_GUIDE = "nap-so-lieu"
Look = Callable[..., None]


def main() -> None:
    """Writes the five pictures."""
    steps = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        home.mkdir()
        steward = Identity("steward", "Quản trị dữ liệu", "steward")
        add_account(Settings(home=home), steward, actor="t", must_change_password=False)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        with (
            running(home, script=REPO / "dashboard" / "app.py") as server,
            clerk_at(browser, server) as clerk,
        ):
            _walk(clerk, Path(folder), _looking(clerk, steps))
        browser.close()


def _walk(clerk: Clerk, folder: Path, look: Look) -> None:
    look("nap-so-lieu-giao-tep")
    clerk.hand_over(_written(folder, "don_vi.csv", RENAMED))
    clerk.sees("Mẫu này đã biết, chỉ khác vài chỗ")
    look("nap-so-lieu-mau-doi", "don_vi.csv")
    clerk.press("Lưu câu trả lời và đọc lại")
    clerk.sees("sẽ nạp 3")
    look("da-hieu")
    _load(clerk, 3)
    clerk.hand_over(_written(folder, "dot.csv", WAVES))
    _load(clerk, 1)
    clerk.hand_over(_written(folder, "cau_hoi.csv", ITEMS))
    _load(clerk, 2)
    clerk.begin_mapping(_written(folder, BALLOTS, messy_books.ballot_book(N_TIMES)))
    map_ballot_book(clerk)
    clerk.press("Thử đọc mọi dòng")
    clerk.sees(f"sẽ nạp {12 * N_TIMES}")
    look("nap-so-lieu-ghep-cot", BALLOTS)
    clerk.press("Lưu cách đọc và nạp")
    clerk.sees(f"đã nạp {12 * N_TIMES}, trùng")
    clerk.hand_over(_written(folder, "hồ sơ_20261031.xlsx", book()))
    clerk.sees("sẽ từ chối 2")
    clerk.press("Nạp")
    clerk.sees("Sửa một dòng ngay tại đây")
    look("nap-so-lieu-da-nap", "hồ sơ_20261031.xlsx")
    clerk.open("Còn thiếu gì")
    look("con-thieu")
    clerk.open("Dựng và công bố")
    look("truoc-khi-dung")
    clerk.press("Dựng và công bố")
    clerk.sees("Đã công bố.", within_ms=BUILD_MS)
    look("nap-so-lieu-cong-bo")


def _looking(clerk: Clerk, steps: Path | None) -> Look:
    def look(name: str, below: str = "") -> None:
        for width in (NARROW, WIDE) if steps else (WIDE,):
            clerk.page.set_viewport_size({"width": width, "height": HIGH})
            clerk.at_rest()
            tall = page_height(clerk.page)
            clerk.page.set_viewport_size({"width": width, "height": tall})
            clerk.at_rest()
            picture = clerk.page.screenshot()
            if steps:
                (steps / f"{name}-{width}.png").write_bytes(picture)
        whole = Image.open(io.BytesIO(picture)).convert("RGB")
        top = _top(clerk, below) if below else 0
        part = whole.crop((0, top, WIDE, min(whole.height, top + LONGEST)))
        if name.startswith(OF_THE_GUIDE):
            part.quantize(N_COLOURS).save(PICTURES / f"{name}.png", optimize=True)
        clerk.page.set_viewport_size({"width": WIDE, "height": HIGH})

    return look


def _top(clerk: Clerk, heading: str) -> int:
    box = clerk.page.get_by_role("heading", name=heading).last.bounding_box()
    return max(0, int(box["y"]) - 8) if box else 0


def _written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _load(clerk: Clerk, n: int) -> None:
    clerk.press("Nạp")
    clerk.sees(f"đã nạp {n}, trùng")


if __name__ == "__main__":
    main()
