"""Two clerks at once: who comes second waits, and hears what became of the file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from ingest.desk import load_card
from ingest.desk.acts import ACTS
from ingest.desk.in_turn import in_turn
from ingest.desk.run import run_job
from ingest.loading.ledger import ingest_lock
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.test_understand import UNITS
from warehouse.desk.jobs import new_job, read_job
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


@pytest.mark.parametrize("name", ["understand", "propose", "try"])
def test_looking_waits_with_a_word(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    job = new_job(settings, name, by="chi")
    calls = [0]

    def busy_at_first(*_: Any) -> dict[str, Any]:
        calls[0] += 1
        if calls[0] == 1:
            raise BusyError("raw.duckdb", "", "one process writes at a time", "retry")
        return {"waited_at": read_job(settings, job.job_id).step}

    monkeypatch.setitem(ACTS, name, busy_at_first)
    done = run_job(settings, job.job_id)
    assert (done.state, done.answer) == ("done", {"waited_at": "wait"})


def test_a_build_does_not_wait_for_another(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> dict[str, Any]:
        raise BusyError("build.lock", "", "one build at a time", "retry")

    monkeypatch.setitem(ACTS, "build", busy)
    job = new_job(settings, "build", by="chi")
    assert run_job(settings, job.job_id).state == "refused"
