"""The frame of a draw: all that could be drawn, by unit of today.

A wave is drawn from a list of dossiers with results returned, from a list of
households, or from the days on which visitors are met at the one-stop desk or in the
reception room. A row, its stratum and its digest are the same for all of them.
"""

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

RETURNED, HOUSEHOLDS, DESK, RECEPTION = "returned", "households", "desk", "reception"
LISTED = (RETURNED, HOUSEHOLDS)
"""Kinds of frame that are read from a list."""
VISITED = (DESK, RECEPTION)
"""Kinds of frame that are made of working days, on which visitors are met."""
FRAME_KINDS = (*LISTED, *VISITED)


@dataclass(frozen=True)
class FrameRow:
    """What can be drawn: a dossier, a household, or a day of visits in one unit.

    Attributes:
        code: Dossier code; unit, hamlet and code of a household; unit and day.
        unit_code: Unit of today that received, where they live, or is visited.
        stratum: Hamlet of a household; "" elsewhere.
        day: Day a result was returned, or of the visit; None of a household.
        procedure_code: Of a dossier; "" if unknown.
    """

    code: str
    unit_code: str
    stratum: str = ""
    day: date | None = None
    procedure_code: str = ""

    @property
    def household_code(self) -> str:
        """Code of a household as its list has it, strokes in it included."""
        place = "/".join(filter(None, (self.unit_code, self.stratum)))
        return self.code.removeprefix(f"{place}/")


@dataclass(frozen=True)
class Frame:
    """All that could be drawn.

    Attributes:
        rows: By unit and code, each code once.
        since: First day of the window; None of households.
        until: Its last day; None of households.
        file_sha256: Content hash of the list it was read from; "" where it is made
            of days.
        kind: One of `FRAME_KINDS`.
        n_unread: Rows whose code or day could not be read.
        n_repeated: Rows of a code that has a later row.
        elsewhere: What the file calls units that are none of today → rows.
        is_simulated: The list is invented.
    """

    rows: tuple[FrameRow, ...]
    since: date | None
    until: date | None
    file_sha256: str
    kind: str = RETURNED
    n_unread: int = 0
    n_repeated: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()
    is_simulated: bool = False

    @cached_property
    def by_code(self) -> dict[str, FrameRow]:
        """Code → its row."""
        return {row.code: row for row in self.rows}

    @cached_property
    def strata(self) -> dict[str, dict[str, list[str]]]:
        """Unit code → stratum → codes in order."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            found[row.unit_code][row.stratum].append(row.code)
        return {unit: dict(strata) for unit, strata in found.items()}

    @property
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """Unit code and its rows, by code."""
        return tuple((code, self.population(code)) for code in sorted(self.strata))

    def population(self, unit_code: str) -> int:
        """Rows of one unit."""
        return sum(map(len, self.strata.get(unit_code, {}).values()))

    @property
    def sha256(self) -> str:
        """Digest of the whole: of one line per row, `unit TAB code TAB day LF`; a
        household has its hamlet in place of a day."""
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
    answer = _ask(
        settings,
        export,
        RETURNED,
        since=since.isoformat(),
        until=until.isoformat(),
        spec=str(spec_path) if spec_path else None,
    )
    rows = (
        (unit, FrameRow(code, "", "", date.fromisoformat(day), procedure))
        for code, unit, procedure, day in answer["rows"]
    )
    return _frame(rows, answer, units, RETURNED, since, until)


def read_households(
    settings: Settings, listed: Path, units: Iterable[Mapping[str, Any]]
) -> Frame:
    """Reads the frame from the Front's own list of households: code, hamlet, unit.

    Households are numbered anew in many hamlets, so that one is known by its unit, its
    hamlet and its code together.

    Args:
        settings: Names the home.
        listed: The list; its other columns are not read.
        units: Rows of the query `units`.

    Raises:
        ThanThienError: The list was refused.
    """
    answer = _ask(settings, listed, HOUSEHOLDS)
    rows = (
        (unit, FrameRow("/".join(filter(None, (hamlet, code))), "", hamlet))
        for code, unit, hamlet in answer["rows"]
    )
    return _frame(rows, answer, units, HOUSEHOLDS, None, None)


def _ask(
    settings: Settings, path: Path, kind: str, **more: str | None
) -> dict[str, Any]:
    request = {"kind": kind, "path": str(path), **more}
    return ask_ingest(settings, "ingest.sampling_frames.child", request, path)


def _frame(
    read: Iterable[tuple[str, FrameRow]],
    answer: Mapping[str, Any],
    units: Iterable[Mapping[str, Any]],
    kind: str,
    since: date | None,
    until: date | None,
) -> Frame:
    """Rows with the units of today they name; of rows of one code the last day's."""
    code_of = _codes_by_text(units)
    elsewhere: Counter[str] = Counter()
    rows: dict[str, FrameRow] = {}
    n_repeated = 0
    for text, one in read:
        unit_code = code_of.get(_key(text))
        if unit_code is None:
            elsewhere[text] += 1
            continue
        code = f"{unit_code}/{one.code}" if kind == HOUSEHOLDS else one.code
        row = FrameRow(code, unit_code, one.stratum, one.day, one.procedure_code)
        known = rows.get(code)
        n_repeated += known is not None
        if not (known and known.day and row.day and known.day > row.day):
            rows[code] = row
    return Frame(
        in_order(rows.values()),
        since,
        until,
        answer["file_sha256"],
        kind,
        answer["n_unread"],
        n_repeated,
        tuple(sorted(elsewhere.items())),
        answer["is_simulated"],
    )


def in_order(rows: Iterable[FrameRow]) -> tuple[FrameRow, ...]:
    """Rows by unit and code, the order their digest is taken in."""
    return tuple(sorted(rows, key=lambda row: (row.unit_code, row.code)))


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
    lines = (
        f"{row.unit_code}\t{row.code}\t{row.stratum if row.day is None else row.day}\n"
        for row in rows
    )
    return sha256("".join(lines).encode()).hexdigest()
