"""Checks everything a home holds; changes nothing."""

from __future__ import annotations

from warehouse.doctor.check_builds import check_builds
from warehouse.doctor.check_clock import check_clock
from warehouse.doctor.check_disk import check_disk, check_rights
from warehouse.doctor.check_leftovers import check_leftovers
from warehouse.doctor.check_places import check_places
from warehouse.doctor.check_raw import check_raw
from warehouse.doctor.check_records import check_records, check_secret
from warehouse.doctor.finding import Finding
from warehouse.settings import Settings


def examine(settings: Settings) -> list[Finding]:
    """Everything that is wrong with a home, or worth knowing."""
    home = settings.home
    if not home.is_dir():
        found = "missing" if not home.exists() else "file"
        return [Finding("disk", str(home), found)] if found == "file" else []
    if misplaced := list(check_places(settings)):
        return misplaced  # the rest cannot be checked while it stands in the way
    return [
        *check_disk(settings),
        *check_secret(settings),
        *check_rights(settings),
        *check_leftovers(settings),
        *check_raw(settings),
        *check_builds(settings),
        *check_records(settings),
        *check_clock(settings),
    ]
