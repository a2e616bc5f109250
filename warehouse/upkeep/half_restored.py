"""The mark of a restore under way: a home that has it is no home to work in."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import DamagedError
from warehouse.settings import Settings


def mark_path(settings: Settings) -> Path:
    """The file that says a restore is under way or was cut short."""
    return settings.home / "restoring.json"


def refuse_if_half_restored(settings: Settings) -> None:
    """Refuses to work on a home whose restore was cut short.

    Raises:
        DamagedError: The home holds a part of a backup.
    """
    if mark_path(settings).exists():
        rule = "a restore that was cut short must be run again"
        raise DamagedError("home", str(settings.home), rule, "thanthien restore")
