"""The Front loads, reads and releases in its own home; the province takes the bundle.

Two Unix users on one machine, the sites of `deploy/` in a real nginx, a real browser.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from ingest.loading.delivered import MARKER
from ingest.simulation.province import write_province
from tests.browser.conftest import WIDE, settle
from tests.browser.desk.clerk import BUILD_MS, Clerk
from tests.browser.steps import await_that, main_text
from tests.conftest import PATIENCE_MS
from tests.security.bundles.two_homes import n_found
from tests.security.bundles.two_users import (
    Office,
    as_user,
    served_by_nginx,
    two_offices,
)
from warehouse.custody.front_key import open_key
from warehouse.custody.front_waves import held_waves
from warehouse.raw.store import open_raw

pytestmark = [pytest.mark.browser, pytest.mark.release]

PASSPHRASE = "cụm mật khẩu của hai nhà"
PASSWORD = "mật khẩu thử nghiệm 1"
N_CASES = 1_500
N_PLANTED = 50
LIST_OF_WAVES = "dot_khao_sat"
WAITS_ON = "DL-2026-Q3"
WAVE_TO_RELEASE = "khảo sát độc lập (3/2026)"
Files = list[Path]


def open_to_all(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def strike_the_fronts(path: Path, to: Path) -> Path:
    """The province's own list of waves: the same without those of the Front."""
    book = load_workbook(path)
    for sheet in book:
        for row in range(sheet.max_row, 0, -1):
            if any("Mặt trận" in str(cell.value) for cell in sheet[row]):
                sheet.delete_rows(row)
    book.save(to / path.name)
    return to / path.name


@pytest.fixture
def offices() -> Iterator[tuple[Office, Office, Mapping[str, str]]]:
    """The Front's and the province's, both served, and the first passwords."""
    with two_offices() as (front, province):
        first = {
            "mattran": front.add_account("mattran", "front", "--administrator"),
            "banchidao": province.add_account("banchidao", "committee"),
        }
        with served_by_nginx(front, province):
            yield front, province, first


def province_files(folder: Path) -> tuple[Files, Files]:
    """Every file of the simulated province, and as the province itself has them."""
    found = write_province(folder / "files", n_cases=N_CASES).files
    files = sorted(found)
    own = folder / "own"
    own.mkdir()
    (own / MARKER).write_text("", encoding="utf-8")
    provinces = [
        strike_the_fronts(path, own) if LIST_OF_WAVES in path.name else path
        for path in files
    ]
    open_to_all(folder / "files")
    open_to_all(own)
    return files, provinces


def key_made_on_page(clerk: Clerk, front: Office) -> Path:
    """The Front makes its key by clicks alone; where it puts it away."""
    page = clerk.page
    clerk.sees("Tạo khóa của Mặt trận")
    page.get_by_label("Cụm mật khẩu mới").fill(PASSPHRASE)
    page.get_by_label("Gõ lại cụm mật khẩu").fill(PASSPHRASE)
    clerk.press("Tạo tệp khóa")
    with page.expect_download() as download:
        clerk.press("Tải tệp khóa về")
    folder = front.home.parent / "key"
    folder.mkdir(mode=0o700)
    path = folder / "mattran.pem"
    download.value.save_as(path)
    owner = front.home.stat()
    for one in (folder, path):
        os.chown(one, owner.st_uid, owner.st_gid)
    # Enter in a form sends it, as the button does
    type_key(clerk, path.read_text())
    clerk.sees("1. Giao tệp")
    return path


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[Office, str, str], Page]]:
    """Signs in as a person does the first time: with a new password."""
    contexts = []

    def open_(office: Office, name: str, first: str) -> Page:
        context = browser.new_context(
            viewport={"width": WIDE, "height": 1200}, ignore_https_errors=True
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(office.url)
        page.fill("#user_name", name)
        page.fill("#password", first)
        page.click("button[type=submit]")
        page.fill("#old", first)
        page.fill("#new", PASSWORD)
        page.fill("#repeat", PASSWORD)
        page.click("button[type=submit]")
        return page

    yield open_
    for context in contexts:
        context.close()


def waiting_at(office: Office) -> list[str]:
    with as_user(office) as settings:
        return list(held_waves(settings))


def n_found_at(office: Office, planted: list[str]) -> int:
    with as_user(office) as settings:
        return n_found(settings, planted)


def planted_of(office: Office, code: str) -> list[str]:
    """Numbers of ballots of a wave, which no other home may ever hold."""
    with as_user(office) as settings, open_raw(settings) as connection:
        found = connection.execute(
            "select distinct ballot_id from raw.answer where wave_code = ?"
            " order by all limit ?",
            [code, N_PLANTED],
        ).fetchall()
    return [str(ballot) for (ballot,) in found]


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("THANTHIEN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def hand_over_signed(clerk: Clerk, path: Path, pem: str) -> None:
    """One file by clicks alone: handed over, signed, loaded."""
    is_simulated = clerk.page.get_by_text("Các tệp này chứa dữ liệu mô phỏng")
    if is_simulated.count():  # nothing is known of an empty home
        clerk.click(is_simulated)
    clerk.hand_over(path)
    clerk.sees("Ký bằng khóa của Mặt trận")
    type_key(clerk, pem)
    clerk.press("Nạp")
    clerk.sees("trùng với số đã có")


def type_key(clerk: Clerk, pem: str) -> None:
    """The private half and its passphrase, as the Front pastes them."""
    named = clerk.page.get_by_role("textbox", name="Nội dung tệp khóa của Mặt trận")
    # what is typed into a page that is being made anew is lost
    clerk.at_rest()
    named.fill(pem)
    clerk.type("Cụm mật khẩu của khóa", PASSPHRASE)


def release_on_page(clerk: Clerk, pem: str) -> None:
    """The button that cannot be taken back."""
    page = clerk.page
    clerk.click(page.get_by_text("Công bố một đợt của Mặt trận"))
    clerk.choose("Đợt", WAVE_TO_RELEASE)
    type_key(clerk, pem)
    clerk.click(page.get_by_text("Tôi hiểu rằng đã công bố"))
    clerk.press("Công bố")


def carried(bundle: Path, province: Office) -> Path:
    """The bundle on a stick, in the hands of the province's user."""
    taken = province.home / bundle.name
    taken.write_bytes(bundle.read_bytes())
    owner = province.home.stat()
    os.chown(taken, owner.st_uid, owner.st_gid)
    return taken


def test_the_front_releases_and_the_province_takes_it(
    offices: tuple[Office, Office, Mapping[str, str]],
    open_page: Callable[[Office, str, str], Page],
) -> None:
    front, province, first = offices
    clerk = Clerk(open_page(front, "mattran", first["mattran"]))
    path = key_made_on_page(clerk, front)
    pem, public = path.read_text(), open_key(path, PASSPHRASE).public_key
    files, provinces = province_files(front.home.parent)
    [waves] = [p for p in files if LIST_OF_WAVES in p.name]
    # ballots of a wave that nobody knows to be the Front's would enter unsigned
    hand_over_signed(clerk, waves, pem)
    refused = to_be_signed(front, [p for p in files if p != waves])
    assert refused
    province.run("ingest", *map(str, provinces))
    for one in refused:
        hand_over_signed(clerk, one, pem)
    picture(clerk.page, "hai-nha-1-mat-tran-nap")
    clerk.click(clerk.page.get_by_text("Dựng và công bố", exact=True).first)
    clerk.press("Dựng và công bố")
    clerk.sees("Đã công bố.", within_ms=BUILD_MS)
    released = "DL-2026-Q1"
    assert {released, WAITS_ON} <= {*waiting_at(front)}
    kept = planted_of(front, WAITS_ON)
    planted = [*planted_of(front, released), *kept]
    assert len(planted) == n_found_at(front, planted) == 2 * N_PLANTED
    succeeds(province, "build")
    assert n_found_at(province, planted) == 0
    # the Front's folder is closed to the other user's own commands
    spy = replace(province, home=front.home, env={})
    code, said = spy.run("wave", "verify", cwd="/")
    assert code != 0, said
    with as_user(province), pytest.raises(PermissionError):
        os.listdir(front.home)
    clerk.page.goto(f"{front.url}/danh-gia-doc-lap")
    settle(clerk.page)
    picture(clerk.page, "hai-nha-2-mat-tran-doc")
    release_on_page(clerk, pem)
    await_that(clerk.page, lambda: released not in waiting_at(front), "the release")
    bundle = front.home / "1.bundle"
    call = ("wave", "bundle", "--out", str(bundle), "--sign", str(path))
    succeeds(front, *call, answer=f"{PASSPHRASE}\n")
    taken = carried(bundle, province)
    succeeds(province, "wave", "take", str(taken), "--public", public)
    succeeds(province, "build")
    reader = open_page(province, "banchidao", first["banchidao"])
    settle(reader)
    reader.goto(f"{province.url}/danh-gia-doc-lap")
    settle(reader)
    picture(reader, "hai-nha-3-ban-chi-dao")
    # what is released came with the bundle; of what waits nothing is there
    assert "khảo sát độc lập n =" in main_text(reader)
    assert n_found_at(province, planted_of(front, released)) == N_PLANTED
    assert n_found_at(province, kept) == 0


def to_be_signed(front: Office, files: Files) -> Files:
    """The files that the command line refuses without the Front's key."""
    _, said = front.run("ingest", "--json", *map(str, files))
    answers = json.loads(said[said.index("[") :])
    refused = {a["file_name"] for a in answers if "--sign" in str(a["reason"])}
    return [path for path in files if path.name in refused]


def succeeds(office: Office, *call: str, answer: str = "") -> None:
    code, said = office.run(*call, answer=answer)
    assert code == 0, said
