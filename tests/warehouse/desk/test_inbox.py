"""Files handed over: under their content hash, never under a name somebody sent."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.desk import inbox
from warehouse.desk.inbox import LEFT, cards, path_of, plain_name, put_away, receive
from warehouse.errors import ThanThienError
from warehouse.safe_text import name_of
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def hand_over(settings: Settings, name: str, text: str = "a,b\n1,2\n") -> bool:
    """Hands a file over; whether the same was there before."""
    _, is_again = receive(settings, name, io.BytesIO(text.encode()), by="chi")
    return is_again


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/abs/hồ sơ.xlsx", "hồ sơ.xlsx"),
        ("a\x00b\n\u202ec.csv", "abc.csv"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".xlsx", "x" * 120 + ".xlsx"),
    ],
)
def test_a_name_is_text_without_a_path(
    settings: Settings, sent: str, kept: str
) -> None:
    assert plain_name(sent) == kept
    hand_over(settings, sent)
    [card] = cards(settings)
    assert card.name == kept
    assert name_of(path_of(settings, card.sha256)) == kept
    names = {path.name for path in settings.home.rglob("*") if path.is_file()}
    own = {"audit.sqlite", "audit.seal.json", "secret.key"}
    assert {n for n in names if card.sha256 not in n} == own


def test_the_same_content_again_is_known_whatever_its_name(settings: Settings) -> None:
    assert not hand_over(settings, "mot.csv")
    assert hand_over(settings, "hai.csv")
    [card] = cards(settings)
    assert (card.name, card.received_by, card.status) == ("mot.csv", "chi", "waiting")
    put_away(settings, card, LEFT, by="chi")
    assert not path_of(settings, card.sha256).exists()
    assert not hand_over(settings, "hai.csv")


def test_it_is_in_the_record(settings: Settings) -> None:
    hand_over(settings, "../mot.csv")
    [record] = audit.read_records(settings)
    assert (record.actor, record.action) == ("chi", "file_received")
    assert record.detail == {"file": "mot.csv", "size_bytes": "8"}


def test_a_large_or_empty_file_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MOST_BYTES", inbox.MEGABYTE)
    with pytest.raises(ThanThienError, match="at most 1 MB"):
        hand_over(settings, "to.csv", "x" * inbox.MEGABYTE + "x")
    with pytest.raises(ThanThienError, match="not empty"):
        hand_over(settings, "rong.csv", "")
    assert list((settings.home / "inbox").iterdir()) == []


def test_a_file_is_its_owners_alone(settings: Settings) -> None:
    hand_over(settings, "mot.csv")
    [card] = cards(settings)
    path = path_of(settings, card.sha256)
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["name"] == "mot.csv"
    with pytest.raises(ThanThienError, match="content hash"):
        path_of(settings, "../state.sqlite")
