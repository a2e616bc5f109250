"""What must be true when the year is over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from benchmarks.incremental import unequal
from ingest.loading.rebuild import rebuild_raw
from tests.kills.content import content, differing, open_accounts
from tests.soak.base import Base
from tests.soak.stand_in import build_really
from warehouse import audit
from warehouse.builds.published import published_build
from warehouse.doctor.check_home import examine
from warehouse.notes.record import read_notes
from warehouse.reviews.record import read_reviews
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.backup_manifest import backups_in
from warehouse.upkeep.restore import restore


def wrong_in_the_end(base: Base) -> list[str]:
    """Everything that does not hold; empty where all does."""
    settings = base.settings
    wrong = [f"account open: {text}" for text in open_accounts(settings.home)]
    check = audit.verify(settings)
    if not check.is_intact:
        wrong.append(f"audit record: {check.first_bad_seq} {check.problem}")
    for name, record in (
        ("reviews", read_reviews(settings)),
        ("notes", read_notes(settings)),
    ):
        if record.problem or record.foreign:
            wrong.append(f"{name}: {record.problem} {record.foreign}")
    told = [one for one in examine(settings) if one.code != "disk_short"]
    wrong += [f"the doctor: {one.code} {one.place}" for one in told]
    if base.is_real:
        wrong += [*_as_built_at_once(base), *_as_from_sources(base)]
    return wrong + _as_restored(base)


def _as_built_at_once(base: Base) -> list[str]:
    """The last daily build holds what a full build of all files holds."""
    build_really(base.settings, base.root)
    daily = base.root / "daily.duckdb"
    daily.unlink(missing_ok=True)
    shutil.copyfile(published_build(base.settings).path, daily)
    full = build_really(base.settings, base.root, full=True)
    assert full.path is not None
    return [
        f"daily and full builds differ: {name}" for name in unequal(daily, full.path)
    ]


def _as_from_sources(base: Base) -> list[str]:
    """Raw made anew from the kept source files is the raw that was there."""
    settings = base.settings
    there = base.root / "rebuilt"
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(settings.home, there, symlinks=True)
    copied = replace(settings, home=there)
    before = _of_raw(there)
    if not rebuild_raw(copied):
        return ["raw could not be made anew from its sources"]
    found = differing(before, _of_raw(there))
    shutil.rmtree(there)
    return [f"raw from sources: {name}" for name in found]


def _of_raw(home: Path) -> dict[str, str]:
    return {k: v for k, v in content(home).items() if k.startswith("raw.")}


def _as_restored(base: Base) -> list[str]:
    """A backup, put back into an empty home, holds what the home holds."""
    settings = base.settings
    made = back_up(settings, base.root / "backups")
    [(newest, _), *_] = backups_in(base.root / "backups")
    assert newest == made.folder
    there = base.root / "restored"
    shutil.rmtree(there, ignore_errors=True)
    restore(replace(settings, home=there), newest)
    found = differing(content(settings.home), content(there))
    shutil.rmtree(there)
    return [f"restored: {name}" for name in found if name != "audit"]
