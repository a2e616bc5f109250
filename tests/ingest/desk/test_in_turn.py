"""Two clerks at once: who comes second waits, and hears what became of the file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from ingest.desk import load_card
from ingest.desk.in_turn import in_turn
from ingest.loading.ledger import ingest_lock
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.test_understand import UNITS
from warehouse.errors import BusyError
from warehouse.settings import Settings


def test_a_load_waits_for_another(settings: Settings, act: Act) -> None:
    card = hand_over(settings, "u.csv", UNITS)
    held, may_end = Event(), Event()

    def another() -> None:
        with ingest_lock(settings):
            held.set()
            assert may_end.wait(60)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(another)
        assert held.wait(60)
        second = pool.submit(act, "load", card)
        may_end.set()
        assert second.result(60)["n_loaded"] == 2
        first.result(60)


def test_a_loaded_file_is_not_called_refused(
    settings: Settings, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another load begins between the load and its account."""
    really, calls = load_card.loaded_facts, [0]

    def busy_at_first(*given: Any) -> dict[str, Any]:
        calls[0] += 1
        if calls[0] == 1:
            raise BusyError("raw.duckdb", "", "one process writes at a time", "retry")
        return really(*given)

    monkeypatch.setattr(load_card, "loaded_facts", busy_at_first)
    assert act("load", hand_over(settings, "u.csv", UNITS))["status"] == "loaded"


def test_it_does_not_wait_for_ever() -> None:
    def busy() -> None:
        raise BusyError("ingest.lock", "", "one load at a time", "retry")

    with pytest.raises(BusyError):
        in_turn(busy, patience_seconds=0)
