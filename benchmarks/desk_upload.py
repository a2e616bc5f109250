"""A large file handed over in a browser, and how others are served meanwhile.

    python -m benchmarks desk_upload --home DIR [--rows 1000000]

A list of dossiers is dropped into the page of loading, read for trial and loaded, all
in Chromium. Printed are how often the progress moved, the most memory of the server and
of the process at work, and how long a leader waits for a view of another page: 50 and
95 of 100. A home without a published build is filled with a small province first.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from contextlib import suppress
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_speed import CLICK
from benchmarks.page_views import resident_mib
from benchmarks.served import fill, is_published, ours, process, sign_in
from dashboard.words import words_of
from warehouse.settings import Settings

LIMIT_MS = 300_000
LOOK_SECONDS = 0.5
VIEWS = {
    "unit.parts.petitions": "petitions.ages_title",
    "unit.parts.months": "unit.months_title",
    "unit.parts.today": "today.title",
}
SAID = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
"""The file, the spec that reads it, and what is looked for on the page."""
_COUNT = re.compile(SAID["count"])


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    asked.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_published(asked.home):
        fill(asked.home, 3_000, 300)
    settings = Settings(home=asked.home)
    tokens = sign_in(settings)
    path = write_list(asked.home, asked.rows)
    with process(ours(), asked.home) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        reader = _open(browser, served.url, tokens["leader"], "don-vi")
        idle = [_wait_for_view(reader, n) for n in range(12)]
        clerk = _open(browser, served.url, tokens["steward"], "nap-so-lieu")
        _drop(clerk, path)
        tried = _watch(clerk, reader, served.pid, SAID["tried"])
        clerk.get_by_role(
            "button", name=words_of("vi")("load.load"), exact=True
        ).last.click()
        loaded = _watch(clerk, reader, served.pid, SAID["loaded"])
        browser.close()
    size = path.stat().st_size / 2**20
    print(f"\n{asked.rows:,} rows, {size:.0f} MiB\n")
    print("| step | seconds | progress moved | server, MiB | at work, MiB |", end="")
    print(" views | p50, s | p95, s |")
    print("|---|---|---|---|---|---|---|---|")
    print(
        f"| before | – | – | – | – | {len(idle)} | {_of(idle, 50)} | {_of(idle, 95)} |"
    )
    for name, line in (("trial", tried), ("load", loaded)):
        print(f"| {name} | {line} |")


def write_list(home: Path, n_rows: int) -> Path:
    """A list of dossiers of this size, and the spec that reads it."""
    (home / "specs").mkdir(exist_ok=True)
    (home / "specs" / "bench_dossiers.yml").write_text(SAID["spec"], encoding="utf-8")
    path = home / f"bench_20261130_{n_rows}_{int(time.time())}.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write(SAID["head"] + "\n")
        for n in range(n_rows):
            day = f"{n % 28 + 1:02}/{n % 9 + 1:02}/2026"
            row = SAID["row"].format(n=n, field=n % 9, day=day, run=path.stem[-6:])
            out.write(row + "\n")
    return path


def _open(browser: Browser, url: str, token: str, path: str) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 1600})
    context.set_default_timeout(LIMIT_MS)
    context.add_cookies([{"name": "thanthien", "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/{path}", wait_until="commit")
    page.locator(".tt-foot").first.wait_for()
    return page


def _drop(clerk: Page, path: Path) -> None:
    box = clerk.get_by_role("checkbox").first
    if box.count():  # the home holds simulated data, so the file must be called so
        clerk.get_by_text(words_of("vi")("load.is_simulated")).first.click()
        clerk.wait_for_timeout(2_000)
    clerk.locator("input[type=file]").set_input_files(path)
    clerk.get_by_role("heading", name=path.name).wait_for()


def _wait_for_view(reader: Page, n: int) -> float:
    """Seconds until another view of the page stands there."""
    words = words_of("vi")
    button, text = list(VIEWS.items())[n % len(VIEWS)]
    return float(reader.evaluate(CLICK, [words(button), words(text)])) / 1_000


def _watch(clerk: Page, reader: Page, server: int, until: str) -> str:
    """Looks on until a text stands on the page; a line of what was seen."""
    started, n_views = time.monotonic(), 0
    waits: list[float] = []
    counts: list[str] = []
    of_server = at_work = 0.0
    while not clerk.get_by_text(until).count():
        if time.monotonic() - started > LIMIT_MS / 1_000:
            page = clerk.locator("main").inner_text()
            raise TimeoutError(f"{until!r} never stood on the page:\n{page}")
        # between two steps the page has no line of progress
        for said in clerk.locator("[role=status]").all_inner_texts():
            found = _COUNT.search(said)
            if found and found[1] not in counts:
                counts.append(found[1])
        waits.append(_wait_for_view(reader, n_views))
        n_views += 1
        of_server = max(of_server, resident_mib(server))
        at_work = max(at_work, _mib_below(server))
        time.sleep(LOOK_SECONDS)
    seconds = time.monotonic() - started
    return (
        f"{seconds:.0f} | {len(counts)} | {of_server:.0f} | {at_work:.0f} | "
        f"{len(waits)} | {_of(waits, 50)} | {_of(waits, 95)}"
    )


def _mib_below(server: int) -> float:
    """Memory of the processes the server has started, and of those they have."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # the parent is the second field behind the name in brackets
            fields = path.read_text().rpartition(")")[2].split()
            parents[int(path.parent.name)] = int(fields[1])
    total, level = 0.0, {server}
    while level := {child for child, parent in parents.items() if parent in level}:
        for child in level:
            with suppress(OSError, ValueError):  # it has ended
                total += resident_mib(child)
    return total


def _of(waits: list[float], percent: int) -> str:
    cuts = statistics.quantiles(waits, n=100) if len(waits) > 1 else waits * 99
    return f"{cuts[percent - 1]:.2f}"


if __name__ == "__main__":
    main()
