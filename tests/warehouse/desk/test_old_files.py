"""A file nobody loads, and the card of one long loaded, do not lie there for ever."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.warehouse.desk.waiting import handed_over_at
from thanthien import app
from warehouse import audit
from warehouse.desk.desks import CLERKS, desk_of
from warehouse.desk.inbox import (
    LOADED,
    Card,
    card_of,
    path_of,
    put_away,
    receive,
)
from warehouse.desk.old_files import (
    CARD_DAYS,
    WAITING_DAYS,
    Waiting,
    days_left,
    waiting_files,
)
from warehouse.desk.schedule import refused_dir
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.upkeep.retention import DAY, apply_retention

CONTENT = b"a,b\n1,2\n"


@pytest.mark.parametrize("desk", [CLERKS, FRONT])
def test_a_file_that_waits_too_long_is_put_away(settings: Settings, desk: str) -> None:
    there, card = _received(settings, desk)
    assert _after(settings, card, WAITING_DAYS) == 0
    assert path_of(there, card.sha256).exists()
    assert _after(settings, card, WAITING_DAYS + 1, is_trial=True) == 1
    assert path_of(there, card.sha256).exists()
    assert _after(settings, card, WAITING_DAYS + 1) == 1
    assert not path_of(there, card.sha256).exists()
    left = card_of(there, card.sha256)
    assert left is not None
    assert left.status == "left"
    assert [one.actor for one in audit.read_records(settings, action="file_left")]


@pytest.mark.parametrize("desk", [CLERKS, FRONT])
def test_the_card_of_a_loaded_file_goes_with_its_source(
    settings: Settings, desk: str
) -> None:
    there, card = _received(settings, desk)
    put_away(there, card, LOADED, by="chi")
    assert _after(settings, card, CARD_DAYS) == 0
    assert _after(settings, card, CARD_DAYS + 1, is_trial=True) == 1
    assert card_of(there, card.sha256) is not None
    assert _after(settings, card, CARD_DAYS + 1) == 1
    assert card_of(there, card.sha256) is None


def test_a_card_that_cannot_be_read_stops_nothing(settings: Settings) -> None:
    there, card = _received(settings, CLERKS)
    (there.home / "inbox" / f"{'0' * 64}.json").write_text("{", encoding="utf-8")
    assert _after(settings, card, WAITING_DAYS + 1) == 1


def test_a_file_handed_over_again_waits_anew(settings: Settings) -> None:
    there, card = _received(settings, CLERKS)
    ago = datetime.fromisoformat(card.received_at) - timedelta(days=80)
    old = handed_over_at(there, card, ago)
    receive(there, "a.csv", io.BytesIO(CONTENT), by="chi")
    assert _after(settings, old, WAITING_DAYS + 1) == 0
    assert _after(settings, card, WAITING_DAYS + 1) == 1


def test_a_card_stays_as_long_as_its_source(settings: Settings) -> None:
    there, card = _received(settings, CLERKS)
    put_away(there, card, LOADED, by="chi")
    source = settings.home / "sources" / f"{card.sha256}.age"
    source.parent.mkdir()
    source.write_bytes(b"kept")
    late = datetime.now().timestamp() + 20 * DAY  # loaded later than handed over
    os.utime(source, (late, late))
    assert _after(settings, card, CARD_DAYS + 1) == 0
    assert _after(settings, card, CARD_DAYS + 21) == 1


def test_bytes_that_were_left_behind_go_with_their_card(settings: Settings) -> None:
    there, card = _received(settings, CLERKS)
    put_away(there, card, LOADED, by="chi")
    path_of(there, card.sha256).write_bytes(CONTENT)
    assert _after(settings, card, CARD_DAYS + 1) == 1
    assert not path_of(there, card.sha256).exists()


def test_what_the_folder_refused_does_not_lie_there_for_ever(
    settings: Settings,
) -> None:
    there, card = _received(settings, CLERKS)
    put_away(there, card, LOADED, by="chi")
    refused_dir(there).mkdir(parents=True)
    aside = refused_dir(there) / "1_a.csv"
    aside.write_bytes(CONTENT)
    assert _after(settings, card, WAITING_DAYS - 1) == 0
    assert _after(settings, card, WAITING_DAYS + 1, is_trial=True) == 1
    assert aside.exists()
    assert _after(settings, card, WAITING_DAYS + 1) == 1
    assert not aside.exists()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _received(settings: Settings, desk: str) -> tuple[Settings, Card]:
    settings.home.mkdir(mode=0o700)
    there = desk_of(settings, desk)
    return there, receive(there, "a.csv", io.BytesIO(CONTENT), by="chi")[0]


def _after(settings: Settings, card: Card, days: int, *, is_trial: bool = False) -> int:
    now = int(datetime.fromisoformat(card.received_at).timestamp()) + days * DAY
    found = apply_retention(settings, actor="t", now=now, is_trial=is_trial)
    return sum(one.n_rows for one in found if one.what == "inbox")


@pytest.mark.parametrize("desk", [CLERKS, FRONT])
def test_who_looks_hears_how_long_a_file_waits_still(
    settings: Settings, desk: str
) -> None:
    there, card = _received(settings, desk)
    received = datetime.fromtimestamp(path_of(there, card.sha256).stat().st_mtime, UTC)

    def left(days: float) -> tuple[int | None, Waiting]:
        now = received + timedelta(days=days)
        return days_left(there, card, now), waiting_files(there, now)

    assert left(0.1) == (90, Waiting(1, 0, 90))
    assert left(60.5) == (30, Waiting(1, 0, 30))
    assert left(61.5) == (29, Waiting(1, 1, 29))
    assert left(200) == (0, Waiting(1, 1, 0))
    other = desk_of(settings, FRONT if desk == CLERKS else CLERKS)
    assert waiting_files(other, received) == Waiting()
    loaded = put_away(there, card, LOADED, by="chi")
    assert days_left(there, loaded, received) is None
    assert waiting_files(there, received) == Waiting()


def test_status_speaks_of_the_clerks_files_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.home.mkdir(mode=0o700)
    for desk in (CLERKS, FRONT):
        there = desk_of(settings, desk)
        card, _ = receive(there, "s.csv", io.BytesIO(CONTENT), by="chi")
        handed_over_at(there, card, datetime.now(UTC) - timedelta(days=80))
    monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
    said = CliRunner().invoke(app, ["status"]).output
    assert "Tệp đã giao, chưa nạp: 1\n" in said
    assert "còn 10 ngày" in said.replace("\n", " ")
    facts = json.loads(CliRunner().invoke(app, ["status", "--json"]).output)
    assert facts["waiting"] == {"n_files": 1, "n_soon": 1, "first_days": 10}
