"""Looks for folders where files belong, and files where folders belong."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.doctor.finding import Finding
from warehouse.settings import Settings
from warehouse.stores.keys import key_path

_FOLDERS: tuple[str, ...] = ("builds", "sources", "sources/specs", "specs", "rules")
_FOLDERS += ("inbox", "desk", "dbt", "front", "front/inbox", "front/desk")
_FOLDERS += ("drop", "front/drop")
_FILES = (
    "*.duckdb",
    "*.duckdb.wal",
    "*.sqlite",
    "*.json",
    "*.key",
    "*.anchors",
    "*.lock",
    "builds/*.duckdb",
    "builds/*.json",
    "builds/*.lock",
    "sources/*.age",
    "sources/*.json",
    "sources/specs/*.yml",
    "specs/*.yml",
    "rules/*.csv",
    "desk/*.json",
    "front/desk/*.json",
)


def look_at_places(settings: Settings) -> Iterator[Finding]:
    """Whatever is of the wrong sort: nothing can be read or written there."""
    home = settings.home
    for name in _FOLDERS:
        if (home / name).exists() and not (home / name).is_dir():
            yield Finding("misplaced", str(home / name))
    found = [path for pattern in _FILES for path in sorted(home.glob(pattern))]
    for path in dict.fromkeys([*found, key_path(settings)]):
        if path.is_dir():
            yield Finding("misplaced", str(path))
