"""What is done by the clock: files laid into a folder are taken in, new ones built.

A timer of the system asks every few minutes (`thanthien scheduled`); what it did last
stands in a file of the desk, so that the page says when it ran and what came of it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from warehouse.chain import VIETNAM
from warehouse.desk.desks import DROP
from warehouse.desk.jobs import jobs_dir
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder, write_private

TIMER, FOLDER = "timer", "folder"
"""Who asks, and who hands over, where no account does."""
SILENT_AFTER = timedelta(hours=1)
"""A timer that has not asked for so long does not run."""
MOST_REFUSED = 20


@dataclass(frozen=True)
class Schedule:
    """What the timer did.

    Attributes:
        ran_at: When it last asked, UTC, ISO 8601; empty before the first time.
        taken: Names of the files it took in when it last found any.
        taken_at: When that was.
        refused: Files it could not take in, latest first: `name`, `vi`, `en`.
        built_on: Day in Vietnam whose build it began last, ISO 8601.
        build_job: The job of that build; empty where there was nothing new to build.
    """

    ran_at: str = ""
    taken: Sequence[str] = ()
    taken_at: str = ""
    refused: Sequence[Mapping[str, str]] = ()
    built_on: str = ""
    build_job: str = ""

    def is_silent(self, now: datetime) -> bool:
        """Whether the timer has stopped asking, or never did."""
        if not self.ran_at:
            return True
        return now - datetime.fromisoformat(self.ran_at) > SILENT_AFTER


def drop_dir(settings: Settings) -> Path:
    """The folder a mail program or a scanner lays files into."""
    return settings.desk_home / DROP


def refused_dir(settings: Settings) -> Path:
    """Where those lie that could not be taken in."""
    return drop_dir(settings) / "refused"


def read_schedule(settings: Settings) -> Schedule:
    """What the timer did; nothing where its file is not there or not whole."""
    with suppress(FileNotFoundError, ValueError, TypeError):
        facts = json.loads(_path(settings).read_text(encoding="utf-8"))
        known = {f.name: facts[f.name] for f in fields(Schedule) if f.name in facts}
        return Schedule(**known)
    return Schedule()


def write_schedule(settings: Settings, schedule: Schedule) -> None:
    """Writes what the timer did, in one step."""
    path = _path(settings)
    make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    write_private(draft, json.dumps(asdict(schedule), ensure_ascii=False) + "\n")
    os.replace(draft, path)


def build_day(settings: Settings, now: datetime) -> date:
    """The day in Vietnam whose time of the build has come last."""
    there = now.astimezone(VIETNAM)
    has_come = there.time() >= time.fromisoformat(settings.build_at)
    return there.date() if has_come else there.date() - timedelta(days=1)


def is_due(settings: Settings, schedule: Schedule, now: datetime) -> bool:
    """Whether the build of a day is to begin: its time has come, and it has not.

    Between a time shortly before midnight and midnight the timer may never ask: that
    day's build is due after it. Before the first one nothing was missed.
    """
    if not settings.build_at:
        return False
    day = build_day(settings, now)
    if not schedule.built_on:
        return day == now.astimezone(VIETNAM).date()
    return schedule.built_on != day.isoformat()


def next_build(
    settings: Settings, schedule: Schedule, now: datetime
) -> datetime | None:
    """When the next build by the clock begins; None where none is wanted."""
    if not settings.build_at:
        return None
    there = now.astimezone(VIETNAM)
    at = datetime.combine(
        there.date(), time.fromisoformat(settings.build_at), tzinfo=VIETNAM
    )
    is_done = schedule.built_on == there.date().isoformat()
    return (at + timedelta(days=1) if is_done else at).astimezone(UTC)


def _path(settings: Settings) -> Path:
    return jobs_dir(settings) / "schedule" / "timer.json"
