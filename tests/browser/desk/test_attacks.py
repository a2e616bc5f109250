"""What no clerk should hand over, at its real size, and two clerks at once.

Each ends in words on the page; nothing is run, nothing lies outside of the home, and
nothing is half there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.desk.clerk import BUILD_MS, clerk_at
from tests.ingest.desk import messy_books
from tests.security.server import REPO, Server, running
from warehouse.builds.pointer import read_pointer
from warehouse.desk.inbox import MOST_BYTES, cards, inbox_dir
from warehouse.desk.jobs import jobs
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.release]

LARGE_MS = 180_000
BOMB_BYTES = 300 << 20
ROW = "x" * 1_000 + ",1\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Server]:
    """The real pages over an empty home with two stewards."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("steward", "other"):
        one = Identity(name, f"Quản trị {name}", "steward")
        add_account(Settings(home=home), one, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


def test_a_file_of_the_largest_size_is_taken_and_a_larger_one_is_not(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    largest, larger = tmp_path / "lớn.csv", tmp_path / "quá lớn.csv"
    with largest.open("w", encoding="utf-8") as file:
        file.write("Cột A,Cột B\n")
        file.writelines([ROW] * (MOST_BYTES // len(ROW) - 1))
        file.write("y" * (MOST_BYTES - file.tell() - 1) + "\n")
    assert largest.stat().st_size == MOST_BYTES
    larger.write_bytes(largest.read_bytes() + b"z")
    with clerk_at(browser, office) as clerk:
        clerk.page.locator("input[type=file]").set_input_files(larger)
        clerk.sees("nên không nhận: chia nhỏ tệp", within_ms=LARGE_MS)
        clerk.picture("too-large")
        assert cards(office.settings) == []
        clerk.page.locator("input[type=file]").set_input_files(largest)
        clerk.page.get_by_role("heading", name="lớn.csv").wait_for(timeout=LARGE_MS)
        clerk.sees("chưa biết mẫu", within_ms=LARGE_MS)
    [card] = cards(office.settings)
    assert (card.name, card.size_bytes) == ("lớn.csv", MOST_BYTES)
    assert list(inbox_dir(office.settings).glob("*.partial")) == []


def test_bombs_and_names_that_point_outside_end_in_words(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    bomb = packed(("bom.csv", b"0" * BOMB_BYTES))
    outside = packed(
        ("../../../ra_ngoai.csv", messy_books.UNITS.encode()), ("b.csv", b"x,y\n1,2\n")
    )
    attacks = {
        "bom.zip": (bomb, "100 lần"),
        "ra ngoài.zip": (outside, "trỏ ra ngoài tệp nén"),
        "chương trình.xlsx": (
            b"\x7fELF" + bytes(range(256)) * 8,
            "chương trình máy tính",
        ),
    }
    with clerk_at(browser, office) as clerk:
        for name, (content, said) in attacks.items():
            (tmp_path / name).write_bytes(content)
            clerk.hand_over(tmp_path / name)
            clerk.page.get_by_role("alert").get_by_text(said).first.wait_for(
                timeout=LARGE_MS
            )
            clerk.picture(f"attack-{name}")
    assert [path for path in tmp_path.rglob("*") if "ra_ngoai" in path.name] == []
    assert {card.status for card in cards(office.settings)} == {"waiting"}
    assert not (office.settings.home / "raw.duckdb").exists()


def test_two_clerks_at_once_lose_nothing(
    browser: Browser, office: Server, tmp_path: Path
) -> None:
    names = ("một.csv", "hai.csv")
    texts = (messy_books.UNITS, messy_books.UNITS.replace("9100", "9200"))
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with (
        clerk_at(browser, office) as first,
        clerk_at(browser, office, "other") as second,
    ):
        both = (first, second)
        for clerk, name in zip(both, names, strict=True):
            clerk.hand_over(tmp_path / name)
        for clerk in both:
            clerk.sees("sẽ nạp 3")
        for clerk in both:
            clerk.press("Nạp")
        for clerk in both:
            clerk.sees("đã nạp", within_ms=LARGE_MS)
        with open_raw(office.settings) as connection:
            [(n,)] = connection.execute("select count(*) from raw.unit").fetchall()
        assert n == 5  # the province stands in both lists
        for clerk in both:
            clerk.open("Dựng và công bố")
        first.press("Dựng và công bố")
        first.sees("Đang dựng và kiểm")
        # the other sees the same build at work, and starts none of his own
        second.page.reload()
        second.sees("Đang dựng và kiểm")
        for clerk in both:
            clerk.sees("Đã công bố.", within_ms=BUILD_MS)
    builds = [job for job in jobs(office.settings) if job.act == "build"]
    assert [job.state for job in builds] == ["done"]
    assert read_pointer(office.settings).build_id == builds[0].answer["build_id"]


def packed(*members: tuple[str, bytes]) -> bytes:
    """A zip of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()
