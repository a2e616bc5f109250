"""The book of attempts of a wave: a line ready for each ballot, read back as it is.

It says nothing of the dossier or of the person: it may be kept and loaded when the
lists of the interviewers are destroyed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.raw.ballots import CONTACT_OUTCOMES
from warehouse.safe_text import safe_text
from warehouse.waves.draw import Draw
from warehouse.waves.interviewer_assignment import Listed
from warehouse.words import Words

COLUMNS = (
    "wave_code",
    "ballot_id",
    "unit_code",
    "interviewer_code",
    "asked_at",
    "attempt",
    "outcome",
    "minutes",
)
"""Columns of the kind `contact` that a person fills in or finds filled in."""
_ASKED_AT, _OUTCOME = (COLUMNS.index(n) + 1 for n in ("asked_at", "outcome"))
_SPARE_ROWS = 1_000
"""Lines below the last ballot that second attempts are copied into."""
_FIRST_DAY = (date(2000, 1, 1) - date(1899, 12, 30)).days


def contact_book(
    draw: Draw, lists: Mapping[str, Sequence[Listed]], words: Words
) -> tuple[str, bytes]:
    """Name and content of the workbook.

    Args:
        draw: The draw.
        lists: Interviewer, or unit, → lines, as they are dealt.
        words: The language of its headings; either is read back.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words("waves.contact_book.sheet")
    for text in (
        words("waves.contact_book.title", wave=draw.wave_code),
        words("waves.contact_book.how"),
        *([words("waves.contact_book.simulated")] if draw.is_simulated else []),
    ):
        sheet.append([safe_text(text)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    sheet.append([words(f"waves.contact_book.columns.{name}") for name in COLUMNS])
    head = sheet.max_row
    for who, lines in lists.items():
        for line in lines:
            # nobody is named: the code of a unit would make all who ask there one
            code = None if who == line.unit_code else safe_text(who)
            for ballot in line.ballots:
                known = (draw.wave_code, ballot, line.unit_code)
                sheet.append([*map(safe_text, known), code, None, 1])
    _lay_out(sheet, head)
    _check(sheet, head, words)
    stream = io.BytesIO()
    book.save(stream)
    file = words("waves.contact_book.file")
    return f"{draw.wave_code}_{file}.xlsx", stream.getvalue()


def _lay_out(sheet: Worksheet, head: int) -> None:
    for column in range(1, len(COLUMNS) + 1):
        cell = sheet.cell(head, column)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        width = 28 if column == 2 else 18
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in range(head + 1, sheet.max_row + 1):
        sheet.cell(row, _ASKED_AT).number_format = "dd/mm/yyyy hh:mm"
    sheet.freeze_panes = f"C{head + 1}"


def _check(sheet: Worksheet, head: int, words: Words) -> None:
    outcomes = [
        words(f"waves.contact_book.outcomes.{name}") for name in CONTACT_OUTCOMES
    ]
    listed = DataValidation(
        type="list", formula1=f'"{",".join(outcomes)}"', allow_blank=True
    )
    listed.error = words("waves.contact_book.wrong_outcome")
    moment = DataValidation(
        type="date",
        operator="greaterThan",
        formula1=str(_FIRST_DAY),
        allow_blank=True,
    )
    moment.error = words("waves.contact_book.wrong_time")
    last = sheet.max_row + _SPARE_ROWS
    for column, rule in ((_OUTCOME, listed), (_ASKED_AT, moment)):
        letter = get_column_letter(column)
        rule.showErrorMessage = True
        rule.add(f"{letter}{head + 1}:{letter}{last}")
        sheet.add_data_validation(rule)
