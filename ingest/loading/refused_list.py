"""Refused rows for the person who will correct them: as a list, as a workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ingest.mapping.rules import column_text, rule_text, step_text, with_spec_step
from ingest.words import words_of
from warehouse.masking import covered
from warehouse.raw.store import open_raw
from warehouse.safe_text import safe_text
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

SHEET_ROWS = 1_000_000
"""Rows of one sheet; a longer list goes on in the next."""

_COLUMNS = ("file", "kind", "sheet", "line", "column", "value", "rule", "what_to_do")
_WIDTHS = (30, 14, 16, 8, 26, 26, 44, 60)


@dataclass(frozen=True)
class RefusedRow:
    """One cell that broke a rule, or one whole file (no line, no column).

    Attributes:
        file_name: File as delivered.
        kind: Raw kind the record was to become; "" for a whole file.
        sheet: Sheet, "" for a text file.
        line: Line in the sheet or file, from 1.
        column: Heading of the cell.
        value: What stands there; never of a personal column, and words masked.
        rule: Rule code.
        rule_params: Its parameters, JSON.
    """

    file_name: str
    kind: str
    sheet: str | None
    line: int | None
    column: str | None
    value: str | None
    rule: str
    rule_params: str

    def words(self, lang: str) -> tuple[str, str]:
        """The rule and what to do, in vi or en."""
        rule, step = rule_text(self.rule, self.rule_params, lang)
        step = step_text(self.column, step, lang)
        return rule, with_spec_step(step, self.rule, self.rule_params, lang)

    def as_dict(self, lang: str) -> dict[str, Any]:
        """Plain data, for `--json`."""
        rule, what_to_do = self.words(lang)
        return {
            "file": self.file_name,
            "kind": self.kind,
            "sheet": self.sheet,
            "line": self.line,
            "column": column_text(self.column, lang),
            "value": self.value,
            "rule": rule,
            "what_to_do": what_to_do,
        }


def list_refused(
    settings: Settings, file: str | None = None, *, hidden: Collection[str] = ()
) -> list[RefusedRow]:
    """Refused rows, by time of loading, sheet and line.

    Args:
        settings: Where raw lives.
        file: Only of the file with this name or content hash.
        hidden: Content hashes of files the reader may not hear of.

    Raises:
        BusyError: A load is running.
    """
    if not settings.raw_path.exists():
        return []
    with open_raw(settings) as connection:
        bound = {"file": file, "hidden": sorted(hidden)}
        found = run_sql(connection, _LISTING, bound).fetchall()
    rows = [RefusedRow(*row) for row in found]
    return [replace(row, value=covered(row.value, settings.lang)) for row in rows]


LISTED = """
    with listed as (
        select
            f.file_name, r.kind, r.sheet, r.line, r.column_name, r.value, r.rule,
            r.rule_params, f.loaded_at, f.file_sha256
        from store.raw.refused as r
        join store.raw.file as f using (file_sha256)
        union all
        select
            file_name, '', null, null, null, null, 'file',
            json_object('reason', reason)::varchar, loaded_at,
            file_sha256
        from store.raw.file
        where status = 'refused'
    )
"""
"""Cells and whole files refused, for a query to go on."""
_LISTING = f"""
    {LISTED}
    select * exclude (loaded_at, file_sha256)
    from listed
    where ($file is null or $file in (file_name, file_sha256))
    and not list_contains($hidden, file_sha256)
    order by loaded_at, file_sha256, sheet, line, column_name, rule
"""


def write_refused_xlsx(
    rows: Sequence[RefusedRow], path: Path, lang: str = "vi"
) -> None:
    """Writes the list as a workbook; text never becomes a formula.

    Args:
        rows: What `list_refused` gave.
        path: The workbook to write.
        lang: Language of headings and rules, vi or en.
    """
    words = words_of(lang)
    headings = [words(f"refused_rows.headings.{name}") for name in _COLUMNS]
    book = Workbook(write_only=True)
    for start in range(0, max(len(rows), 1), SHEET_ROWS):
        number = start // SHEET_ROWS + 1
        title = words("refused_rows.title")
        title = title if number == 1 else f"{title} {number}"
        sheet = book.create_sheet(title)
        for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "A2"
        sheet.append(headings)
        for row in rows[start : start + SHEET_ROWS]:
            values = row.as_dict(lang).values()
            sheet.append([_cell(value) for value in values])
    book.save(path)


def _cell(value: str | int | None) -> str | int | None:
    return safe_text(value) if isinstance(value, str) else value
