"""Mends what was found: at once where nothing can be lost, else after asking."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse import audit
from warehouse.builds.pointer import (
    Pointer,
    card_path,
    cards,
    newest_whole,
    point_to,
    read_pointer,
    write_card,
)
from warehouse.builds.recorded import last_named
from warehouse.custody.releases import record_again
from warehouse.doctor.check_builds import is_moved
from warehouse.doctor.finding import Finding
from warehouse.errors import (
    DamagedError,
    NothingPublishedError,
    ThanThienError,
)
from warehouse.raw.seal import seal_raw
from warehouse.settings import Settings
from warehouse.stores.keys import key_path
from warehouse.stores.state_seal import seal, seal_of
from warehouse.upkeep.backup import home_locked
from warehouse.upkeep.restore import free_name

Ask = Callable[[Finding], bool]


def crash_point(name: str) -> None:
    """A named moment of mending: one_mended.

    Does nothing; the tests replace it to end the process there.
    """


@dataclass(frozen=True)
class Mender:
    """How a home is mended.

    Attributes:
        settings: The home.
        ask: Told a finding whose mending may lose something; True to go on.
        rebuild_raw: Makes raw anew from the kept source files; False if they do not
            hold all of it.
        put_spec_back: Makes the copy of a spec anew; False if nobody has it.
        actor: Who mends, for the audit record.
    """

    settings: Settings
    ask: Ask
    rebuild_raw: Callable[[], bool]
    put_spec_back: Callable[[Path], bool]
    actor: str

    def mend(self, found: list[Finding]) -> list[Finding]:
        """Mends what can be; returns what was mended.

        Raises:
            BusyError: A load or a build is running.
        """
        done = []
        for finding in found:
            if finding.code == "misplaced":  # it may stand where the locks lie
                done.append(_put_away(finding))
        with home_locked(self.settings):
            for finding in done:
                self._record(finding)
            for finding in found:
                is_wanted = finding.mend == "asks" and self.ask(finding)
                if (finding.mend == "itself" or is_wanted) and self._one(finding):
                    self._record(finding)
                    done.append(finding)
                    crash_point("one_mended")
        return done

    def _one(self, finding: Finding) -> bool:
        path = Path(finding.place)
        match finding.code:
            case "raw_damaged":
                return self.rebuild_raw()
            case "raw_unsealed":
                seal_raw(self.settings)
            case "log_foreign" | "state_damaged":
                _set_aside(path)
            case "audit_damaged":
                _set_aside(path)
                with suppress(ThanThienError):  # a store that is damaged too says so
                    record_again(self.settings, actor=self.actor)
            case "state_unsealed":
                seal(path)
            case "source_damaged":
                _set_aside(path.with_suffix(".age"))
                _set_aside(path.with_suffix(".json"))
            case "source_key_damaged":  # without it nothing of them can be opened
                _set_aside(path)
                _set_aside(key_path(self.settings).with_name("sources.key"))
            case "job_damaged" | "anchors_damaged":
                _set_aside(path)
            case "source_spec_damaged":
                return self.put_spec_back(path)
            case "pointer_damaged":
                return _mend_pointer(self.settings, path)
            case "build_damaged":
                return _mend_build(self.settings, path)
            case "working_file_damaged" | "last_run_damaged":
                path.unlink()
            case "partial":
                _remove(path)
            case "open_to_others":
                path.chmod(0o700 if path.is_dir() else 0o600)
            case _:
                return False
        return True

    def _record(self, finding: Finding) -> None:
        """Leaves it in the audit record, unless that is what is broken."""
        with suppress(ThanThienError):
            audit.record(
                self.settings,
                actor=self.actor,
                action="mended",
                subject=finding.code,
                detail={"place": finding.place},
            )


def _put_away(finding: Finding) -> Finding:
    """Renames what stands where something else belongs."""
    path = Path(finding.place)
    os.replace(path, free_name(path, "misplaced"))
    return finding


def _set_aside(path: Path) -> None:
    """Renames a store with its logs and its seals; nothing of it is deleted."""
    logs = [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")]
    seals = [seal_of(path)] if path.suffix == ".sqlite" else []
    for part in (path, *logs, *seals, path.with_suffix(".anchors")):
        if part.exists():
            os.replace(part, free_name(part, "damaged"))


def _mend_pointer(settings: Settings, path: Path) -> bool:
    if path != settings.pointer_path:
        os.replace(path, free_name(path, "damaged"))
        with suppress(DamagedError, NothingPublishedError):
            published = read_pointer(settings)
            if path == card_path(settings, published.build_id):
                write_card(settings, published)
        return True
    try:
        pointer = _last_given(settings) or newest_whole(settings)
    except (DamagedError, NothingPublishedError):
        if path.exists():
            os.replace(path, free_name(path, "damaged"))
        return True
    point_to(settings, pointer)
    return True


def _last_given(settings: Settings) -> Pointer | None:
    """The whole build that a moved pointer should name."""
    if not is_moved(settings):
        return None
    named = last_named(settings)
    return next(card for card in cards(settings) if card.build_id == named)


def _mend_build(settings: Settings, path: Path) -> bool:
    """Sets a damaged build aside and points to the newest whole one, if there is."""
    for part in (path, path.with_suffix(".json")):
        if part.exists():
            os.replace(part, free_name(part, "damaged"))
    try:
        point_to(settings, newest_whole(settings))
    except (DamagedError, NothingPublishedError):
        settings.pointer_path.unlink(missing_ok=True)
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
