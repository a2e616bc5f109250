"""Runs of pages come in turns, and one that lasts stands in nobody's way."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard.server.turns import Turns

PATIENCE_SECONDS = 20.0


class _Run:
    """A run in a thread of its own, which stays inside until it is let go."""

    def __init__(self, turns: Turns) -> None:
        self.is_inside = threading.Event()
        self.may_end = threading.Event()
        self.came_at = time.monotonic()
        self.inside_at = 0.0
        self._turns = turns
        self._thread = threading.Thread(target=self._stay, daemon=True)
        self._thread.start()

    def _stay(self) -> None:
        with self._turns.turn():
            self.inside_at = time.monotonic()
            self.is_inside.set()
            self.may_end.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        self.may_end.set()
        self._thread.join(PATIENCE_SECONDS)


def _come(turns: Turns, n: int) -> list[_Run]:
    """Runs that come one after the other: each stands in the queue before the next."""
    runs: list[_Run] = []
    until = time.monotonic() + PATIENCE_SECONDS
    for _ in range(n):
        runs.append(_Run(turns))
        while len(turns._began) + len(turns._waiting) < len(runs):
            assert time.monotonic() < until
            time.sleep(0.001)
    return runs


def test_runs_go_in_as_they_came() -> None:
    turns = Turns(at_once=2, long_seconds=60)
    runs = _come(turns, 5)
    assert all(run.is_inside.wait(PATIENCE_SECONDS) for run in runs[:2])
    assert not any(run.is_inside.is_set() for run in runs[2:])
    for nth, run in enumerate(runs):
        assert run.is_inside.wait(PATIENCE_SECONDS)
        run.end()
        for follower in runs[nth + 3 :]:
            assert not follower.is_inside.is_set()


def test_a_run_that_lasts_lets_the_next_go_in() -> None:
    long_seconds = 0.2
    turns = Turns(at_once=1, long_seconds=long_seconds)
    slow, quick = _come(turns, 2)
    assert quick.is_inside.wait(PATIENCE_SECONDS)
    assert quick.inside_at - slow.came_at >= long_seconds
    assert slow.is_inside.is_set()
    assert not slow.may_end.is_set()
    quick.end()
    slow.end()


def test_a_run_that_breaks_gives_its_turn_back() -> None:
    turns = Turns(at_once=1, long_seconds=60)
    with pytest.raises(ZeroDivisionError), turns.turn():
        _ = 1 / 0
    (next_one,) = _come(turns, 1)
    assert next_one.is_inside.wait(PATIENCE_SECONDS)
    next_one.end()
