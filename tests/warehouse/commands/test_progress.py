"""How far a command is: said to a person, never to a pipe."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from warehouse.builds.progress_events import telling
from warehouse.commands import progress


def _console(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool) -> io.StringIO:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=is_terminal, width=120)
    monkeypatch.setattr(progress, "errors", console)
    return stream


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_person_sees_how_many_of_all_and_a_pipe_nothing(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    stream = _console(monkeypatch, is_terminal=is_terminal)
    with progress.shown("Đang dựng", counted="nodes") as take:
        for n in range(1, 5):
            take(n, 4)
    text = stream.getvalue()
    assert ("Đang dựng" in text) == is_terminal
    assert ("4/4" in text) == is_terminal
    if not is_terminal:
        assert text == ""


def _event(name: str, **data: int) -> SimpleNamespace:
    return SimpleNamespace(
        info=SimpleNamespace(name=name), data=SimpleNamespace(**data)
    )


def test_each_run_of_dbt_counts_its_own_models_and_tests() -> None:
    seen: list[tuple[int, int]] = []
    take = telling(lambda n_done, n_all: seen.append((n_done, n_all)))
    for event in (
        _event("ConcurrencyLine", node_count=2),
        _event("NodeFinished"),
        _event("LogLine"),
        _event("NodeFinished"),
        _event("NodeFinished"),
        _event("ConcurrencyLine", node_count=1),
        _event("NodeFinished"),
    ):
        take(event)
    assert seen == [(1, 2), (2, 2), (2, 2), (1, 1)]
