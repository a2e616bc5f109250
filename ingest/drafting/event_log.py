"""A log of events: each dossier stands in several rows, of which one record is made.

Which row each column takes rests on what the column says of a dossier: the first day it
came in, the last word on where it stands. A day that steps end on is no day the dossier
was finished: the last step of an open one has none, and an earlier step would give it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.drafting.needed import day_of
from ingest.drafting.placement import Cells, Placement
from warehouse.raw.column import Kind
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

_CODE, _FIRST_DAY = "case_code", "received_at"
OF_ROWS: Mapping[str, str] = {
    "received_at": "min",
    "finished_at": "max",
    "returned_at": "max",
    "due_at": "last",
    "status": "last",
    "officer_code": "last",
    "resolving_unit_code": "last",
    "source_is_late": "last",
}
"""Which row is taken where the rows of a dossier differ; of other columns the first."""
_ENDS = ("finished_at", "returned_at")
_REPEATED = 0.8
"""At most so many codes for each row: fewer repeats are a list with doubled rows."""


@dataclass(frozen=True)
class EventLog:
    """How the rows of a log become dossiers.

    Attributes:
        one_per: Column whose text is the same in all rows of a record.
        in_order_of: Column by which rows are first and last.
        same: Headings that say the same in all rows of each record.
        left: Columns that are days of steps, and of no dossier.
    """

    one_per: str
    in_order_of: str
    same: tuple[str, ...]
    left: tuple[str, ...]

    def of_rows(self, column: str, heading: str) -> str | None:
        """Which row a column takes; None where all rows must say the same."""
        is_first = column == self.in_order_of
        return None if heading in self.same and not is_first else of_rows(column)


def of_rows(column: str) -> str:
    """Which row a column of a dossier takes where its rows differ."""
    return OF_ROWS.get(column, "first")


def event_log(reading: Placement, cells: Mapping[str, Cells]) -> EventLog | None:
    """How the rows of a sheet read as dossiers are put together; None for a plain list.

    Args:
        reading: A reading of the sheet as dossiers.
        cells: First cells by heading.
    """
    code = reading.columns.get(_CODE)
    if not can_gather(reading.kind) or code is None:
        return None
    if _FIRST_DAY not in reading.columns:
        return None
    rows = _rows_by_code(cells[code], cells[reading.columns[_FIRST_DAY]])
    n_filled = sum(map(len, rows.values()))
    if len(rows) < 2 or len(rows) > _REPEATED * n_filled:
        return None
    if all(_says_one(column, rows) for column in cells.values()):
        return None  # the same rows again: nothing is put together
    left = [
        name
        for name in _ENDS
        if (heading := reading.columns.get(name)) and _is_of_steps(cells[heading], rows)
    ]
    same = tuple(h for h, column in cells.items() if not _is_of_steps(column, rows))
    return EventLog(_CODE, _FIRST_DAY, same, tuple(left))


def can_gather(kind: Kind) -> bool:
    """Whether a record of a kind may stand in several rows."""
    return kind.name == "case"


def rather_dossiers(
    steps: Placement,
    dossiers: Placement,
    cells: Mapping[str, Cells],
    settings: Settings,
) -> Placement:
    """The reading of a log of steps: as dossiers, unless raw has these dossiers.

    Steps are of use beside their dossiers alone. Where none of them is loaded, and the
    log says when each came in, the log is the only list of them.

    Args:
        steps: Its reading as steps.
        dossiers: Its reading as dossiers.
        cells: First cells by heading.
        settings: The home whose raw store is asked.

    Raises:
        BusyError: Raw is being loaded.
    """
    if event_log(dossiers, cells) is None:
        return steps
    codes = {text for text in cells[dossiers.columns[_CODE]] if text}
    return steps if _has_any(settings, codes) else dossiers


def _has_any(settings: Settings, codes: Collection[str]) -> bool:
    if not settings.raw_path.exists():
        return False
    text = (
        'select count(*) from store.raw."case" where list_contains($codes, case_code)'
    )
    with open_raw(settings) as connection:
        [(n,)] = run_sql(connection, text, {"codes": sorted(codes)}).fetchall()
    return bool(n)


def _rows_by_code(codes: Cells, days: Cells) -> dict[str, list[int]]:
    """Numbers of the rows of each dossier, the earliest first."""
    rows: dict[str, list[int]] = {}
    for number, code in enumerate(codes):
        if code:
            rows.setdefault(code, []).append(number)
    for found in rows.values():
        # texts of one day differ in their time alone
        found.sort(key=lambda n: (day_of(days[n]) or date.max, days[n] or ""))
    return rows


def _says_one(column: Cells, rows: Mapping[str, Sequence[int]]) -> bool:
    """Whether all rows of each dossier say the same; an empty cell says nothing."""
    told = ({column[n] for n in found} - {None, ""} for found in rows.values())
    return all(len(texts) < 2 for texts in told)


def _is_of_steps(column: Cells, rows: Mapping[str, Sequence[int]]) -> bool:
    """Whether rows before the last of a dossier say what the last does not."""
    return any(
        column[n] and column[n] != column[found[-1]]
        for found in rows.values()
        for n in found[:-1]
    )
