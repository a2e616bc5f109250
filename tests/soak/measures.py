"""What a day left: how long each act took, what lies on the disk, what was wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

STORES = (
    "raw.duckdb",
    "state.sqlite",
    "audit.sqlite",
    "audit.anchors",
    "builds",
    "sources",
    "inbox",
    "desk",
    "dbt",
)
REST, BACKUPS = "all else", "backups"


@dataclass
class Day:
    """One day.

    Attributes:
        number: 0 is the first.
        clock: How it was off, if it was.
        cpu: Act → processor seconds of each time it was done.
        wall: Act → seconds of each time.
        pages: Page → processor seconds, and seconds until it was whole.
        killed: Acts that were killed.
        mib: Memory of the server.
        n_bytes: Store → bytes.
        n_files: Store → files.
        n_rows: Dossiers in raw.
        told: What the doctor said, where it was asked.
        wrong: What must not be.
    """

    number: int
    clock: str = ""
    cpu: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)
    pages: dict[str, tuple[float, float]] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    mib: float = 0
    n_bytes: dict[str, int] = field(default_factory=dict)
    n_files: dict[str, int] = field(default_factory=dict)
    n_rows: int = 0
    told: list[str] | None = None
    wrong: list[str] = field(default_factory=list)

    def look_at_disk(self, root: Path) -> None:
        """Measures every store of the home, and the backups."""
        home = root / "home"
        for name in STORES:
            self._measure(name, home / name)
        others = [p for p in home.iterdir() if p.name not in STORES]
        self.n_bytes[REST] = sum(size for path in others for size in _sizes(path))
        self.n_files[REST] = sum(1 for path in others for _ in _sizes(path))
        self._measure(BACKUPS, root / "backups")

    def _measure(self, name: str, path: Path) -> None:
        sizes = list(_sizes(path))
        self.n_bytes[name], self.n_files[name] = sum(sizes), len(sizes)

    def keep(self, results: Path) -> None:
        """Adds it to the file of results."""
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(self), ensure_ascii=False) + "\n")


def days_in(results: Path) -> list[Day]:
    """The days that were lived so far."""
    if not results.exists():
        return []
    lines = results.read_text("utf-8").splitlines()
    return [Day(**json.loads(line)) for line in lines]


def _sizes(path: Path) -> Iterator[int]:
    if path.is_file():
        yield path.stat().st_size
    elif path.is_dir():
        yield from (p.stat().st_size for p in path.rglob("*") if p.is_file())
