"""What is published, how fresh it is, what was loaded and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from warehouse.builds.left_out import Findings, read_findings
from warehouse.builds.pointer import Pointer, is_whole, pointer_in, read_pointer
from warehouse.custody.held_files import held_files
from warehouse.errors import (
    AuditError,
    BusyError,
    DamagedError,
    DiskError,
    NothingPublishedError,
)
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.words import Words, words_of

# What a page and this module read of the last run.
_RUN_FACTS = {"failures", "warnings", "n_tests", "is_published"}


@dataclass(frozen=True)
class Status:
    """The state of a home folder, but for files of the Front's waves that wait.

    Attributes:
        pointer: The published build; None before the first one.
        n_files: Files loaded; None while raw is being written.
        n_files_refused: Files refused whole.
        n_refused: Rows refused.
        last_loaded_at: When the newest file was loaded, UTC.
        last_run: What the last build did, as `BuildResult`; empty before the first.
        damage: Files that are not as they were written.
        findings: Rows that entered no figure, and lists that are missing.
    """

    pointer: Pointer | None
    n_files: int | None
    n_files_refused: int | None
    n_refused: int | None
    last_loaded_at: str | None
    last_run: dict[str, Any]
    damage: tuple[str, ...] = ()
    findings: Findings = field(default_factory=Findings)

    @property
    def is_stale(self) -> bool:
        """Files were loaded after the published build was made."""
        built_on = self.pointer.raw_max_loaded_at if self.pointer else None
        return bool(built_on and self.last_loaded_at and self.last_loaded_at > built_on)

    def as_dict(self) -> dict[str, Any]:
        """The same for a program."""
        facts = asdict(self)
        pointer = facts.pop("pointer") or {}
        names = (
            "build_id",
            "file",
            "published_at",
            "data_as_of",
            "is_simulated",
            "is_full",
            "why",
            "withheld",
        )
        return {
            **{name: pointer.get(name) for name in names},
            **facts,
            "is_stale": self.is_stale,
        }

    def as_text(self, lang: str = "vi") -> str:
        """The same for a person."""
        words = words_of(lang)
        lines = self._published_lines(words)
        lines += [f"{words('status.damaged')}: {name}" for name in self.damage]
        withheld = self.pointer.withheld if self.pointer else ()
        lines += [words("status.withheld", wave_code=code) for code in withheld]
        if self.n_files is None and "raw.duckdb" in self.damage:
            pass
        elif self.n_files is None:
            lines.append(words("status.busy"))
        else:
            lines.append(f"{words('status.files')}: {self.n_files}")
            lines.append(f"{words('status.refused_files')}: {self.n_files_refused}")
            lines.append(f"{words('status.refused')}: {self.n_refused}")
        if self.is_stale:
            lines.append(words("status.newer"))
        lines += self.findings.as_lines(words)
        return "\n".join(lines + self._run_lines(words))

    def _published_lines(self, words: Words) -> list[str]:
        pointer = self.pointer
        if pointer is None:
            return [words("status.none")]
        lines = [words("status.simulated")] if pointer.is_simulated else []
        size = f"{pointer.size_bytes / 2**20:.1f} MiB"
        return [
            *lines,
            f"{words('status.build')}: {pointer.build_id}",
            f"{words('status.file')}: {pointer.file} ({size})",
            f"{words('status.published')}: {pointer.published_at}",
            f"{words('status.as_of')}: {pointer.data_as_of}",
            *self._kind_lines(pointer, words),
        ]

    def _kind_lines(self, pointer: Pointer, words: Words) -> list[str]:
        if not words.has(f"status.whys.{pointer.why}"):
            return []
        kind = words("status.full" if pointer.is_full else "status.daily")
        return [
            f"{words('status.kind')}: {kind} ({words(f'status.whys.{pointer.why}')})"
        ]

    def _run_lines(self, words: Words) -> list[str]:
        run = self.last_run
        if not run:
            return []
        n_bad = len(run["failures"])
        lines = [f"{words('status.tests')}: {run['n_tests']} ({n_bad} ✗)"]
        if run["warnings"]:
            lines.append(f"{words('status.warnings')}: {', '.join(run['warnings'])}")
        if not run["is_published"]:
            names = ", ".join(failure["name"] for failure in run["failures"])
            lines.append(f"{words('status.red')}: {names}")
        return lines


def read_status(settings: Settings) -> Status:
    """Reads the pointer, the ledger and the last run; never waits for a lock."""
    pointer, damage = _published(settings)
    counts: _Counts = (None, None, None, None)
    findings = Findings()
    try:
        held = held_files(settings)
    except (AuditError, DamagedError, DiskError) as refusal:
        damage += (refusal.thing,)
    else:
        findings = _findings(settings, pointer, held)
        try:
            counts = _ledger(settings, held)
        except BusyError:
            pass
        except (DamagedError, DiskError):
            damage += (settings.raw_path.name,)
    n_files, n_files_refused, n_refused, loaded_at = counts
    return Status(
        pointer=pointer,
        n_files=n_files,
        n_files_refused=n_files_refused,
        n_refused=n_refused,
        last_loaded_at=loaded_at,
        last_run=last_run(settings),
        findings=findings,
        damage=damage,
    )


def _findings(
    settings: Settings, pointer: Pointer | None, held: Collection[str]
) -> Findings:
    if pointer is None:
        return Findings()
    return read_findings(settings.builds_dir / pointer.file, held)


def _published(settings: Settings) -> tuple[Pointer | None, tuple[str, ...]]:
    """The published build, and which of its files are not as they were written."""
    damage: tuple[str, ...] = ()
    pointer = None
    try:
        pointer = read_pointer(settings)
        if not is_whole(settings, pointer):
            damage = (pointer.file,)
        pointer_in(settings.pointer_path)
    except NothingPublishedError:
        pass
    except (DamagedError, FileNotFoundError):
        damage += (settings.pointer_path.name,)
    return pointer, damage


_Counts = tuple[int | None, int | None, int | None, str | None]


def _ledger(settings: Settings, held: Collection[str]) -> _Counts:
    if not settings.raw_path.exists():
        return 0, 0, 0, None
    with open_raw(settings) as connection:
        files = run_sql(
            connection,
            "select count(*) filter (where status = 'loaded'),"
            " count(*) filter (where status = 'refused'),"
            " strftime(max(loaded_at), '%Y-%m-%dT%H:%M:%S') from raw.file"
            " where not list_contains($held, file_sha256)",
            {"held": sorted(held)},
        ).fetchall()[0]
        refused = run_sql(
            connection,
            "select coalesce(sum(n_refused), 0)::bigint from raw.file_kind"
            " where not list_contains($held, file_sha256)",
            {"held": sorted(held)},
        ).fetchall()[0][0]
    return files[0], files[1], refused, files[2]


def holds_simulated(settings: Settings) -> bool:
    """Whether a home holds simulated data: what it published, or loaded so far."""
    pointer, _ = _published(settings)
    if pointer is not None:
        return pointer.is_simulated
    if not settings.raw_path.exists():
        return False
    text = "select count(*) from raw.file where status = 'loaded' and is_simulated"
    with suppress(BusyError), open_raw(settings) as connection:
        [(n_files,)] = run_sql(connection, text).fetchall()
        return int(n_files) > 0
    return False  # raw is being loaded: the next look will tell


def last_run(settings: Settings) -> dict[str, Any]:
    """What the last build did, as `BuildResult`; empty before the first."""
    path = settings.builds_dir / "last_run.json"
    if not path.exists():
        return {}
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) and facts.keys() >= _RUN_FACTS else {}
