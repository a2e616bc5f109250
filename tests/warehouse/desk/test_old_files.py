"""A file nobody loads, and the card of one long loaded, do not lie there for ever."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.desk.desks import CLERKS, desk_of
from warehouse.desk.inbox import LOADED, Card, card_of, path_of, put_away, receive
from warehouse.desk.old_files import CARD_DAYS, WAITING_DAYS
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.upkeep.retention import DAY, apply_retention


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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _received(settings: Settings, desk: str) -> tuple[Settings, Card]:
    settings.home.mkdir(mode=0o700)
    there = desk_of(settings, desk)
    return there, receive(there, "a.csv", io.BytesIO(b"a,b\n1,2\n"), by="chi")[0]


def _after(settings: Settings, card: Card, days: int, *, is_trial: bool = False) -> int:
    now = int(datetime.fromisoformat(card.received_at).timestamp()) + days * DAY
    found = apply_retention(settings, actor="t", now=now, is_trial=is_trial)
    return sum(one.n_rows for one in found if one.what == "inbox")
