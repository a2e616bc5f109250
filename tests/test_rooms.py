"""The floor plan: no circles, arrows as drawn, small folders, short files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from tests.import_graph import PACKAGES, ROOT, circles, graph, modules, room_of

# Rooms of a package from the first the data meets to the last: a room imports those
# before it. Whatever a package keeps at its front is for all of its rooms.
ORDER = {
    "ingest": [
        "files",
        "values",
        "spec",
        "drafting",
        "mapping",
        "loading",
        "letters",
        "sampling_frames",
        "desk",
        "simulation",
    ],
    "warehouse": [
        "stores",
        "rules",
        "statistics",
        "raw",
        "people",
        "custody",
        "matters",
        "builds",
        "desk",
        "hiding",
        "queries",
        "process",
        "letters",
        "reviews",
        "notes",
        "waves",
        "digests",
        "upkeep",
        "nation",
        "doctor",
    ],
    "dashboard": ["server", "rows", "figures", "report", "waves", "views", "digest"],
}
# words are read and commands are given in every room
EVERYWHERE = {"words"}
LAST = "commands"
MOST_FILES = 20
MOST_LINES = 350
MOST_LINES_HALF_HAVE = 120


def test_no_circles_between_modules() -> None:
    """Types count: a class that two files need stands in a third."""
    assert circles(graph()) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_import_only_those_before_them(package: str) -> None:
    order = [*ORDER[package], LAST]
    breaks = []
    for name, others in graph().items():
        room = room_of(name).removeprefix(f"{package}/")
        for other in others:
            target = room_of(other).removeprefix(f"{package}/")
            if room_of(name) and room in order and target in order:
                is_own = room_of(other).startswith(package)
                if is_own and order.index(target) > order.index(room):
                    breaks.append(f"{name} → {other}")
    assert sorted(breaks) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_stands_in_the_plan(package: str) -> None:
    rooms = {
        path.parent.name
        for path in (ROOT / package).glob("*/*.py")
        if path.parent.name != "__pycache__"
    }
    assert rooms - EVERYWHERE - {LAST} == set(ORDER[package]) - EVERYWHERE


def test_statistics_know_no_other_room() -> None:
    """Their frames read rules of a day, and the least ballots that are ever shown."""
    frames_may = {"warehouse.rules.on_day", "warehouse.hiding_thresholds"}
    mine = "warehouse/statistics"
    breaks = [
        f"{name} → {other}"
        for name, others in graph().items()
        if room_of(name) == mine
        for other in others
        if room_of(other) != mine and not (".frames." in name and other in frames_may)
    ]
    assert breaks == []


def test_no_folder_is_a_heap() -> None:
    files = Counter(
        path.parent.relative_to(ROOT).as_posix()
        for top in (*PACKAGES, "tests")
        for path in (ROOT / top).rglob("*.py")
        if path.name != "__init__.py"
    )
    assert {folder: n for folder, n in files.items() if n > MOST_FILES} == {}


def test_modules_are_short() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in modules().values()
        if path.name != "__init__.py"
    }
    long = {_shown(path): n for path, n in lengths.items() if n > MOST_LINES}
    assert long == {}
    assert median(lengths.values()) <= MOST_LINES_HALF_HAVE


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
