"""Lives the days of a year, one after another."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path

from tests.faults.child import Said, ended, start
from tests.kills.content import open_accounts
from tests.set_clock import real_time
from tests.soak.acts import (
    command,
    hand_in,
    load_signed,
    note,
    release_waves,
    review,
)
from tests.soak.base import Base
from tests.soak.clock import Clock
from tests.soak.deliveries import FIRST_DAY
from tests.soak.look import rows_read, tell
from tests.soak.measures import Day
from tests.soak.served import Server
from tests.soak.stand_in import KEPT, build_really, stand_in
from warehouse.errors import ThanThienError
from warehouse.people.sessions import open_session

PATIENCE_SECONDS, KILLED = 900, -9
CRASH_ON = (1, 4)
"""Days of the week with a crash."""
KILLABLE = ("hand in", "build", "backup", "review", "audit")
QUARTERS = (63, 154, 245, 336)
"""Days on which waves are released."""
WRONG_CLOCKS = {20: 200, 40: -1, 80: -365, 118: -1, 160: 1, 200: -30, 250: -1}
"""Day → by how many days the clock of that day is off."""
TWICE = 120
"""A day that comes twice, to the second."""


@dataclass(frozen=True)
class Plan:
    """How a year is lived.

    Attributes:
        real_every: dbt builds on every how manieth day; 0: never.
        n_pages: Pages opened a day; 0: no server is started.
    """

    real_every: int = 7
    n_pages: int = 2


class Year:
    """The days of a home.

    Args:
        base: The home and what comes.
        plan: How it is lived.
        scratch: Folder for what children say.
    """

    def __init__(self, base: Base, plan: Plan, scratch: Path) -> None:
        self._base, self._plan, self._scratch = base, plan, scratch
        scratch.mkdir(parents=True, exist_ok=True)
        self._clock = Clock(base.root / "clock")
        self._clock.follow()
        log = base.root / "server.log"
        self._server = (
            Server(base.settings.home, base.root / "clock", log)
            if plan.n_pages
            else None
        )
        self._usual: dict[str, float] = {}
        self._rows = ""

    def close(self) -> None:
        """Ends the server."""
        if self._server is not None:
            self._server.close()

    def day(self, number: int) -> Day:
        """Lives a day; returns what it left."""
        today = Day(number)
        off = WRONG_CLOCKS.get(number, 0)
        today.clock = f"{off:+d} days" if off else ""
        if number == TWICE:
            off, today.clock = -1, "the day before once more"
        day = FIRST_DAY + timedelta(days=number)
        at = datetime.combine(day, time_of_day(1), UTC) + timedelta(days=off)
        began = real_time()
        self._clock.set(at)
        chance = random.Random(number)
        crashes = chance.choice(KILLABLE) if number % 7 in CRASH_ON else ""
        self._deliver(today, crashes, chance)
        self._build(today, crashes, chance)
        if number % 7 == 0 and not off:
            self._week(today, crashes, chance)
        elif crashes == "review":
            crashes = "audit"
        self._do(today, "audit", lambda: command(self._base, "audit", "anchor"),
                 chance if crashes == "audit" else None)  # fmt: skip
        to = str(self._base.root / "backups")
        self._do(today, "backup", lambda: command(self._base, "backup", to, "--roll"),
                 chance if crashes == "backup" else None)  # fmt: skip
        self._read(today)
        self._date_files(began, at)
        today.look_at_disk(self._base.root)
        return today

    def _deliver(self, today: Day, crashes: str, chance: random.Random) -> None:
        base = self._base
        day = FIRST_DAY + timedelta(days=today.number)
        files = base.deliveries.get(day, [])
        for one in files:
            if not one.by:
                self._do(today, "load", partial(load_signed, base, one))
        works = [partial(hand_in, base, one) for one in files if one.by]
        self._at_once(today, works, chance if crashes == "hand in" else None)

    def _at_once(
        self,
        today: Day,
        works: Sequence[Callable[[], None]],
        chance: random.Random | None,
    ) -> None:
        """Two clerks at the same time; the first may be killed."""
        begun = []
        started = time.monotonic()
        for number, work in enumerate(works):
            scratch = self._scratch / f"clerk-{number}"
            scratch.mkdir(exist_ok=True)
            begun.append((start(_in_words(work), scratch), scratch))
        done = []
        for number, (pid, scratch) in enumerate(begun):
            seconds = None
            if chance is not None and number == 0:
                seconds = chance.uniform(0, self._usual.get("hand in", 1))
            done.append(ended(pid, scratch, seconds=seconds))
        for number, said in enumerate(done):
            if chance is not None and number == 0 and said.code == KILLED:
                self._after_a_kill(today, "hand in")
                self._do(today, "hand in", works[0])
            else:
                self._note(today, "hand in", said, started)

    def _build(self, today: Day, crashes: str, chance: random.Random) -> None:
        base, every = self._base, self._plan.real_every
        is_due = every and (today.number % every == 0 or today.number in QUARTERS)
        if base.is_real and is_due:
            self._do(today, "build", lambda: _really(base))
            self._rows = ""
        else:
            self._do(today, "build without dbt", lambda: _copied(base),
                     chance if crashes == "build" else None)  # fmt: skip
        if today.number % 3 and "build" not in today.cpu and not today.killed:
            return
        self._do(today, "read", lambda: tell(self._scratch, rows_read(base)))
        told = json.loads((self._scratch / "told").read_text("utf-8"))
        today.n_rows = told["n_rows"]
        if self._rows not in ("", told["rows"]):
            today.wrong.append("other rows are read though nothing was worked out")
        self._rows = told["rows"]
        today.wrong += [f"account open: {text}" for text in told["open"]]

    def _week(self, today: Day, crashes: str, chance: random.Random) -> None:
        base = self._base
        day = FIRST_DAY + timedelta(days=today.number)
        if base.is_real and today.number in QUARTERS:
            self._do(today, "release", lambda: release_waves(base, day))
            self._rows = ""  # what was held back is read from now on
        if base.is_real:
            self._do(today, "review", lambda: review(base, day),
                     chance if crashes == "review" else None)  # fmt: skip
        self._do(today, "note", lambda: note(base, day))
        self._do(today, "digest", lambda: command(base, "digest", "--no-send"))
        self._do(today, "status", lambda: command(base, "status"))
        if today.number % 28 == 14:
            self._do(today, "retention", lambda: command(base, "retention"))
            (base.root / KEPT).unlink(missing_ok=True)
        said = self._run(lambda: command(base, "doctor", "--mend", "--yes", "--json"))
        found = json.loads(said.out)
        left = [one["code"] for one in found["found"]]
        today.told = [*left, *(f"mended {one['code']}" for one in found["mended"])]

    def _read(self, today: Day) -> None:
        if self._server is None:
            return
        people = {"committee": self._base.committee, "leader": self._base.leader}

        def open_all() -> None:
            home = self._base.settings
            tell(self._scratch, {
                role: open_session(home, by.user_name, "127.0.0.1")
                for role, by in people.items()
            })  # fmt: skip

        self._do(today, "sign in", open_all)
        tokens = json.loads((self._scratch / "told").read_text("utf-8"))
        for seen in self._server.see(tokens, today.number, self._plan.n_pages):
            today.pages[seen.page] = (seen.cpu_seconds, seen.seconds)
            today.wrong += [f"{seen.page}: {text}" for text in seen.visit.errors]
            if not seen.visit.build:
                today.wrong.append(f"{seen.page}: not to its foot")
        today.mib = self._server.mib

    def _do(
        self,
        today: Day,
        name: str,
        work: Callable[[], None],
        chance: random.Random | None = None,
    ) -> None:
        """Does an act; killed somewhere where there is a chance, and then once more."""
        if chance is not None:
            seconds = chance.uniform(0, self._usual.get(name, 1))
            if self._run(work, seconds).code == KILLED:
                self._after_a_kill(today, name)
        started = time.monotonic()
        self._note(today, name, self._run(work), started)

    def _run(self, work: Callable[[], None], seconds: float | None = None) -> Said:
        pid = start(_in_words(work), self._scratch, patience_seconds=PATIENCE_SECONDS)
        return ended(pid, self._scratch, seconds=seconds)

    def _note(self, today: Day, name: str, said: Said, started: float) -> None:
        seconds = time.monotonic() - started
        self._usual[name] = seconds
        today.cpu.setdefault(name, []).append(round(said.cpu_seconds, 3))
        today.wall.setdefault(name, []).append(round(seconds, 3))
        if said.code or said.is_crash:
            text = f"{name}: {said.code} {said.out[-300:]} {said.error[-1500:]}"
            today.wrong.append(text)

    def _after_a_kill(self, today: Day, name: str) -> None:
        today.killed.append(name)
        said = self._run(
            lambda: tell(
                self._scratch, {"open": open_accounts(self._base.settings.home)}
            )
        )
        if said.code:
            # it told nothing: what lies there is of an act before
            today.wrong.append(f"after a kill in {name}: {said.error[-300:]}")
            return
        told = json.loads((self._scratch / "told").read_text("utf-8"))
        today.wrong += [f"after a kill in {name}: {text}" for text in told["open"]]

    def _date_files(self, began: float, at: datetime) -> None:
        """Gives what was written the day of the clock, where rules count by it."""
        home, then = self._base.settings.home, at.timestamp() + 3600
        for pattern in ("sources/*", "inbox/*", "desk/*", "*.partial", "*/*.new"):
            for path in home.glob(pattern):
                if path.is_file() and path.stat().st_mtime >= began:
                    os.utime(path, (then, then))


def _in_words(work: Callable[[], None]) -> Callable[[], None]:
    def whole() -> None:
        try:
            work()
        except ThanThienError as error:
            sys.stderr.write(f"{error.message}\n")
            raise SystemExit(error.exit_code) from error
        except SystemExit as end:
            if isinstance(end.code, str):
                sys.stderr.write(end.code)
            raise

    return whole


def _really(base: Base) -> None:
    build_really(base.settings, base.root)


def _copied(base: Base) -> None:
    stand_in(base.root)
    command(base, "build")
