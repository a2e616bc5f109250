"""Checks for folders where files belong, and files where folders belong."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.desk.desks import DROP, INBOX, JOBS, folders_of_desks
from warehouse.doctor.finding import Finding
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.keys import key_path

_FOLDERS = (
    *("builds", "sources", "sources/specs", "specs", "rules", "dbt", FRONT),
    *(path for part in (INBOX, JOBS, DROP) for path in folders_of_desks(part)),
)
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
    *(f"{folder}/*.json" for folder in folders_of_desks(JOBS)),
)


def check_places(settings: Settings) -> Iterator[Finding]:
    """Whatever is of the wrong sort: nothing can be read or written there."""
    home = settings.home
    for name in _FOLDERS:
        if (home / name).exists() and not (home / name).is_dir():
            yield Finding("misplaced", str(home / name))
    found = [path for pattern in _FILES for path in sorted(home.glob(pattern))]
    for path in dict.fromkeys([*found, key_path(settings)]):
        if path.is_dir():
            yield Finding("misplaced", str(path))
