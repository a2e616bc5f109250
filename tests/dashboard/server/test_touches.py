"""Sessions are noted as used for many at once; a failed note costs nobody a page."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from dashboard.server import touches as module
from dashboard.server.touches import Touches
from warehouse.errors import DiskError
from warehouse.people import sessions
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = Settings(home=tmp_path)
    add_account(home, Identity("anna", "Anna", "committee", None), actor="t")
    return home


def _used_at(settings: Settings, long_ago: int) -> list[int]:
    return sorted(
        row.last_used_at - long_ago for row in sessions.list_sessions(settings)
    )


def test_many_sessions_are_written_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(module, "WRITE_EVERY_SECONDS", 3600.0)

    def touch(home: Settings, *sids: str) -> None:
        written.append(len(sids))
        sessions.touch(home, *sids)

    monkeypatch.setattr(module, "touch", touch)
    long_ago = int(time.time()) - sessions.IDLE_SECONDS // 2
    sids = [sessions.open_session(settings, "anna", "", now=long_ago) for _ in "abc"]
    noted = Touches(settings)
    for sid in (*sids[:2], *sids[:2]):
        noted.note(sid)
    assert written == []
    noted.write()
    assert written == [2]
    first, *others = _used_at(settings, long_ago)
    assert first == 0
    assert min(others) >= sessions.IDLE_SECONDS // 2
    noted.write()
    assert written == [2]


def test_a_write_that_could_not_be_planned_is_planned_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[float] = []

    class Timer:
        daemon = False

        def __init__(self, seconds: float, _: object) -> None:
            self._seconds = seconds

        def start(self) -> None:
            started.append(self._seconds)
            if len(started) == 1:
                raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading, "Timer", Timer)
    noted = Touches(settings)
    with pytest.raises(RuntimeError):
        noted.note("a")
    noted.note("b")
    noted.note("c")
    assert len(started) == 2


def test_what_could_not_be_written_is_written_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITE_EVERY_SECONDS", 3600.0)
    long_ago = int(time.time()) - sessions.IDLE_SECONDS // 2
    sid = sessions.open_session(settings, "anna", "", now=long_ago)
    noted = Touches(settings)
    noted.note(sid)

    def full(*_: object) -> None:
        raise DiskError("state.sqlite", "full", "the disk must have room", "free some")

    with monkeypatch.context() as patch:
        patch.setattr(module, "touch", full)
        noted.write()
    assert _used_at(settings, long_ago) == [0]
    noted.write()
    assert _used_at(settings, long_ago) != [0]
