"""The public summary: of a released wave, by the Front's key, checked by anyone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from typer.testing import CliRunner

import thanthien
from dashboard.waves.summary import wave_summary
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed
from tests.dashboard.small.waves import DAYS, EARLIER, WAVE
from tests.warehouse.custody.front_desk import (
    PASSPHRASE,
    key_file,
    released_by_front,
)
from warehouse import audit
from warehouse.custody.front_key import Signer, front_key, make_key, open_key
from warehouse.custody.releases import releases
from warehouse.custody.sealed_summary import read_summary, summary_faults
from warehouse.errors import AccountError, CustodyError
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

FRONT = PEOPLE["front"]


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Iterator[Settings]:
    """The later of two surveys is released, the earlier waits."""
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    [build] = (copy / "builds").glob("*.duckdb")
    with changed(build) as connection:
        for wave, (first, last) in DAYS.items():
            connection.execute(
                "insert into dim_waves values"
                f" ('{wave}', 'independent', 'front', 'paper', '{first}', '{last}',"
                " 500, 'hai_long_2024')"
            )
        connection.execute(
            f"delete from stat_independent_gaps where unit_key = '{key('91004')}'"
        )
    made = Settings(home=copy)
    released_by_front(made, WAVE)
    yield made
    st.cache_data.clear()


@pytest.fixture
def signer(settings: Settings) -> Signer:
    return open_key(key_file(settings), PASSPHRASE)


@pytest.fixture
def page(settings: Settings, signer: Signer) -> str:
    return wave_summary(settings, WAVE, by=FRONT, signer=signer).decode()


def test_it_says_what_all_may_read_and_no_more(page: str) -> None:
    text = page.replace("\u00a0", " ")
    assert "Tỉnh Hoa Sen: 86,9% hài lòng" in text
    assert "DỮ LIỆU MÔ PHỎNG" in text
    # the wave before it waits for its release: not even its name is there
    assert "74,4%" not in text
    assert "độc lập (3/2026)" not in text
    assert "Chưa có đợt nào cùng loại trước đó để so sánh." in text


def test_the_same_figures_are_the_same_bytes(
    settings: Settings, signer: Signer, page: str
) -> None:
    assert wave_summary(settings, WAVE, by=FRONT, signer=signer).decode() == page


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("86,9", "96,9", ["sha256", "signature"]),
        ("</h1>", "</h1><p>Rất tốt</p>", ["sha256", "signature"]),
        ("sha256 ", "sha256 0000", None),
        ("</p>\n</body>", " Rất tốt</p>\n</body>", None),
        ("</html>\n", "</html>\n<p>Rất tốt</p>\n", None),
    ],
)
def test_a_changed_letter_is_found(
    settings: Settings, page: str, old: str, new: str, places: list[str] | None
) -> None:
    registered = front_key(settings)
    assert registered is not None
    forged = page.replace(old, new).encode()
    assert forged != page.encode()
    if places is None:
        with pytest.raises(CustodyError):
            read_summary(forged, "f.html")
        return
    found = summary_faults(read_summary(forged, "f.html"), registered.public_key, None)
    assert [fault.place for fault in found] == places


def test_another_key_does_not_sign_it(
    settings: Settings, page: str, tmp_path: Path
) -> None:
    other = Settings(home=tmp_path / "other")
    path = tmp_path / "other.pem"
    make_key(other, path, PASSPHRASE, by=Identity("f", "F", "front"))
    stranger = open_key(path, PASSPHRASE)
    with pytest.raises(CustodyError, match="registered"):
        wave_summary(settings, WAVE, by=FRONT, signer=stranger)
    found = summary_faults(
        read_summary(page.encode(), "f.html"), stranger.public_key, None
    )
    assert [fault.place for fault in found] == ["key", "signature"]


def test_a_wave_that_waits_has_none(settings: Settings, signer: Signer) -> None:
    with pytest.raises(CustodyError, match="released wave"):
        wave_summary(settings, EARLIER, by=FRONT, signer=signer)


@pytest.mark.parametrize("role", ["committee", "leader", "steward"])
def test_nobody_else_makes_one(settings: Settings, signer: Signer, role: str) -> None:
    with pytest.raises(AccountError):
        wave_summary(settings, WAVE, by=PEOPLE[role], signer=signer)


def test_each_making_is_on_record(settings: Settings, page: str) -> None:
    notes = audit.read_records(settings, action="export", limit=None)
    assert [(n.subject, n.detail["wave"]) for n in notes] == [("summary", WAVE)]


def test_the_command_checks_it_here_and_without_a_home(
    settings: Settings, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, forged = tmp_path / "sound.html", tmp_path / "forged.html"
    sound.write_text(page, encoding="utf-8")
    forged.write_text(page.replace("86,9", "96,9"), encoding="utf-8")
    public = read_summary(page.encode(), "f").public_key

    def verify(home: Path, *more: str) -> tuple[int, str]:
        monkeypatch.setenv("THANTHIEN_HOME", str(home))
        result = CliRunner().invoke(thanthien.app, ["wave", "verify", *more])
        return result.exit_code, result.output

    here = ("--summary", str(sound))
    assert verify(settings.home, *here)[0] == 0
    assert verify(settings.home, "--summary", str(forged))[0] == 8
    away = tmp_path / "away"
    code, said = verify(away, *here)
    assert code == 0
    assert public in said.replace("\n", "")
    assert verify(away, *here, "--public", public)[0] == 0
    assert verify(away, *here, "--public", "0" * 64)[0] == 8
    code, said = verify(away, *here, "--json")
    assert json.loads(said[said.index("{") :])["faults"] == []


def test_a_later_release_here_is_told(settings: Settings, page: str) -> None:
    found = read_summary(page.encode(), "f.html")
    [release] = [one for one in releases(settings) if one.wave_code == WAVE]
    later = replace(release, edition=2, figures="0" * 64)
    [fault] = summary_faults(found, found.public_key, later)
    assert fault.place == "release"
