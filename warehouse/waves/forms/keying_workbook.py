"""A workbook to key paper forms into: the headings of an export, with lists and checks.

Whoever keys sees each question beside the cell and may enter its codes alone; a number
keyed twice and an answer left out stand out. The spec that reads an export reads it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.safe_text import safe_text
from warehouse.waves.forms.ballot_code import SEPARATOR
from warehouse.waves.forms.fields import (
    ABOUT,
    BALLOT,
    DAY,
    FIELDS,
    RATING,
    UNIT,
    VERSION,
    WAVE,
)
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.labels import answer_labels, choice_label
from warehouse.words import Words

N_ROWS = 1_000
"""Forms one workbook takes; a second one takes the next."""
_MOST_PROMPT = 255
"""Signs a spreadsheet shows beside a cell."""
_RED, _YELLOW = "F8CBAD", "FFF2CC"
_FIRST_DAY = date(2000, 1, 1)


def keying_workbook(form: Form, words: Words) -> bytes:
    """The workbook, empty but for its checks.

    Args:
        form: What is asked.
        words: The language of prompts and instructions.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words("waves.keying.sheet")
    lists = book.create_sheet(words("waves.keying.lists"))
    guide = book.create_sheet(words("waves.keying.guide"))
    headings = [BALLOT, f"{ABOUT}/{UNIT}", DAY, *(field.path for field in FIELDS)]
    headings += [f"{RATING}/{item.code}" for item in form.items]
    sheet.append([*headings, WAVE, VERSION])
    _lay_out(sheet, len(headings))
    _ballots(sheet, form, words)
    _choose(sheet, 2, _units(lists, form), words("waves.forms.fields.ma_xa"), words)
    _days(sheet, words)
    for column, field in enumerate(FIELDS, 4):
        label = words(f"waves.forms.fields.{field.name}")
        _choose(sheet, column, _listed(list(field.choices)), label, words)
    first = 4 + len(FIELDS)
    for column, item in enumerate(form.items, first):
        _choose(
            sheet, column, _listed(list(answer_labels(item, words))), item.text, words
        )
    _fixed(sheet, len(headings) + 1, form)
    _missing(sheet, first, len(headings))
    _write_guide(guide, form, words)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lay_out(sheet: Worksheet, n_columns: int) -> None:
    for column in range(1, n_columns + 3):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 26 if column == 1 else 14
        head = sheet.cell(1, column)
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        # as text, so that no spreadsheet makes a day of the ages 18-29
        if column <= n_columns:
            style = "dd/mm/yyyy" if head.value == DAY else "@"
            sheet.column_dimensions[letter].number_format = style
    sheet.freeze_panes = "B2"


def _range(column: int) -> str:
    letter = get_column_letter(column)
    return f"{letter}2:{letter}{N_ROWS + 1}"


def _prompt(rule: DataValidation, title: str, text: str, wrong: str) -> None:
    rule.promptTitle, rule.prompt = title[:32], text[:_MOST_PROMPT]
    rule.error, rule.errorStyle = wrong[:_MOST_PROMPT], "stop"
    rule.showInputMessage = rule.showErrorMessage = True


def _ballots(sheet: Worksheet, form: Form, words: Words) -> None:
    """A number of this wave, once; a scanned code says its version besides."""
    start, end = f"{form.wave_code}-", f"{SEPARATOR}{form.version}"
    cells = f"A$2:A${N_ROWS + 1}"
    number = f'LEFT(A2,FIND("{SEPARATOR}",A2&"{SEPARATOR}")-1)'
    n_same = f'COUNTIF({cells},{number})+COUNTIF({cells},{number}&"{SEPARATOR}*")'
    formula = (
        f'AND(LEFT(A2,{len(start)})="{start}",{n_same}=1,'
        f'OR({number}=A2,RIGHT(A2,{len(end)})="{end}"))'
    )
    rule = DataValidation(type="custom", formula1=formula, allow_blank=True)
    wrong = words("waves.keying.wrong_ballot", start=start)
    _prompt(rule, BALLOT, words("waves.forms.ballot_id"), wrong)
    rule.add(_range(1))
    sheet.add_data_validation(rule)
    # pasted numbers pass the check, so that a double one is marked too
    twice = f'AND(A2<>"",{n_same}>1)'
    _mark(sheet, _range(1), twice, _RED)


def _days(sheet: Worksheet, words: Words) -> None:
    rule = DataValidation(
        type="date",
        operator="between",
        formula1=str((_FIRST_DAY - date(1899, 12, 30)).days),
        formula2="TODAY()",
        allow_blank=True,
    )
    wrong = words("waves.keying.wrong_day")
    _prompt(rule, DAY, words("waves.keying.day"), wrong)
    rule.add(_range(3))
    sheet.add_data_validation(rule)


def _choose(
    sheet: Worksheet, column: int, source: str, text: str, words: Words
) -> None:
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    title = str(sheet.cell(1, column).value).partition("/")[2]
    _prompt(rule, title, text, words("waves.keying.wrong_choice"))
    rule.add(_range(column))
    sheet.add_data_validation(rule)


def _listed(codes: Sequence[str]) -> str:
    return f'"{",".join(codes)}"'


def _units(lists: Worksheet, form: Form) -> str:
    """Unit codes on a sheet of their own: a list within a check holds 255 signs."""
    for code, name in form.units:
        lists.append([code, safe_text(name)])
        lists.cell(lists.max_row, 1).number_format = "@"
    lists.column_dimensions["B"].width = 40
    return f"'{lists.title}'!$A$1:$A${max(len(form.units), 1)}"


def _fixed(sheet: Worksheet, column: int, form: Form) -> None:
    """Wave and version beside each number, and nothing beside an empty row."""
    for row in range(2, N_ROWS + 2):
        for place, text in enumerate((form.wave_code, form.version)):
            sheet.cell(row, column + place).value = f'=IF($A{row}="","","{text}")'


def _missing(sheet: Worksheet, first: int, last: int) -> None:
    """Questions without a code on a row that has been begun."""
    start, end = get_column_letter(first), get_column_letter(last)
    formula = f'AND($A2<>"",{start}2="")'
    _mark(sheet, f"{start}2:{end}{N_ROWS + 1}", formula, _YELLOW)


def _mark(sheet: Worksheet, cells: str, formula: str, colour: str) -> None:
    fill = PatternFill("solid", start_color=colour, end_color=colour)
    rule = FormulaRule(formula=[formula], fill=fill)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cells, rule)


def _write_guide(guide: Worksheet, form: Form, words: Words) -> None:
    """What each code means; no whole heading, by which a reader would take it in."""
    for text in (
        words("waves.forms.title", wave=form.wave_code),
        words("waves.keying.how"),
        words("waves.keying.version", version=form.version),
    ):
        guide.append([safe_text(text)])
    guide.append([])
    for field in FIELDS:
        label = words(f"waves.forms.fields.{field.name}")
        guide.append([f"[{field.name}]", f"“{label}”"])
        for code, value in field.choices.items():
            guide.append([None, code, choice_label(value, words)])
    for item in form.items:
        guide.append([f"[{item.code}]", f"“{item.text}”"])
        for code, label in answer_labels(item, words).items():
            guide.append([None, code, label])
    guide.column_dimensions["A"].width = guide.column_dimensions["C"].width = 28
    guide.column_dimensions["B"].width = 60
