"""The log of a build holds what was said and nothing else, by however many threads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from warehouse.builds.build_log import build_log
from warehouse.builds.progress_events import telling

THREADS, EACH = 4, 4_000


@pytest.fixture(autouse=True)
def _threads_change_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def event(thread: int, nth: int) -> Any:
    moment = SimpleNamespace(ToJsonString=lambda: "2026-11-30T18:51:08Z")
    words = f"OK created {nth} " + "." * (nth % 180)
    info = {"ts": moment, "level": "info", "thread": f"t{thread}", "msg": words}
    return SimpleNamespace(
        info=SimpleNamespace(name="NodeFinished", **info), data=SimpleNamespace()
    )


def say(take: Callable[[Any], None], thread: int) -> None:
    for nth in range(EACH):
        take(event(thread, nth))


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "dbt.log"
    with build_log(path) as take, ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda thread: say(take, thread), range(THREADS)))
    content = path.read_bytes()
    assert content.isascii()
    assert b"\0" not in content
    found = sorted(line.split(" OK ")[0] for line in content.decode().splitlines())
    wanted = [f"2026-11-30T18:51:08Z info t{n}" for n in range(THREADS)]
    assert found == sorted(wanted * EACH)


def test_each_model_is_counted_once() -> None:
    told: list[tuple[int, int]] = []

    def progress(n_done: int, n_all: int) -> None:
        told.append((n_done, n_all))

    take = telling(progress)
    all_of_them = SimpleNamespace(node_count=THREADS * EACH)
    begin = SimpleNamespace(name="ConcurrencyLine")
    take(SimpleNamespace(info=begin, data=all_of_them))
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda thread: say(take, thread), range(THREADS)))
    assert told == [(n + 1, THREADS * EACH) for n in range(THREADS * EACH)]
