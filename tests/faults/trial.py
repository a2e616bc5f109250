"""One command on one broken store: what it says, what is lost, what is mended."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.faults.child import Said, run
from tests.faults.commands import REMOVES, calls
from tests.faults.faults import Fault, take_disks_away
from tests.faults.home import Made
from tests.faults.kept import lost
from warehouse.errors import ExitCode

# What a command may answer to a machine at fault, and to a damaged store.
ALLOWED = {
    True: {ExitCode.OK, ExitCode.DISK, ExitCode.BAD_REQUEST, ExitCode.DAMAGED},
    False: {ExitCode.OK, ExitCode.DAMAGED, ExitCode.DISK, ExitCode.BAD_REQUEST},
}

# What people wrote has codes of its own.
OF_STORE = {"own spec": {ExitCode.BAD_SPEC}, "own rules": {ExitCode.BAD_RULES}}

# Where what a command needs is gone, it says so as where it never was.
OF_WHAT_IS_GONE = {
    "nation build": {ExitCode.BUILD_FAILED},
    "wave bundle": {ExitCode.UNREADABLE_FILE},
}


@dataclass(frozen=True)
class Trial:
    """What became of one combination.

    Attributes:
        command: The command.
        fault: What was broken.
        code: Its exit code.
        wrong: What must not be, in words; empty where all held.
        after: What readers have after mending: `same`, `before`, or why nothing.
        is_found: The doctor named it.
    """

    command: str
    fault: Fault
    code: int
    wrong: tuple[str, ...] = ()
    after: str = "same"
    is_found: bool = True
    said: str = field(default="", compare=False)


class Sweep:
    """Tries combinations on copies of one home.

    Args:
        made: The whole home and its surroundings.
        scratch: Folder for copies; a user without rights must reach it.
    """

    def __init__(self, made: Made, scratch: Path) -> None:
        self._made = made
        self._scratch = scratch
        self._clean: dict[str, int] = {}
        self._known: dict[tuple[Fault, str], tuple[list[str], str, bool]] = {}

    def clean_code(self, command: str) -> int:
        """Exit code of the command where nothing is broken."""
        if command not in self._clean:
            made = self._copy()
            said = self._run(made, command)
            self._clean[command] = said.code
            if said.code not in (0, 1) or said.is_crash:
                sys.stderr.write(f"clean {command}: {said.code} {said.error[-300:]}\n")
        return self._clean[command]

    def run(self, command: str, fault: Fault) -> Trial | None:
        """Breaks, runs, undoes what the machine is at fault for, mends, compares.

        Returns:
            None where there is nothing to break, or this process may not.
        """
        clean = self.clean_code(command)
        made = self._copy()
        home = made.settings.home
        broken = home
        if command == "restore":
            [broken] = (made.root / "backups").glob("thanthien-*")
        try:
            place = fault.place(broken)
            undo = fault.inject(broken)
        except (OSError, IndexError, subprocess.CalledProcessError):
            take_disks_away(broken)
            return None
        try:
            before = _stamp(home)
            said = self._run(made, command)
            wrong = _wrong_answer(said, command, fault, clean)
            stamp = "" if _stamp(home) != before else "same"
            key = (fault, stamp)
            is_known = stamp != "" and key in self._known
            # where the machine is at fault, the doctor must be able to say so
            doctor = None
            if fault.is_of_disk or fault.is_for_people:
                doctor = self._run(made, "doctor")
                if doctor.is_crash:
                    wrong.append(f"doctor: {doctor.code} {doctor.error[-300:]}")
            undo()
            if fault.is_for_people:
                _put_back(fault.place(self._made.settings.home), place)
            taking = command in REMOVES and said.code == 0
            wrong += lost(
                self._made.settings.home, home, besides=place, is_taking=taking
            )
            if command == "restore":
                return Trial(command, fault, said.code, tuple(wrong), said=said.error)
            if not is_known:
                self._known[key] = self._mended(made, place)
            more, after, is_found = self._known[key]
            is_found |= doctor is not None and doctor.code != 0
        finally:
            take_disks_away(broken)
        wrong = [*wrong, *more]
        return Trial(
            command, fault, said.code, tuple(wrong), after, is_found, said.error
        )

    def _mended(self, made: Made, place: Path) -> tuple[list[str], str, bool]:
        """Mends: what is still wrong, what readers have, whether it was said."""
        home = made.settings.home
        mending = self._run(made, "doctor", "--mend", "--yes", "--json")
        wrong = []
        if mending.is_crash:
            wrong.append(f"mend: {mending.code} {mending.error[-300:]}")
        facts = _facts(mending)
        if mending.code or "mended" not in facts:
            left = [f"{one['code']} {one['place']}" for one in facts.get("found", [])]
            wrong.append(f"after mending: {left} {mending.error[-200:]}")
        wrong += [
            f"mending lost {text}"
            for text in lost(
                self._made.settings.home, home, besides=place, is_taking=True
            )
        ]
        served = run(lambda: _serve(made), self._scratch)
        after = served.out.strip() or served.error.strip()[-200:]
        if served.code != 0:
            wrong.append(f"after mending nothing is served: {after}")
        return wrong, after, bool(facts.get("mended"))

    def _copy(self) -> Made:
        """A fresh copy of everything, for a user without rights."""
        root = self._scratch / "trial"
        if root.exists():
            take_disks_away(root / "home")
            shutil.rmtree(root)
        subprocess.run(["cp", "-a", str(self._made.root), str(root)], check=True)
        return replace(self._made, root=root)

    def _run(self, made: Made, command: str, *more: str) -> Said:
        arguments = [*command.split(), *calls(made)[command], *more]
        home = made.settings.home
        if command == "restore":
            home = made.root / "out" / "restored"
        return run(lambda: _thanthien(home, arguments), self._scratch)


def _wrong_answer(said: Said, command: str, fault: Fault, clean: int) -> list[str]:
    wrong = []
    allowed = ALLOWED[fault.is_of_disk] | OF_STORE.get(fault.store, set())
    if fault.what == "missing":
        allowed |= OF_WHAT_IS_GONE.get(command, set())
    if said.is_crash:
        wrong.append(f"traceback or end: {said.code} {said.error[-300:]}")
    elif said.code not in allowed | {clean}:
        wrong.append(f"exit code {said.code}: {said.error.strip()[-200:]}")
    elif said.code and not (said.error + said.out).strip():
        wrong.append("no words")
    return wrong


def _put_back(whole: Path, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    shutil.copy2(whole, place)


def _thanthien(home: Path, arguments: list[str]) -> None:
    import thanthien

    os.environ["THANTHIEN_HOME"] = str(home)
    os.chdir(home.parent if home.parent.exists() else "/")
    sys.argv = ["thanthien", *arguments]
    thanthien.main()


def _serve(made: Made) -> None:
    """Prints which build readers have, after asking it a question."""
    from warehouse.read import Reader

    reader = Reader(made.settings)
    scope = reader.scope_of_account(user_id="x", role="committee")
    answer = reader.run("units", scope)
    if not answer.rows:
        raise SystemExit("no rows")
    sys.stdout.write(f"{answer.build.build_id}\n")


def _facts(said: Said) -> dict[str, list[dict[str, str]]]:
    try:
        found: dict[str, list[dict[str, str]]] = json.loads(said.out)
    except ValueError:
        return {}
    return found


def _stamp(home: Path) -> str:
    """Changes with every file that is written, made or removed."""
    lines = []
    for folder, _, names in os.walk(home):
        for name in names:
            facts = os.lstat(os.path.join(folder, name))
            lines.append(f"{folder}/{name} {facts.st_size} {facts.st_mtime_ns}")
    return "\n".join(sorted(lines))


Say = Callable[[Trial], None]
