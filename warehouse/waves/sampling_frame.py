"""The frame of a draw: whose result was returned in a window, by unit of today."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from warehouse.ask_ingest import ask_ingest
from warehouse.settings import Settings


@dataclass(frozen=True)
class FrameRow:
    """One dossier: one person or organisation that could be asked.

    Attributes:
        code: Dossier code.
        unit_code: Unit of today that received it.
        procedure_code: "" if unknown.
        returned_on: Day its result was returned.
    """

    code: str
    unit_code: str
    procedure_code: str
    returned_on: date


@dataclass(frozen=True)
class Frame:
    """All that could be asked.

    Attributes:
        rows: By unit and dossier code, each code once.
        since: First day of the window.
        until: Its last day.
        file_sha256: Content hash of the export it was read from.
        n_unread: Rows whose code or day could not be read.
        n_repeated: Rows of a dossier that has a later row.
        elsewhere: What the file calls units that are none of today → dossiers.
        is_simulated: The export is invented.
    """

    rows: tuple[FrameRow, ...]
    since: date
    until: date
    file_sha256: str
    n_unread: int = 0
    n_repeated: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()
    is_simulated: bool = False

    @cached_property
    def by_code(self) -> dict[str, FrameRow]:
        """Dossier code → its row."""
        return {row.code: row for row in self.rows}

    @cached_property
    def strata(self) -> dict[str, list[str]]:
        """Unit code → dossier codes in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            found[row.unit_code].append(row.code)
        return dict(found)

    @property
    def sha256(self) -> str:
        """Digest of the whole: of one line per row, `unit TAB code TAB day LF`."""
        return _digest(self.rows)

    def digest_of(self, unit_code: str) -> str:
        """Digest of the rows of one unit, in the same form."""
        return _digest(row for row in self.rows if row.unit_code == unit_code)


def read_frame(
    settings: Settings,
    export: Path,
    units: Iterable[Mapping[str, Any]],
    *,
    since: date,
    until: date,
    spec_path: Path | None = None,
) -> Frame:
    """Reads the frame from an office's own export; no column about a person.

    Args:
        settings: Names the home.
        export: A list of dossiers that a spec reads.
        units: Rows of the query `units`.
        since: First day of the window.
        until: Its last day.
        spec_path: Spec to read the export with; found by the headings if left out.

    Raises:
        ThanThienError: The export was refused.
    """
    request = {
        "path": str(export),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "spec": str(spec_path) if spec_path else None,
    }
    answer = ask_ingest(settings, "ingest.sampling_frames.child", request, export)
    code_of = _codes_by_text(units)
    elsewhere: Counter[str] = Counter()
    rows: dict[str, FrameRow] = {}
    n_repeated = 0
    for code, unit, procedure, day in answer["rows"]:
        unit_code = code_of.get(_key(unit))
        if unit_code is None:
            elsewhere[unit] += 1
            continue
        row = FrameRow(code, unit_code, procedure, date.fromisoformat(day))
        known = rows.get(code)
        n_repeated += known is not None
        if known is None or known.returned_on <= row.returned_on:
            rows[code] = row
    return Frame(
        tuple(sorted(rows.values(), key=lambda row: (row.unit_code, row.code))),
        since,
        until,
        answer["file_sha256"],
        answer["n_unread"],
        n_repeated,
        tuple(sorted(elsewhere.items())),
        answer["is_simulated"],
    )


def _codes_by_text(units: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Code and name of a unit of today → its code; a name of two units names none."""
    today = [unit for unit in units if unit["is_current"]]
    named = Counter(_key(unit["unit_name"]) for unit in today)
    by_name = {
        _key(unit["unit_name"]): str(unit["unit_code"])
        for unit in today
        if named[_key(unit["unit_name"])] == 1
    }
    return by_name | {_key(u["unit_code"]): str(u["unit_code"]) for u in today}


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _digest(rows: Iterable[FrameRow]) -> str:
    lines = (f"{row.unit_code}\t{row.code}\t{row.returned_on}\n" for row in rows)
    return sha256("".join(lines).encode()).hexdigest()
