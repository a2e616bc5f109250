"""One kill: what is there right after it, and what once the act was done again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.child import Said, run
from tests.faults.home import Made
from tests.faults.kept import lost
from tests.kills.act import Act, thanthien
from tests.kills.acts import AGAIN
from tests.kills.content import Content, content, differing, open_accounts
from tests.kills.moments import TOKEN, Moment, Watch
from tests.set_clock import stop_clock
from warehouse.errors import ThanThienError

NOW = datetime(2026, 11, 5, 3, tzinfo=UTC)
"""The clock stands there in all homes of a run, so that their rows are alike."""
KILLED = -9
TRIES = 4
"""Of a kill at random: a busy machine and a quiet one are not equally fast."""


@dataclass(frozen=True)
class Trial:
    """What became of one kill.

    Attributes:
        kind: What was killed, as people call it.
        name: Which of that kind.
        at: The name of the moment, or how many seconds after the start.
        is_killed: It was over before where False.
        wrong: What must not be, in words; empty where all held.
        mended: What the doctor mended afterwards.
    """

    kind: str
    name: str
    at: str
    is_killed: bool
    wrong: tuple[str, ...]
    mended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ready:
    """An act whose home is ready, and what a run without a kill gives.

    Attributes:
        made: The home, to be copied.
        moments: The names of its moments, in order.
        content: What there is in the end.
        names: Names of all files in the end.
        code: Its exit code.
        seconds: How long it takes.
    """

    made: Made
    moments: tuple[Moment, ...]
    content: Content
    names: frozenset[str]
    code: int
    seconds: float


class Kills:
    """Kills acts on copies of one home.

    Args:
        made: The whole home and its surroundings.
        scratch: Folder for copies.
    """

    def __init__(self, made: Made, scratch: Path) -> None:
        self._made = made
        self._scratch = scratch
        self._ready: dict[Act, Ready] = {}

    def beside(self, scratch: Path) -> Kills:
        """The same homes, for a process of its own that makes its copies elsewhere."""
        scratch.mkdir()
        other = Kills(self._made, scratch)
        other._ready = self._ready
        return other

    def ready(self, act: Act) -> Ready:
        """Prepares an act once, and does it without a kill.

        Raises:
            SystemExit: It cannot be done.
        """
        if act not in self._ready:
            self._ready[act] = self._prepare(act)
        return self._ready[act]

    def at_moment(self, act: Act, moment: Moment) -> Trial:
        """Kills it at a moment."""
        made = self._copy(self.ready(act).made)
        watch = Watch(made.root, moment)
        said = self._run(made, act.work, watch=watch)
        return self._judged(act, made, said, f"{moment[0]} ({moment[1]})")

    def after(self, act: Act, seconds: float) -> Trial:
        """Kills it that long after its start; sooner where it is over before."""
        for _ in range(TRIES):
            made = self._copy(self.ready(act).made)
            said = self._run(made, act.work, seconds=seconds)
            if said.code == KILLED:
                break
            seconds /= 2
        return self._judged(act, made, said, f"{seconds:.3f} s")

    def _prepare(self, act: Act) -> Ready:
        made = self._copy(self._made, f"ready-{len(self._ready)}")
        _require(self._run(made, act.before), act, "before")
        trial = self._copy(made)
        watch = Watch(trial.root)

        def watched() -> None:
            try:
                act.work(trial)
            finally:
                (self._scratch / "moments").write_text(json.dumps(watch.names))

        said = self._run(trial, lambda _: watched(), watch=watch)
        _require(said, act, "without a kill")
        names = json.loads((self._scratch / "moments").read_text())
        trial = self._copy(made)
        started = time.monotonic()
        again = self._run(trial, act.work)
        seconds = time.monotonic() - started
        found, _ = self._end(trial, act)
        return Ready(
            made,
            tuple(_numbered(names)),
            found["content"],
            frozenset(found["names"]),
            again.code,
            seconds,
        )

    def _judged(self, act: Act, made: Made, said: Said, at: str) -> Trial:
        ready = self.ready(act)
        wrong = []
        if said.code not in (KILLED, ready.code):
            wrong.append(f"ended with {said.code}: {said.error[-300:]}")

        def look_and_do_again(made: Made) -> None:
            self._tell(_look(made, act, before=ready.made))
            act.work(made)

        again = self._run(made, look_and_do_again)
        wrong += self._told()["wrong"]
        if again.is_crash or again.code not in AGAIN | {ready.code}:
            wrong.append(f"again: {again.code} {again.error[-300:]}")
        end, mended = self._end(made, act)
        wrong += end["wrong"]
        if differ := differing(end["content"], ready.content):
            wrong.append(f"in the end not alike: {differ}; {again.error[-200:]}")
        if left := sorted(set(end["names"]) - ready.names):
            wrong.append(f"left behind: {left}")
        is_killed = said.code == KILLED
        return Trial(act.kind, act.name, at, is_killed, tuple(wrong), mended)

    def _end(self, made: Made, act: Act) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Lets the doctor mend; what the home holds then, and what was mended."""

        def work(made: Made) -> None:
            _an_hour_later(made.root)
            try:
                thanthien(made, "doctor", "--mend", "--yes", "--json")
            finally:
                self._tell(_look(made, act))

        said = self._run(made, work)
        facts = _facts(said)
        found = self._told()
        if said.code:
            found["wrong"].append(f"doctor: {said.out[-300:]} {said.error[-300:]}")
        return found, tuple(one["code"] for one in facts.get("mended", []))

    def _tell(self, facts: dict[str, Any]) -> None:
        (self._scratch / "look").write_text(json.dumps(facts), encoding="utf-8")

    def _told(self) -> dict[str, Any]:
        """What the last child found; nothing where it did not come so far."""
        path = self._scratch / "look"
        if not path.exists():
            return {"wrong": ["could not be looked at"], "content": {}, "names": []}
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        path.unlink()
        return found

    def _copy(self, made: Made, name: str = "trial") -> Made:
        root = self._scratch / name
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(["cp", "-a", str(made.root), str(root)], check=True)
        return replace(made, root=root)

    def _run(
        self,
        made: Made,
        work: Callable[[Made], None],
        *,
        watch: Watch | None = None,
        seconds: float | None = None,
    ) -> Said:
        def whole() -> None:
            stop_clock(NOW)
            if watch is not None:
                watch.begin()
            try:
                work(made)
            except ThanThienError as error:
                sys.stderr.write(f"{error.message}\n")
                raise SystemExit(error.exit_code) from error

        return run(whole, self._scratch, seconds=seconds)


def _look(made: Made, act: Act, before: Made | None = None) -> dict[str, Any]:
    place = act.place(made)
    home = made.settings.home
    wrong = [f"account open: {text}" for text in open_accounts(home)]
    if before is not None:
        broken = home / (act.breaks or "none")
        whole = before.settings.home
        wrong += lost(whole, home, besides=broken, is_taking=act.takes)
    return {
        "content": content(place) if place.exists() else {},
        "names": sorted(_file_names(made.root)),
        "wrong": wrong,
    }


def _file_names(root: Path) -> set[str]:
    """All files below, without what is new in each run; sockets of SQLite aside."""
    found = set()
    for path in root.rglob("*"):
        name = str(path.relative_to(root))
        if path.is_file() and not name.endswith(("-wal", "-shm", ".lock")):
            found.add(TOKEN.sub("*", name))
    return found


def _an_hour_later(root: Path) -> None:
    """Drafts of others are left over once they are old."""
    for pattern in ("*.partial", "*.new"):
        for path in root.rglob(pattern):
            os.utime(path, (0, 0))


def _numbered(names: list[str]) -> list[Moment]:
    counts: Counter[str] = Counter()
    found = []
    for name in names:
        counts[name] += 1
        found.append((name, counts[name]))
    return found


def _require(said: Said, act: Act, when: str) -> None:
    if said.code not in (0, 1) or said.is_crash:
        text = f"{act.kind}, {act.name}, {when}: {said.code} {said.error[-2000:]}"
        raise SystemExit(text)


def _facts(said: Said) -> dict[str, list[dict[str, str]]]:
    try:
        found: dict[str, list[dict[str, str]]] = json.loads(said.out)
    except ValueError:
        return {}
    return found
